package dev.acstoken.devhost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTemplateTest {

  @ParameterizedTest
  @CsvSource({
    "/api/users/alice/identity, alice",
    "/API/Users/alice/IDENTITY/, alice",
    "/api/x/../users/a%40b/identity, a@b",
    "/api/users/%252F/identity, %2F",
    "/api/users/a%2fb/identity, a%2fb",
    "/api/users/%zz%C3%BC/identity, %zzü"
  })
  void readsParametersFromThePath(String path, String userId) {
    assertEquals(
        Optional.of(Map.of("userId", userId)),
        RouteTemplate.parse("api", "users/{userId}/identity").match(RequestPath.parse(path)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/users/alice/identity",
        "/api/users//identity",
        "/api/users/alice/identity//",
        "/api/users/alice/identity/more",
        "/api/users/%2e%2e/identity"
      })
  void doesNotMatchOtherPaths(String path) {
    assertEquals(
        Optional.empty(),
        RouteTemplate.parse("api", "users/{userId}/identity").match(RequestPath.parse(path)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/{b:int}", "a/{b?}", "a/{*b}", "a/x{b}", "a//b", "/a"})
  void refusesRoutesThatItWouldServeUnlikeTheRealHost(String route) {
    assertThrows(IllegalArgumentException.class, () -> RouteTemplate.parse("api", route));
  }

  @Test
  void worksWithoutAPrefix() {
    assertEquals(
        Optional.of(Map.of()),
        RouteTemplate.parse("", "health").match(RequestPath.parse("/health")));
  }
}
