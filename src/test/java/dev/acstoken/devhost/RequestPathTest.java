package dev.acstoken.devhost;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Verifies the path of the URL that a function sees, as measured at the Functions host. */
class RequestPathTest {

  @ParameterizedTest
  @CsvSource({
    "/a+b, /a+b",
    "/%22q%22, /%22q%22",
    "/a%20b, /a%20b",
    "/a%2Fb%2fc, /a%2Fb%2fc",
    "/a%252Fb, /a%2Fb",
    "/%zz, /%25zz",
    "/%ff, /%ff",
    "/%25, /%25",
    "/%2525, /%25",
    "/%41%7c%7C%40, /A%7C%7C@",
    "/%c3%bc%F0%9F%98%80, /%C3%BC%F0%9F%98%80",
    "/%C3%41, /%C3A",
    "/a/%2e%2e/b/., /b",
    "/a/, /a/",
    "/, /",
  })
  void encodesTheDecodedPathAgain(String sent, String seen) {
    assertEquals(seen, RequestPath.parse(sent).encodedAgain());
  }
}
