package dev.acstoken.emulator;

import dev.acstoken.emulator.server.Json;
import dev.acstoken.emulator.server.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Signs users in to a public client, such as a console app with MSAL, for the tenant's application.
 * It serves the authorization code flow with PKCE and refresh tokens. It shows no page: the user
 * whom {@code login_hint} names signs in at once, and with a second factor if the claims request
 * demands one.
 */
final class EntraSignIn {

  private final EntraIds ids;
  private final EntraTokens tokens;
  private final TeamsAccess teams;
  private final Clock clock;
  private final Map<String, AuthorizationRequest> codes = new ConcurrentHashMap<>();
  private final Map<String, SignIn> refreshTokens = new ConcurrentHashMap<>();
  private final Map<String, Integer> signIns = new ConcurrentHashMap<>();

  /** A user who signed in, and whether with a second factor. */
  private record SignIn(String objectId, boolean secondFactor) {}

  EntraSignIn(EntraIds ids, EntraTokens tokens, TeamsAccess teams, Clock clock) {
    this.ids = ids;
    this.tokens = tokens;
    this.teams = teams;
    this.clock = clock;
  }

  /** Returns the number of interactive sign-ins of this user. */
  int signIns(String objectId) {
    return signIns.getOrDefault(objectId, 0);
  }

  /** Responds to a request to the authorization endpoint. */
  Response authorize(Map<String, String> parameters) {
    var request = new AuthorizationRequest(parameters);
    if (!ids.clientId().equals(request.clientId())) {
      return SignInError.CLIENT.page();
    }
    if (!request.hasLoopbackRedirect()) {
      return SignInError.REDIRECT.page();
    }
    if (request.user().isEmpty()) {
      return Response.text(400, "The parameter login_hint must name the user by the object id.");
    }
    return AuthorizationResponse.of(
        request,
        request
            .error(ids.appId())
            .map(it -> Map.of("error", it.error(), "error_description", it.description()))
            .orElseGet(() -> Map.of("code", signIn(request))));
  }

  /** Responds to a token request with an authorization code. A code is valid once. */
  Response redeem(Map<String, String> form) {
    AuthorizationRequest request = codes.remove(form.getOrDefault("code", ""));
    if (request == null
        || !ids.clientId().equals(form.get("client_id"))
        || !request.redirectUri().equals(form.get("redirect_uri"))) {
      return SignInError.GRANT.response();
    }
    if (!request.codeChallenge().equals(challengeOf(form.getOrDefault("code_verifier", "")))) {
      return SignInError.VERIFIER.response();
    }
    var signIn = new SignIn(request.user(), teams.demandsSecondFactor(request.claims()));
    return granted(signIn, request.scope(), request.nonce());
  }

  /**
   * Responds to a token request with a refresh token. The tokens are as good as the sign-in was: a
   * claims request that demands more is refused, because nobody can ask the user.
   */
  Response refresh(Map<String, String> form) {
    SignIn signIn = refreshTokens.get(form.getOrDefault("refresh_token", ""));
    if (signIn == null || !ids.clientId().equals(form.get("client_id"))) {
      return SignInError.GRANT.response();
    }
    String claims = form.getOrDefault("claims", "");
    if (!AuthorizationRequest.isClaimsRequest(claims)) {
      return SignInError.MALFORMED.response();
    }
    return teams.demandsSecondFactor(claims) && !signIn.secondFactor()
        ? teams.challenge()
        : granted(signIn, form.getOrDefault("scope", ""), "");
  }

  private String signIn(AuthorizationRequest request) {
    signIns.merge(request.user(), 1, Integer::sum);
    if (request.asksForConsent()) {
      teams.giveConsent(request.user());
    }
    String code = UUID.randomUUID().toString();
    codes.put(code, request);
    return code;
  }

  private Response granted(SignIn signIn, String scope, String nonce) {
    return RequestedScopes.parse(scope, ids.appId())
        .map(it -> granted(signIn, it, nonce))
        .orElseGet(SignInError.SCOPE::response);
  }

  private Response granted(SignIn signIn, RequestedScopes scopes, String nonce) {
    String refreshToken = UUID.randomUUID().toString();
    refreshTokens.put(refreshToken, signIn);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("token_type", "Bearer");
    json.put("scope", String.join(" ", scopes.requested()));
    json.put("expires_in", EntraTokens.LIFETIME.toSeconds());
    json.put("access_token", accessToken(signIn, scopes));
    json.put("refresh_token", refreshToken);
    json.put("id_token", idToken(signIn, nonce));
    json.put("client_info", clientInfo(signIn));
    return Response.json(200, json);
  }

  private String accessToken(SignIn signIn, RequestedScopes scopes) {
    return tokens.token(
        signIn.objectId(),
        ids.appId(),
        clock.instant().plus(EntraTokens.LIFETIME),
        claims ->
            claims
                .claim("azp", ids.clientId())
                .claim("scp", String.join(" ", scopes.granted()))
                .claim("amr", TeamsAccess.methods(signIn.secondFactor()))
                .claim("ver", "2.0"));
  }

  private String idToken(SignIn signIn, String nonce) {
    return tokens.token(
        signIn.objectId(),
        ids.clientId(),
        clock.instant().plus(EntraTokens.LIFETIME),
        claims ->
            claims
                .claim("nonce", nonce.isEmpty() ? null : nonce)
                .claim("preferred_username", signIn.objectId())
                .claim("ver", "2.0"));
  }

  // MSAL identifies an account by it.
  private String clientInfo(SignIn signIn) {
    return base64url(
        Json.text(Map.of("uid", signIn.objectId(), "utid", ids.tenantId()))
            .getBytes(StandardCharsets.UTF_8));
  }

  private static String challengeOf(String verifier) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return base64url(digest.digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  private static String base64url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
