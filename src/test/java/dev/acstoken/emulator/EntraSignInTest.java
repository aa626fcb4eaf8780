package dev.acstoken.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.acstoken.emulator.PublicClient.TokenResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Verifies how users of the emulated tenant sign in, and what a policy demands of them. */
class EntraSignInTest {

  private static final AcsEmulator acs = AcsEmulator.start();
  private static final EntraEmulator entra = EntraEmulator.beside(acs);
  private static final ManagedIdentityEndpoint identity = ManagedIdentityEndpoint.start();
  private static final PublicClient client = new PublicClient(acs, entra);

  private final String user = UUID.randomUUID().toString();

  EntraSignInTest() {
    entra.federate(identity);
  }

  @AfterAll
  static void stop() {
    identity.close();
    entra.close();
    acs.close();
  }

  @Test
  void aUserGetsTokensForTheApplicationAndForTheClient() throws Exception {
    var response = client.signIn(user, Map.of());

    var access = claims(response.text("access_token"));
    assertEquals(List.of(entra.appId()), access.getAudience());
    assertEquals(user, access.getClaim("oid"));
    assertEquals("Tokens.Issue", access.getClaim("scp"));
    assertEquals(List.of("pwd"), access.getClaim("amr"));
    var id = claims(response.text("id_token"));
    assertEquals(List.of(entra.clientId()), id.getAudience());
    assertEquals("the-nonce", id.getClaim("nonce"));
    assertEquals(1, entra.signIns(user));
  }

  @ParameterizedTest
  @CsvSource({
    "api://{app}/Chat.Use,        Chat.Use",
    "api://{app}/.default,        Tokens.Issue",
    "{app}/.default openid,       Tokens.Issue",
    "api://{app}/A api://{app}/B, A B"
  })
  void scopesOfTheApplicationBecomePermissions(String scope, String permissions) throws Exception {
    var response = client.signIn(user, Map.of("scope", scope.replace("{app}", entra.appId())));

    assertEquals(permissions, claims(response.text("access_token")).getClaim("scp"));
  }

  @ParameterizedTest
  @CsvSource({"query,    ?code=", "fragment, #code="})
  void aRedirectCarriesTheCodeAndTheState(String mode, String start) throws Exception {
    var response = client.authorize(user, Map.of("response_mode", mode));

    assertEquals(302, response.statusCode());
    String location = response.headers().firstValue("Location").orElseThrow();
    assertTrue(location.startsWith(PublicClient.REDIRECT + start), location);
    assertTrue(location.endsWith("&state=the+state"), location);
  }

  @Test
  void aFormCarriesTheCodeAndTheState() throws Exception {
    var response = client.authorize(user, Map.of("response_mode", "form_post", "state", "\"<&"));

    assertEquals(200, response.statusCode());
    assertTrue(response.body().contains("action=\"" + PublicClient.REDIRECT + "\""));
    assertTrue(response.body().contains("name=\"code\""));
    assertTrue(response.body().contains("name=\"state\" value=\"&quot;&lt;&amp;\""));
  }

  @ParameterizedTest
  @CsvSource({
    "client_id,    another",
    "client_id,    ''",
    "redirect_uri, https://contoso.example",
    "redirect_uri, http://localhost.contoso.example",
    "redirect_uri, ' '",
    "login_hint,   ''"
  })
  void anUntrustedRequestGetsAPageAndNoRedirect(String parameter, String value) throws Exception {
    assertEquals(400, client.authorize(user, Map.of(parameter, value)).statusCode());
    assertEquals(0, entra.signIns(user));
  }

  @ParameterizedTest
  @CsvSource({
    "response_type,         token,              invalid_request",
    "code_challenge,        '',                 invalid_request",
    "code_challenge_method, plain,              invalid_request",
    "claims,                not json,           invalid_request",
    "claims,                '[]',               invalid_request",
    "scope,                 openid,             invalid_scope",
    "scope,                 api://another/Read, invalid_scope"
  })
  void anInvalidRequestIsReportedToTheApp(String parameter, String value, String error)
      throws Exception {
    var callback = client.callback(user, Map.of(parameter, value));

    assertEquals(error, callback.get("error"));
    assertEquals("the state", callback.get("state"));
    assertFalse(callback.containsKey("code"));
  }

  @Test
  void aCodeIsValidOnce() throws Exception {
    String code = client.callback(user, Map.of()).getOrDefault("code", "");

    assertEquals(200, client.redeem(code, Map.of()).status());
    assertEquals("invalid_grant", client.redeem(code, Map.of()).text("error"));
  }

  @ParameterizedTest
  @CsvSource({"code_verifier, another", "client_id, another", "redirect_uri, http://localhost:1"})
  void aCodeIsValidOnlyForItsRequest(String field, String value) throws Exception {
    String code = client.callback(user, Map.of()).getOrDefault("code", "");

    assertEquals("invalid_grant", client.redeem(code, Map.of(field, value)).text("error"));
  }

  @Test
  void aTeamsTokenNeedsASecondFactorIfThePolicyRequiresIt() throws Exception {
    var withoutPolicy = client.signIn(user, Map.of());
    assertEquals(200, teamsToken(withoutPolicy).status());

    entra.requireMultiFactor(user);
    var challenge = teamsToken(withoutPolicy);
    var withSecondFactor = client.signIn(user, Map.of("claims", challenge.text("claims")));

    assertEquals(400, challenge.status());
    assertEquals("interaction_required", challenge.text("error"));
    assertEquals(List.of(50076), challenge.json().get("error_codes"));
    assertTrue(
        challenge.text("claims").matches("\\{\"access_token\":\\{\"capolids\":\\{.*}}}"),
        challenge.text("claims"));
    assertEquals(200, teamsToken(withSecondFactor).status());
    assertEquals(400, teamsToken(client.signIn(user, Map.of())).status());
    assertEquals(
        400,
        teamsToken(new TokenResponse(200, Map.of("access_token", entra.token(user)))).status());
  }

  @Test
  void onlyTheClaimsRequestOfThePolicyLeadsToASecondFactor() throws Exception {
    entra.requireMultiFactor(user);
    String claims = teamsToken(client.signIn(user, Map.of())).text("claims");
    // MSAL adds the client's capabilities to a claims request.
    String merged = claims.replace("{\"access_token\":{", "{\"access_token\":{\"xms_cc\":{},");
    assertNotEquals(claims, merged);

    assertEquals(200, teamsToken(client.signIn(user, Map.of("claims", merged))).status());
    for (String other :
        List.of(
            "{}",
            "{\"access_token\":null}",
            "{\"access_token\":{\"capolids\":{\"essential\":true}}}",
            "{\"id_token\":" + claims + "}",
            claims.replaceAll("\\[.*]", "[\"" + UUID.randomUUID() + "\"]"))) {
      assertEquals(400, teamsToken(client.signIn(user, Map.of("claims", other))).status(), other);
    }
  }

  @Test
  void aRefreshIsAsGoodAsTheSignIn() throws Exception {
    entra.requireMultiFactor(user);
    var password = client.signIn(user, Map.of());
    String claims = teamsToken(password).text("claims");
    var secondFactor = client.signIn(user, Map.of("claims", claims));

    assertEquals(400, teamsToken(refresh(password, "")).status());
    assertEquals("interaction_required", refresh(password, claims).text("error"));
    assertEquals(claims, refresh(password, claims).text("claims"));
    assertEquals(200, teamsToken(refresh(secondFactor, "")).status());
    assertEquals(200, teamsToken(refresh(secondFactor, claims)).status());
    assertEquals("invalid_request", refresh(secondFactor, "not json").text("error"));
    assertEquals("invalid_grant", client.refresh("unknown", Map.of()).text("error"));
    assertEquals(2, entra.signIns(user));
  }

  @Test
  void aUserCanConsentToTeams() throws Exception {
    entra.requireConsent(user);
    assertEquals("consent_required", teamsToken(client.signIn(user, Map.of())).text("suberror"));

    var consented = client.signIn(user, Map.of("prompt", "consent"));

    assertEquals(200, teamsToken(consented).status());
  }

  @Test
  void theLifetimeOfTeamsTokensCanBeSet() throws Exception {
    var shortLived = Duration.ofSeconds(30);
    try (var tenant = EntraEmulator.beside(acs)) {
      tenant.federate(identity);
      tenant.teamsTokenLifetime(shortLived);
      var before = Instant.now().minusSeconds(1);

      var response = teamsToken(new PublicClient(acs, tenant), tenant, tenant.token(user));

      var expiry = claims(response.text("access_token")).getExpirationTime().toInstant();
      assertFalse(expiry.isBefore(before.plus(shortLived)));
      assertFalse(expiry.isAfter(Instant.now().plus(shortLived)));
    }
  }

  private static TokenResponse refresh(TokenResponse signIn, String claims) throws Exception {
    return client.refresh(signIn.text("refresh_token"), Map.of("claims", claims));
  }

  private static TokenResponse teamsToken(TokenResponse signIn) throws Exception {
    return teamsToken(client, entra, signIn.text("access_token"));
  }

  /** Requests a Teams token on behalf of the user as the application does. */
  private static TokenResponse teamsToken(PublicClient http, EntraEmulator tenant, String assertion)
      throws Exception {
    return http.requestToken(
        Map.of(
            "grant_type",
            "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion",
            identity.mint("api://AzureADTokenExchange", Instant.now().plusSeconds(600)),
            "requested_token_use",
            "on_behalf_of",
            "client_id",
            tenant.appId(),
            "assertion",
            assertion,
            "scope",
            TeamsToken.AUDIENCE
                + "/Teams.ManageCalls "
                + TeamsToken.AUDIENCE
                + "/Teams.ManageChats"));
  }

  private static JWTClaimsSet claims(String token) throws Exception {
    return SignedJWT.parse(token).getJWTClaimsSet();
  }
}
