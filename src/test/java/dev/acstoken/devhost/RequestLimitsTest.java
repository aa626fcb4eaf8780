package dev.acstoken.devhost;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Verifies that a request above a limit of the Functions host for its head gets an empty response.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestLimitsTest {

  private static final String REQUEST = "GET /api/Echo";
  private static final String REST_OF_LINE = " HTTP/1.1\r\n";

  private final FunctionsHost host =
      FunctionsHost.of("dev.acstoken.devhost.sample", FunctionsHostTest::newObject).start();

  @AfterAll
  void close() {
    host.close();
  }

  @Test
  void theRequestLineMayHave8KiB() throws Exception {
    String start = REQUEST + "?q=";
    int free = 8 * 1024 - (start + REST_OF_LINE).length();

    assertEquals(200, send(start + "x".repeat(free), List.of()).status());
    assertIsBare(414, send(start + "x".repeat(free + 1), List.of()));
    assertIsBare(414, send("GET /none?q=" + "x".repeat(8 * 1024), List.of()));
  }

  @Test
  void allHeadersTogetherMayHave32KiB() throws Exception {
    String lines = "Host: localhost\r\nConnection: close\r\nA: \r\nX-Long: \r\n\r\n";
    int free = 32 * 1024 - lines.length();

    assertEquals(200, sendLong(free).status());
    assertIsBare(431, sendLong(free + 1));
    assertIsBare(431, sendLong(100 * 1024));
    assertIsBare(431, sendLong(900 * 1024));
  }

  @Test
  void aRequestMayHave100Headers() throws Exception {
    // RawHttp adds Host and Connection.
    assertEquals(200, send(REQUEST, different(98)).status());
    assertIsBare(431, send(REQUEST, different(99)));
    assertIsBare(431, send(REQUEST, different(1000)));
  }

  @Test
  void aRepeatedHeaderCountsEachTime() throws Exception {
    assertEquals(200, send(REQUEST, repeated(98)).status());
    assertIsBare(431, send(REQUEST, repeated(99)));
  }

  private RawHttp.Response sendLong(int length) throws IOException {
    return send(REQUEST, List.of("A: ", "X-Long: " + "x".repeat(length)));
  }

  private RawHttp.Response send(String methodAndTarget, List<String> headers) throws IOException {
    List<String> all = new ArrayList<>(headers);
    all.add("Host: localhost");
    return RawHttp.send(
        SocketFactory.getDefault(),
        host.baseUri(),
        methodAndTarget,
        "",
        all.toArray(new String[0]));
  }

  private static List<String> different(int count) {
    List<String> headers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      headers.add("X-" + i + ": x");
    }
    return headers;
  }

  private static List<String> repeated(int count) {
    return List.of("X: x\r\n".repeat(count).strip().split("\r\n"));
  }

  private static void assertIsBare(int status, RawHttp.Response response) {
    String head = response.head().toLowerCase(Locale.ROOT);
    assertAll(
        () -> assertEquals(status, response.status()),
        () -> assertEquals("", response.body()),
        () -> assertTrue(head.contains("\nconnection: close"), head),
        () -> assertFalse(head.contains("\ncontent-type"), head),
        () -> assertFalse(head.contains("\nx-content-type-options"), head));
  }
}
