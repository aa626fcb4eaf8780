package dev.acstoken.emulator;

import dev.acstoken.emulator.server.Json;
import dev.acstoken.emulator.server.LoopbackHost;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The parameters of a request to the authorization endpoint. */
record AuthorizationRequest(Map<String, String> parameters) {

  AuthorizationRequest {
    parameters = Map.copyOf(parameters);
  }

  String clientId() {
    return text("client_id");
  }

  String redirectUri() {
    return text("redirect_uri");
  }

  String responseMode() {
    return parameters.getOrDefault("response_mode", "query");
  }

  /** Returns the value that the response repeats; empty for none. */
  String state() {
    return text("state");
  }

  /** Returns the value that the ID token repeats; empty for none. */
  String nonce() {
    return text("nonce");
  }

  String scope() {
    return text("scope");
  }

  /** Returns the claims request, which is JSON; empty for none. */
  String claims() {
    return text("claims");
  }

  String codeChallenge() {
    return text("code_challenge");
  }

  /** Returns the object id of the user, which is also their user name; empty for none. */
  String user() {
    return text("login_hint");
  }

  boolean asksForConsent() {
    return text("prompt").equals("consent");
  }

  /** Returns whether the response goes to a console or desktop app of this machine. */
  boolean hasLoopbackRedirect() {
    try {
      URI uri = new URI(redirectUri());
      return "http".equals(uri.getScheme())
          && uri.getHost() != null
          && LoopbackHost.matches(uri.getHost())
          && uri.getFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Returns what is wrong with the parameters that say what is requested; empty if it is valid. */
  Optional<SignInError> error(String appId) {
    if (!text("response_type").equals("code")
        || codeChallenge().isEmpty()
        || !text("code_challenge_method").equals("S256")
        || !isClaimsRequest(claims())) {
      return Optional.of(SignInError.MALFORMED);
    }
    return RequestedScopes.parse(scope(), appId).isPresent()
        ? Optional.empty()
        : Optional.of(SignInError.SCOPE);
  }

  /** Returns whether a claims request is absent or a JSON object. */
  static boolean isClaimsRequest(String claims) {
    return claims.isEmpty() || Json.object(claims.getBytes(StandardCharsets.UTF_8)).isPresent();
  }

  private String text(String name) {
    return parameters.getOrDefault(name, "");
  }
}
