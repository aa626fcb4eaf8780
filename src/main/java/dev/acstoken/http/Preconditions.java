package dev.acstoken.http;

import com.microsoft.azure.functions.HttpRequestMessage;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.protocol.AccessPolicies.Access;
import dev.acstoken.identity.protocol.AccessPolicies.Precondition;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The preconditions of a request: If-Match, then If-None-Match. Conditions on dates are ignored,
 * because nothing here has a date of its last modification.
 *
 * <p>An access policy has an entity tag. {@code *} matches every policy, because every user has
 * one, inherited or custom. An identity or an invitation has no tag, so a tag never matches, and
 * {@code *} matches if it exists. An operation about tokens has nothing that could match.
 *
 * <p>A weak tag matches like a strong one in both headers, although RFC 9110 compares strongly for
 * If-Match: the tag names the policy and not the bytes of a response. A proxy that compresses
 * responses makes their tags weak or adds the name of the encoding to them, and could otherwise
 * make every conditional change fail.
 *
 * @param ifMatch accepts the tags that If-Match has; empty without the header
 * @param ifNoneMatch accepts the tags that If-None-Match has; empty without the header
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2">RFC 9110, section 13.2.2</a>
 */
public record Preconditions(
    Optional<Predicate<String>> ifMatch, Optional<Predicate<String>> ifNoneMatch)
    implements Precondition {

  // No tag in a header equals it, because those have quotation marks.
  private static final String NO_TAG = "";

  /**
   * Reads the headers of a request about an access policy.
   *
   * @throws ServiceException if one of them is neither {@code *} nor a list of entity tags
   */
  public static Preconditions of(HttpRequestMessage<?> request) {
    return new Preconditions(read("If-Match", request), read("If-None-Match", request));
  }

  /**
   * Reads the headers of a request about an identity or an invitation.
   *
   * @throws ServiceException if a header is malformed, or if If-Match lists tags, which neither has
   */
  public static Preconditions ofUntagged(HttpRequestMessage<?> request) {
    Preconditions preconditions = of(request);
    if (!preconditions.ifMatch.map(tags -> tags.test(NO_TAG)).orElse(true)) {
      throw nothingMatches();
    }
    return preconditions;
  }

  /**
   * Checks the headers of a request about tokens: nothing matches If-Match, so If-None-Match is
   * met.
   *
   * @throws ServiceException if a header is malformed, or if there is an If-Match
   */
  public static void checkWithoutRepresentation(HttpRequestMessage<?> request) {
    if (of(request).ifMatch.isPresent()) {
      throw nothingMatches();
    }
  }

  private static Optional<Predicate<String>> read(String name, HttpRequestMessage<?> request) {
    return Optional.ofNullable(request.getHeaders().get(name.toLowerCase(Locale.ROOT)))
        .map(
            value ->
                value.strip().equals("*")
                    ? tag -> true
                    : EntityTagList.parse(value).orElseThrow(() -> malformed(name))::contains);
  }

  /** If-Match does not stop a change that is already done: the request may be a retry. */
  @Override
  public void check(Access current, boolean isDone) {
    if (!isDone) {
      requireMatch(current);
    }
    if (matchesIfNoneMatch(current)) {
      throw failed("The current access policy matches If-None-Match.");
    }
  }

  /**
   * Checks a request that creates or deletes an identity.
   *
   * @throws ServiceException with {@link ErrorCode#PRECONDITION_FAILED} if it is not met
   */
  public void checkIdentity(boolean exists) {
    requireIdentity(exists);
    if (exists && isNotModified()) {
      throw failed("The user has an ACS identity, which matches If-None-Match.");
    }
  }

  /**
   * Checks If-Match of a request about an identity.
   *
   * @throws ServiceException with {@link ErrorCode#PRECONDITION_FAILED} if it is not met
   */
  public void requireIdentity(boolean exists) {
    if (ifMatch.isPresent() && !exists) {
      throw failed("The user has no ACS identity, so nothing matches If-Match.");
    }
  }

  /** Returns whether the caller of a read wants no identity or invitation that exists. */
  public boolean isNotModified() {
    return ifNoneMatch.map(tags -> tags.test(NO_TAG)).orElse(false);
  }

  /**
   * Returns whether the caller of a read already has the current policy.
   *
   * @throws ServiceException with {@link ErrorCode#PRECONDITION_FAILED} if the policy does not
   *     match If-Match
   */
  boolean isNotModified(Access current) {
    requireMatch(current);
    return matchesIfNoneMatch(current);
  }

  private void requireMatch(Access current) {
    if (!ifMatch.map(tags -> tags.test(EntityTag.of(current))).orElse(true)) {
      throw failed("The current access policy does not match If-Match.");
    }
  }

  private boolean matchesIfNoneMatch(Access current) {
    return ifNoneMatch.map(tags -> tags.test(EntityTag.of(current))).orElse(false);
  }

  private static ServiceException nothingMatches() {
    return failed("If-Match cannot match here, because only access policies have entity tags.");
  }

  private static ServiceException failed(String detail) {
    return new ServiceException(ErrorCode.PRECONDITION_FAILED, detail);
  }

  private static ServiceException malformed(String name) {
    return new ServiceException(
        ErrorCode.INVALID_REQUEST,
        "The header " + name + " must be * or a list of entity tags in double quotes.");
  }
}
