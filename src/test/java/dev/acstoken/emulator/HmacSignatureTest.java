package dev.acstoken.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies which forms of a signature are accepted. All signatures were computed outside of this
 * project, for the same request, key and date.
 */
class HmacSignatureTest {

  private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
  private static final String DATE = "Mon, 02 Nov 2026 10:00:00 GMT";
  private static final Instant NOW = Instant.parse("2026-11-02T10:00:30Z");
  private static final URI TARGET = URI.create("/identities?api-version=2023-10-01");
  private static final String BODY = "{\"createTokenWithScopes\":[\"chat\"]}";
  private static final String BODY_HASH = "WTRvgEjjVd+bvyKw3WgXgDkU81aV8FWq+4/BE+he0+A=";

  private static final String SIGNED_LOCALHOST = "1L/anZQdpTiuaCORnUiNaApCxj2LCJ7VOC5EmVP1PlU=";
  private static final String SIGNED_WITH_ANOTHER_KEY =
      "JbIcUWRbVDqpmzbH3qP8ckJdYkT1/Q6hb/xHh45BFrg=";

  private final HmacSignature hmac = new HmacSignature(KEY, Clock.fixed(NOW, ZoneOffset.UTC));

  @ParameterizedTest
  @CsvSource({
    // The Host header, the port, and the signature of the form that the comment names.
    // Java: localhost
    "localhost:7073, 7073, 1L/anZQdpTiuaCORnUiNaApCxj2LCJ7VOC5EmVP1PlU=",
    "localhost, 443, 1L/anZQdpTiuaCORnUiNaApCxj2LCJ7VOC5EmVP1PlU=",
    // JavaScript, .NET and Python: localhost:7073
    "localhost:7073, 7073, wy7khgxLRW5VCSIn7cM+cR0igQWTpyK+n4/JJ9cOZFo=",
    // The port of the Host header is forwarded to another one: localhost:7073
    "localhost:7073, 8443, wy7khgxLRW5VCSIn7cM+cR0igQWTpyK+n4/JJ9cOZFo=",
    // A client that leaves a port out of the Host header: localhost:7073
    "localhost, 7073, wy7khgxLRW5VCSIn7cM+cR0igQWTpyK+n4/JJ9cOZFo=",
    // Python with the default port: localhost:443
    "localhost, 443, wJ2eKbcmP3L1sAXJh9LTDzeFwmWOZTzm+GCR2BLRLZM=",
    // The case of the Host header: LOCALHOST, LOCALHOST:7073
    "LOCALHOST:7073, 7073, PEUU/27TQToHC3x5rI2rxd5wu0Zz6P8wgSBMXFe/fsY=",
    "LOCALHOST:7073, 7073, +wcC1UcIvAt/yd6K1d9keyl6bDc0xVVvEKBYNzLM0ic=",
    // Lower case, as URL classes have it: localhost, localhost:7073
    "LocalHost:7073, 7073, 1L/anZQdpTiuaCORnUiNaApCxj2LCJ7VOC5EmVP1PlU=",
    "LocalHost:7073, 7073, wy7khgxLRW5VCSIn7cM+cR0igQWTpyK+n4/JJ9cOZFo=",
    // Addresses: 127.0.0.1:7073, [::1], [::1]:7073
    "127.0.0.1:7073, 7073, U4axp9fWlEyjktDjHOwUaPSgcUT8T5FBufrjv/3gAC4=",
    "[::1]:7073, 7073, L4gHNijqxCj6hVU1H4AyuvOa7Y//tTBuHaVR6XRgkGY=",
    "[::1]:7073, 7073, 1oGIdnSRshjbyhVmPeTP4RsJxKIyjxkTXvtgtiyGn1Y=",
  })
  void acceptsTheHostInEveryFormThatAnSdkSigns(String host, int port, String signature) {
    assertDoesNotThrow(() -> hmac.verify(request(headers(host, signature), BODY, port)));
  }

  @ParameterizedTest
  @CsvSource({
    // evil.example, evil.example:7073, and localhost with the port of another server
    "localhost:7073, XtlJMEMMUD2330MLOWYsspMudD/75B6KFpUkjyqrNeQ=",
    "localhost:7073, t1eY5wgUyw/W6cyTynAV1MglAXf9yvXSwJ67NMz7G8c=",
    "localhost:7073, HS05qj8cW+IlLIU8hEVFHrehTYw7oTK8puR9cQMH0v4=",
    // localhost, sent to another host
    "evil.example, " + SIGNED_LOCALHOST,
    "localhost:7073, " + SIGNED_WITH_ANOTHER_KEY,
    "localhost:7073, AAAA",
  })
  void refusesTheSignatureOfAnotherHostOrKey(String host, String signature) {
    assertDenied(
        "The signature does not match the request.", request(headers(host, signature), BODY, 7073));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=",
        "HMAC-SHA256 SignedHeaders=date;host;x-ms-content-sha256&Signature=",
        "hmac-sha256 signedheaders=X-MS-Date;Host;X-MS-Content-SHA256&signature="
      })
  void acceptsBothDateHeadersAndNamesInAnyCase(String prefix) {
    Map<String, String> headers = headers("localhost:7073", SIGNED_LOCALHOST);
    headers.put("authorization", prefix + SIGNED_LOCALHOST);
    headers.put("date", DATE);

    assertDoesNotThrow(() -> hmac.verify(request(headers, BODY, 7073)));
  }

  @Test
  void readsTheDateFromTheSignedHeaderOnly() {
    Map<String, String> headers = headers("localhost:7073", SIGNED_LOCALHOST);
    headers.put(
        "authorization",
        "HMAC-SHA256 SignedHeaders=date;host;x-ms-content-sha256&Signature=" + SIGNED_LOCALHOST);
    headers.put("date", "Mon, 02 Nov 2026 09:00:00 GMT");

    assertDenied(
        "date differs from the current time by more than 5 minutes.", request(headers, BODY, 7073));
  }

  @Test
  void refusesAnotherBody() {
    assertDenied(
        "x-ms-content-sha256 does not match the hash of the body.",
        request(headers("localhost:7073", SIGNED_LOCALHOST), "{}", 7073));
  }

  @Test
  void refusesOtherSignedHeaders() {
    Map<String, String> headers = headers("localhost:7073", SIGNED_LOCALHOST);
    headers.put("authorization", "HMAC-SHA256 SignedHeaders=host&Signature=" + SIGNED_LOCALHOST);

    assertDenied("SignedHeaders", request(headers, BODY, 7073));
  }

  private void assertDenied(String reason, Request request) {
    var denied = assertThrows(AcsErrorException.class, () -> hmac.verify(request));
    String body = denied.response().body();
    assertTrue(body.contains(reason), body);
  }

  private static Map<String, String> headers(String host, String signature) {
    Map<String, String> headers = new HashMap<>();
    headers.put("host", host);
    headers.put("x-ms-date", DATE);
    headers.put("x-ms-content-sha256", BODY_HASH);
    headers.put(
        "authorization",
        "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=" + signature);
    return headers;
  }

  private static Request request(Map<String, String> headers, String body, int port) {
    return new Request("POST", TARGET, headers, body.getBytes(UTF_8), port);
  }
}
