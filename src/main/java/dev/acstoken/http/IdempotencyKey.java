package dev.acstoken.http;

import com.microsoft.azure.functions.HttpRequestMessage;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The header Idempotency-Key, by which a repeat of a request is recognised. The key is the text
 * itself, or a string in double quotes, as the draft of the standard demands. Both forms are the
 * same key.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/">The
 *     Idempotency-Key HTTP Header Field</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8941#section-3.3.3">RFC 8941, strings</a>
 */
final class IdempotencyKey {

  private static final String HEADER = "idempotency-key";
  private static final Pattern KEY = Pattern.compile("[!-~]{1,128}");
  private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\[\"\\\\])*+)\"");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");

  private IdempotencyKey() {}

  /**
   * Reads the header.
   *
   * @return the key; empty if the request has none
   * @throws ServiceException if the header is not a key
   */
  static Optional<String> read(HttpRequestMessage<?> request) {
    return Optional.ofNullable(request.getHeaders().get(HEADER)).map(IdempotencyKey::parse);
  }

  private static String parse(String header) {
    var quoted = QUOTED.matcher(header.strip());
    String key =
        quoted.matches() ? ESCAPE.matcher(quoted.group(1)).replaceAll("$1") : header.strip();
    if (!KEY.matcher(key).matches() || (!quoted.matches() && key.startsWith("\""))) {
      throw new ServiceException(
          ErrorCode.INVALID_REQUEST,
          "The header Idempotency-Key must have 1 to 128 visible ASCII characters, with or without"
              + " double quotes around them.");
    }
    return key;
  }
}
