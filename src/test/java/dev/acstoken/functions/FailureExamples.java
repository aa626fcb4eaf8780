package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.acstoken.app.Application;
import dev.acstoken.app.LazyApplication;
import dev.acstoken.auth.TestAuthenticator;
import dev.acstoken.devhost.LocalIssuer;
import dev.acstoken.identity.ServiceException;
import java.net.http.HttpClient;
import java.util.Map;

/** Real exceptions for tests of other packages. The code that throws them is not public there. */
public final class FailureExamples {

  private FailureExamples() {}

  public static ServiceException settings(Map<String, String> environment) {
    var application = LazyApplication.of(environment, HttpClient::newBuilder);
    return assertThrows(
        ServiceException.class, () -> application.lazily(Application::tokens).get());
  }

  public static ServiceException unauthenticated() {
    try (var issuer = LocalIssuer.start()) {
      return refusal(issuer, "Basic YWxpY2U6YQ==");
    }
  }

  public static ServiceException invalidToken() {
    try (var issuer = LocalIssuer.start()) {
      return refusal(issuer, "Bearer nonsense");
    }
  }

  public static ServiceException insufficientScope() {
    try (var issuer = LocalIssuer.start()) {
      return refusal(issuer, "Bearer " + issuer.token("alice"));
    }
  }

  public static ServiceException issuerUnavailable() {
    try (var issuer = LocalIssuer.start()) {
      issuer.pause(LocalIssuer.Outage.UNAVAILABLE);
      return refusal(issuer, "Bearer " + issuer.token("alice"));
    }
  }

  private static ServiceException refusal(LocalIssuer issuer, String header) {
    var authenticator =
        TestAuthenticator.requiringScope(issuer.issuer(), issuer.audience(), "tokens");
    return assertThrows(ServiceException.class, () -> authenticator.authenticate(header));
  }
}
