package dev.acstoken.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies that the parameters of a route are read from the URL of a request. */
class RouteParameterTest {

  private static final RouteParameter USER_ID =
      RouteParameter.of("userId", "users/{userId}/access");

  @ParameterizedTest
  @CsvSource({
    "/api/users/alice/access, alice",
    "/api/users/alice/access/, alice",
    "/API/Users/alice/ACCESS, alice",
    "/users/alice/access, alice",
    "/v1/api/users/alice/access, alice",
    "/api/users/users/access, users",
    "/api/users/alice/access?userId=bob&USERID=bob, alice",
    "/api/users/+1%20555/access, +1 555",
    "/api/users/auth0%7C1%7c2/access, auth0|1|2",
    "/api/users/Zo%C3%AB%F0%9F%98%80ü/access, Zoë😀ü",
  })
  void isReadFromThePath(String url, String value) {
    assertEquals(Optional.of(value), USER_ID.read(FakeRequest.at("http://localhost" + url)));
  }

  @Test
  void everyParameterOfARouteIsFound() {
    var request = FakeRequest.at("http://localhost/api/things/a/parts/b");

    assertEquals(
        Optional.of("a"), RouteParameter.of("thing", "things/{thing}/parts/{part}").read(request));
    assertEquals(
        Optional.of("b"), RouteParameter.of("part", "things/{thing}/parts/{part}").read(request));
  }

  // The host leaves such an escape if the caller encoded a percent sign or a slash.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a%2Fb",
        "a%2fb",
        "m%65",
        "%7Ebob",
        "%2E%2E",
        "%25",
        "a%2541",
        "%00",
        "a%2Bb",
        "%22",
        // Not UTF-8: a lone byte, an overlong slash, half of a character, a surrogate.
        "%ff",
        "%C0%AF",
        "%C3",
        "%C3a",
        "%ED%A0%80"
      })
  void aValueThatMayMeanTwoThingsIsEmpty(String segment) {
    assertEquals(
        Optional.empty(),
        USER_ID.read(FakeRequest.at("http://localhost/api/users/" + segment + "/access")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost/api/users/x/access?a=|b",
        "http://localhost/api/users/x/access?a={b}",
        "http://localhost/api/users/x/access?a=%zz",
        "http://localhost/api/users/x/access?a=b c",
        "http://localhost/api/users/x/access?a=\"",
      })
  void aMalformedQueryIsTheCallersFault(String url) {
    assertInvalidRequest(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost",
        "http://localhost/access",
        "http://localhost/api/users/x/tokens",
        "http://localhost/api/users/access",
        "http://localhost/api/users/x/access//",
        "http://localhost/api/users/x/%61ccess",
        "http://localhost/api/identities/x/access",
      })
  void aPathOfAnotherRouteHasNoValue(String url) {
    assertInvalidRequest(url);
  }

  @Test
  void aRouteWithoutTheParameterIsABug() {
    assertThrows(
        IllegalArgumentException.class, () -> RouteParameter.of("user", "users/{userId}/access"));
  }

  private static void assertInvalidRequest(String url) {
    var refusal = assertThrows(ServiceException.class, () -> USER_ID.read(FakeRequest.at(url)));
    assertEquals(ErrorCode.INVALID_REQUEST, refusal.code());
  }
}
