package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.acstoken.auth.AuthSettings;
import dev.acstoken.auth.AuthenticationException;
import dev.acstoken.auth.Authenticator;
import dev.acstoken.auth.IssuerKeys;
import dev.acstoken.devhost.LocalIssuer;
import dev.acstoken.settings.Settings;
import dev.acstoken.settings.SettingsException;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.Optional;

/** Exceptions that only their own packages make, as those make them. */
final class FailureExamples {

  private FailureExamples() {}

  static SettingsException settings(Map<String, String> environment) {
    return assertThrows(SettingsException.class, () -> Settings.of(environment));
  }

  static AuthenticationException unauthenticated() {
    try (var issuer = LocalIssuer.start()) {
      return refusal(issuer, Optional.empty());
    }
  }

  static AuthenticationException invalidToken() {
    try (var issuer = LocalIssuer.start()) {
      return refusal(issuer, Optional.of("Bearer nonsense"));
    }
  }

  static AuthenticationException insufficientScope() {
    try (var issuer = LocalIssuer.start()) {
      return refusal(issuer, Optional.of("Bearer " + issuer.token("alice")));
    }
  }

  static AuthenticationException issuerUnavailable() {
    try (var issuer = LocalIssuer.start()) {
      issuer.pause(LocalIssuer.Outage.UNAVAILABLE);
      return refusal(issuer, Optional.of("Bearer " + issuer.token("alice")));
    }
  }

  private static AuthenticationException refusal(LocalIssuer issuer, Optional<String> header) {
    var settings =
        new AuthSettings(issuer.issuer(), issuer.audience(), "sub", Optional.of("tokens"), "Admin");
    var keys = new IssuerKeys(issuer.issuer(), HttpClient.newHttpClient());
    return assertThrows(
        AuthenticationException.class,
        () -> new Authenticator(settings, keys).authenticate(header));
  }
}
