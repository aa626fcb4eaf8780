package dev.acstoken.emulator;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import dev.acstoken.emulator.server.Json;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** A console app and its browser, which sign in to the emulated tenant without a library. */
final class PublicClient {

  static final String REDIRECT = "http://localhost:1234";
  static final String VERIFIER = "a-code-verifier-of-at-least-forty-three-characters";

  private final HttpClient http;
  private final EntraEmulator entra;

  /** The status and the members of a response of the token endpoint. */
  record TokenResponse(int status, Map<?, ?> json) {
    String text(String member) {
      return String.valueOf(json.get(member));
    }
  }

  PublicClient(AcsEmulator acs, EntraEmulator entra) {
    this.http = HttpClient.newBuilder().sslContext(acs.clientSslContext()).build();
    this.entra = entra;
  }

  /** Returns the response of the authorization endpoint to a valid request with these changes. */
  HttpResponse<String> authorize(String user, Map<String, String> changes) throws Exception {
    Map<String, String> query = new HashMap<>();
    query.put("client_id", entra.clientId());
    query.put("response_type", "code");
    query.put("redirect_uri", REDIRECT);
    query.put("scope", "api://" + entra.appId() + "/Tokens.Issue openid profile offline_access");
    query.put("state", "the state");
    query.put("nonce", "the-nonce");
    query.put("code_challenge", challenge());
    query.put("code_challenge_method", "S256");
    query.put("login_hint", user);
    query.putAll(changes);
    String uri = entra.authority() + "/oauth2/v2.0/authorize?" + encoded(query);
    return http.send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString());
  }

  /** Returns what the browser carries from the authorization endpoint to the app. */
  Map<String, String> callback(String user, Map<String, String> changes) throws Exception {
    String location = authorize(user, changes).headers().firstValue("Location").orElseThrow();
    return fields(location.substring(location.indexOf('?') + 1));
  }

  /** Signs a user in and returns the response of the token endpoint. */
  TokenResponse signIn(String user, Map<String, String> changes) throws Exception {
    return redeem(callback(user, changes).getOrDefault("code", ""), Map.of());
  }

  TokenResponse redeem(String code, Map<String, String> changes) throws Exception {
    Map<String, String> form = new HashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("client_id", entra.clientId());
    form.put("redirect_uri", REDIRECT);
    form.put("code", code);
    form.put("code_verifier", VERIFIER);
    form.putAll(changes);
    return requestToken(form);
  }

  TokenResponse refresh(String refreshToken, Map<String, String> changes) throws Exception {
    Map<String, String> form = new HashMap<>();
    form.put("grant_type", "refresh_token");
    form.put("client_id", entra.clientId());
    form.put("refresh_token", refreshToken);
    form.put("scope", entra.appId() + "/.default");
    form.putAll(changes);
    return requestToken(form);
  }

  TokenResponse requestToken(Map<String, String> form) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(entra.authority() + "/oauth2/v2.0/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(encoded(form)))
            .build();
    var response = http.send(request, BodyHandlers.ofByteArray());
    return new TokenResponse(response.statusCode(), Json.object(response.body()).orElseThrow());
  }

  private static String challenge() throws Exception {
    var digest = MessageDigest.getInstance("SHA-256");
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(digest.digest(VERIFIER.getBytes(StandardCharsets.US_ASCII)));
  }

  private static Map<String, String> fields(String encoded) {
    return Stream.of(encoded.split("&"))
        .map(it -> it.split("=", 2))
        .collect(toMap(it -> it[0], it -> URLDecoder.decode(it[1], StandardCharsets.UTF_8)));
  }

  private static String encoded(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
        .collect(joining("&"));
  }
}
