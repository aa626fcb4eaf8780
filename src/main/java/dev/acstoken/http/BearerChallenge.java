package dev.acstoken.http;

import dev.acstoken.identity.ServiceException;
import java.util.Optional;

/**
 * The WWW-Authenticate header of a response to a caller without a valid bearer token.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-3">RFC 6750, section 3</a>
 */
final class BearerChallenge {

  private static final String SCHEME = "Bearer realm=\"acs-token-endpoint\"";

  private BearerChallenge() {}

  static Optional<String> of(ServiceException e) {
    return switch (e.code()) {
      case UNAUTHENTICATED -> Optional.of(SCHEME);
      case INVALID_TOKEN -> Optional.of(withError("invalid_token", e));
      case INSUFFICIENT_SCOPE -> Optional.of(withError("insufficient_scope", e));
      default -> Optional.empty();
    };
  }

  private static String withError(String error, ServiceException e) {
    return SCHEME + ", error=\"" + error + "\", error_description=\"" + e.detail() + "\"";
  }
}
