package dev.acstoken.http;

import com.microsoft.azure.functions.HttpRequestMessage;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.protocol.AccessPolicies.Access;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Reads the If-Match header, which makes a change depend on the current state.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-if-match">RFC 9110, If-Match</a>
 */
public final class IfMatch {

  private static final String TAG = "(?:W/)?\"[\\x21\\x23-\\x7E\\x80-\\xFF]*\"";
  private static final Pattern ENTITY_TAG = Pattern.compile(TAG);
  private static final Pattern LIST =
      Pattern.compile("\\s*" + TAG + "(?:\\s*,\\s*" + TAG + ")*\\s*");

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
    if (!LIST.matcher(header).matches()) {
      throw new ServiceException(
          ErrorCode.INVALID_REQUEST,
          "The header If-Match must be * or a list of entity tags in double quotes.");
    }
    // A weak tag never matches, because it does not guarantee that nothing has changed.
    var tags = ENTITY_TAG.matcher(header).results().map(MatchResult::group).toList();
    return access -> tags.contains(EntityTag.of(access));
  }
}
