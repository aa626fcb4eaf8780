package dev.acstoken.azure.acs;

import com.azure.core.exception.HttpResponseException;
import java.util.Optional;
import java.util.Set;

/**
 * The kinds of failed responses to a call of ACS.
 *
 * <p>A proxy, a firewall, a gateway or the front door of ACS may respond in place of ACS. Such a
 * response says nothing about the identity or the credential, so only a response with ACS's error
 * body counts as ACS's own.
 */
enum AcsFailure {

  /** ACS itself does not know the identity. */
  UNKNOWN_IDENTITY,

  /** ACS itself refuses the credential or the request. */
  REJECTED,

  /**
   * ACS, or anything on the way, limits the rate of requests. In either case a retry makes it worse
   * before {@code Retry-After} has passed.
   */
  THROTTLED,

  /** ACS itself is unavailable. */
  UNAVAILABLE,

  /** The response is not ACS's own. */
  FOREIGN;

  private static final int REQUEST_TIMEOUT = 408;
  private static final int UNAUTHORIZED = 401;
  private static final int TOO_MANY_REQUESTS = 429;

  // Even with a body like that of ACS, these statuses describe the path: the URL does not exist
  // (404), or a proxy requires a credential (407), serves another host (421) or blocks the URL
  // (451). ACS sends 404 only for an unknown identity.
  private static final Set<Integer> NEVER_A_REFUSAL = Set.of(404, 407, 421, 451);

  /** Classifies the response of a failed call. */
  static AcsFailure of(HttpResponseException e) {
    if (e.getResponse() == null) {
      return UNAVAILABLE;
    }
    int status = e.getResponse().getStatusCode();
    if (status == TOO_MANY_REQUESTS) {
      return THROTTLED;
    }
    Optional<AcsError> error = AcsError.of(e);
    // Successes of ACS have one status and one form for each operation, and it never redirects.
    if (error.isEmpty() || status < 400) {
      return FOREIGN;
    }
    if (status == REQUEST_TIMEOUT || status >= 500) {
      return UNAVAILABLE;
    }
    return ofRefusal(status, error.get());
  }

  private static AcsFailure ofRefusal(int status, AcsError error) {
    if (error.isUnknownIdentity()) {
      return UNKNOWN_IDENTITY;
    }
    // A gateway that checks credentials of its own responds with 401, too.
    boolean isForeign =
        NEVER_A_REFUSAL.contains(status) || (status == UNAUTHORIZED && !error.isDenied());
    return isForeign ? FOREIGN : REJECTED;
  }
}
