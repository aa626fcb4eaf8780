package dev.acstoken.devhost;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Decodes a request's body as the Functions host does before it calls the worker. Source: {@code
 * HttpRequestExtensions.ReadAsStringAsync} of Azure/azure-webjobs-sdk-extensions, which reads it
 * with a {@code StreamReader} of .NET.
 */
final class RequestText {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /** The charsets that a mark names, UTF-32 first because its mark begins with that of UTF-16. */
  private static final List<Charset> MARKED =
      List.of(
          Charset.forName("UTF-32LE"),
          Charset.forName("UTF-32BE"),
          StandardCharsets.UTF_8,
          StandardCharsets.UTF_16LE,
          StandardCharsets.UTF_16BE);

  private RequestText() {}

  /**
   * Returns the text of a body. A byte order mark decides its charset, which is otherwise UTF-8.
   * The charset of the content type is ignored. Bytes and multipart bodies are not text to the
   * host, so a byte order mark of theirs stays.
   *
   * @param contentType the request's header of this name; may be empty
   */
  static String decode(byte[] body, String contentType) {
    if (isBytes(contentType)) {
      return new String(body, StandardCharsets.UTF_8);
    }
    for (Charset charset : MARKED) {
      byte[] mark = BYTE_ORDER_MARK.getBytes(charset);
      if (startsWith(mark, body)) {
        return new String(body, mark.length, body.length - mark.length, charset);
      }
    }
    return new String(body, StandardCharsets.UTF_8);
  }

  private static boolean startsWith(byte[] mark, byte[] body) {
    return body.length >= mark.length && Arrays.equals(mark, 0, mark.length, body, 0, mark.length);
  }

  private static boolean isBytes(String contentType) {
    var type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return type.equals("application/octet-stream") || type.startsWith("multipart/");
  }
}
