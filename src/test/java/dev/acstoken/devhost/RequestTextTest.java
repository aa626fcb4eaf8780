package dev.acstoken.devhost;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.Charset;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies the text of a body. The rules are those of {@code StreamReader.DetectEncoding} of
 * dotnet/runtime, and of {@code PopulateBody} of Azure/azure-functions-host.
 */
class RequestTextTest {
  private static final String BOM = "\uFEFF";

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void aByteOrderMarkDecidesTheCharset(String charset) {
    var text = "{\"ü\": \"😀\"}";

    assertEquals(text, decode(BOM + text, charset, "application/json"));
    assertEquals(text, decode(BOM + text, charset, "application/json; charset=iso-8859-1"));
    assertEquals("", decode(BOM, charset, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void aSecondMarkIsText(String charset) {
    assertEquals(BOM, decode(BOM + BOM, charset, ""));
  }

  @ParameterizedTest
  @CsvSource({
    "7b7d, {}",
    "7b007d00, '{\0}\0'",
    "c3bc, ü",
    "fcff, ��",
    "fffe7b007d, {�",
    "efbb, �",
  })
  void otherBytesAreUtf8(String hex, String text) {
    assertEquals(text, RequestText.decode(HexFormat.of().parseHex(hex), "text/plain"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/octet-stream", "Multipart/Form-Data; boundary=x", "multipart/mixed"})
  void aBodyOfBytesKeepsItsByteOrderMark(String contentType) {
    assertEquals(BOM + "{}", decode(BOM + "{}", "UTF-8", contentType));
  }

  private static String decode(String text, String charset, String contentType) {
    return RequestText.decode(text.getBytes(Charset.forName(charset)), contentType);
  }
}
