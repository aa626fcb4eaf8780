package dev.acstoken.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.acstoken.identity.ServiceException;
import java.util.Base64;
import java.util.Optional;

/**
 * The WWW-Authenticate header of a response to a caller who needs another bearer token.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-3">RFC 6750, section 3</a>
 * @see <a href="https://learn.microsoft.com/entra/identity-platform/claims-challenge">Claims
 *     challenges, claims requests and client capabilities</a>
 */
final class BearerChallenge {

  private static final String SCHEME = "Bearer realm=\"acs-token-endpoint\"";

  private BearerChallenge() {}

  static Optional<String> of(ServiceException e) {
    return switch (e.code()) {
      case UNAUTHENTICATED -> Optional.of(SCHEME);
      case INVALID_TOKEN -> Optional.of(withError("invalid_token", e));
      case INSUFFICIENT_SCOPE -> Optional.of(withError("insufficient_scope", e));
      default -> e.claims().map(claims -> withError("insufficient_claims", e) + parameter(claims));
    };
  }

  // In base64, because a claims request contains quotation marks.
  private static String parameter(String claims) {
    return ", claims=\"" + Base64.getEncoder().encodeToString(claims.getBytes(UTF_8)) + "\"";
  }

  private static String withError(String error, ServiceException e) {
    return SCHEME + ", error=\"" + error + "\", error_description=\"" + e.detail() + "\"";
  }
}
