package dev.acstoken.interop;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * An application that gets tokens from an OpenID Connect provider over HTTP. The secret of an
 * application, and the password of a user, is {@code secret-of-} and the name.
 *
 * @param id the client id
 * @param parameters the parameters that are added to the requests for a code and for a token
 * @param provesPossession whether it sends a DPoP proof, which binds its tokens to a key
 */
public record OpenIdClient(
    URI issuer, String id, Map<String, String> parameters, boolean provesPossession) {

  static final String REDIRECT_URI = "https://app.example/callback";

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public OpenIdClient(URI issuer, String id) {
    this(issuer, id, Map.of(), false);
  }

  public OpenIdClient with(String parameter, String value) {
    var more = new TreeMap<>(parameters);
    more.put(parameter, value);
    return new OpenIdClient(issuer, id, more, provesPossession);
  }

  public OpenIdClient provingPossession() {
    return new OpenIdClient(issuer, id, parameters, true);
  }

  /** Returns the access token of a user who signs in on the provider's pages. */
  public String signIn(String user) {
    return text(authorizationCode(user), "access_token");
  }

  /** Returns the ID token of a user who signs in on the provider's pages. */
  public String idTokenOf(String user) {
    return text(authorizationCode(user), "id_token");
  }

  /** Returns an access token of the application itself. */
  public String clientCredentials() {
    return text(token(Map.of("grant_type", "client_credentials")), "access_token");
  }

  private Map<String, Object> authorizationCode(String user) {
    String verifier = UUID.randomUUID() + "-" + UUID.randomUUID();
    var request = new TreeMap<>(parameters);
    request.put("response_type", "code");
    request.put("client_id", id);
    request.put("redirect_uri", REDIRECT_URI);
    request.put("state", UUID.randomUUID().toString());
    request.put("nonce", UUID.randomUUID().toString());
    request.put("code_challenge", challenge(verifier));
    request.put("code_challenge_method", "S256");
    URI authorization = URI.create(endpoint("authorization_endpoint") + "?" + form(request));
    return token(
        Map.of(
            "grant_type",
            "authorization_code",
            "code",
            new SignInPages(user).code(authorization),
            "redirect_uri",
            REDIRECT_URI,
            "code_verifier",
            verifier));
  }

  private Map<String, Object> token(Map<String, String> grant) {
    var request = new TreeMap<>(parameters);
    request.putAll(grant);
    request.put("client_id", id);
    request.put("client_secret", "secret-of-" + id);
    URI endpoint = endpoint("token_endpoint");
    var http =
        HttpRequest.newBuilder(endpoint)
            .header("content-type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form(request)));
    if (provesPossession) {
      http.header("dpop", DpopProof.of("POST", endpoint));
    }
    return json(http);
  }

  private URI endpoint(String name) {
    URI metadata = URI.create(issuer + "/.well-known/openid-configuration");
    return URI.create(text(json(HttpRequest.newBuilder(metadata)), name));
  }

  private static Map<String, Object> json(HttpRequest.Builder request) {
    var response = send(HTTP, request);
    if (response.statusCode() != 200) {
      throw new AssertionError(response.uri() + ": " + response.statusCode() + response.body());
    }
    try {
      return JSONObjectUtils.parse(response.body());
    } catch (ParseException e) {
      throw new AssertionError(response.uri() + ": " + response.body(), e);
    }
  }

  static HttpResponse<String> send(HttpClient http, HttpRequest.Builder request) {
    try {
      return http.send(request.timeout(Duration.ofMinutes(1)).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String text(Map<String, Object> json, String name) {
    if (json.get(name) instanceof String text) {
      return text;
    }
    throw new AssertionError(name + " is missing in " + json);
  }

  static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String challenge(String verifier) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return Base64URL.encode(digest.digest(verifier.getBytes(StandardCharsets.US_ASCII)))
          .toString();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256.", e);
    }
  }
}
