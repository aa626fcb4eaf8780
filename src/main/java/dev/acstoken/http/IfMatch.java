package dev.acstoken.http;

import com.microsoft.azure.functions.HttpRequestMessage;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.protocol.AccessPolicies.Access;
import java.util.function.Predicate;

/**
 * Reads the If-Match header, which makes a change depend on the current state.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-if-match">RFC 9110, If-Match</a>
 */
public final class IfMatch {

  private IfMatch() {}

  /**
   * Returns a test for the policies that the request may change. Without the header, it accepts any
   * policy.
   *
   * @throws ServiceException if the header is neither {@code *} nor a list of entity tags
   */
  public static Predicate<Access> of(HttpRequestMessage<?> request) {
    String header = request.getHeaders().getOrDefault("if-match", "*").strip();
    if (header.equals("*")) {
      return access -> true;
    }
    // A weak tag never matches, because it does not guarantee that nothing has changed.
    var tags = EntityTagList.parse(header).orElseThrow(IfMatch::malformed);
    return access -> tags.contains(EntityTag.of(access));
  }

  private static ServiceException malformed() {
    return new ServiceException(
        ErrorCode.INVALID_REQUEST,
        "The header If-Match must be * or a list of entity tags in double quotes.");
  }
}
