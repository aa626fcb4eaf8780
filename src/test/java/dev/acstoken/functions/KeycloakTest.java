package dev.acstoken.functions;

import com.nimbusds.jwt.SignedJWT;
import dev.acstoken.devhost.FreePort;
import dev.acstoken.interop.Keycloak;
import dev.acstoken.interop.OpenIdClient;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies the endpoint with Keycloak, which is set up by the commands of the guide to sign-in.
 * Only the profile "keycloak" runs this test.
 */
@Tag("keycloak")
class KeycloakTest extends IdentityProviderContract {

  @SuppressWarnings("NullAway.Init")
  private Keycloak keycloak;

  @BeforeAll
  void startKeycloak() throws Exception {
    keycloak = Keycloak.start(Path.of(System.getProperty("keycloakHome")), FreePort.any());
  }

  @AfterAll
  void stopKeycloak() {
    keycloak.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "rfc9068"
      })
  void aTokenOfAnyAlgorithmAndTypeIsAccepted(String app) {
    client(app(app + "-app").signIn("alice")).put("/users/me/identity");

    client(app(app + "-app").signIn("alice")).get("/users/me/identity").expect(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rfc9068-service", "session-service"})
  void aServiceAccountIsNoUser(String id) {
    var response = client(service(id).clientCredentials()).post("/users/me/tokens");

    assertRefused(response, 403, "user_required", "application");
  }

  @Test
  void anExpiredTokenIsRefused() {
    var response = client(app("late-app").signIn("alice")).post("/users/me/tokens");

    assertRefused(response, 401, "invalid_token", "expired");
  }

  @Test
  void anotherApplicationOfTheRealmIsRefusedWhereApplicationsAreListed() {
    var running =
        serve(trustedIssuer("\"audiences\": [\"acs-tokens\"], \"applications\": [\"chat-app\"]"));

    client(app().signIn("alice"), running).put("/users/me/identity");
    client(app().signIn("alice"), running).get("/users/me/identity").expect(200);
    assertRefused(
        client(app("other-app").signIn("alice"), running).get("/users/me/identity"),
        401,
        "invalid_token",
        "application");
  }

  // Keycloak gives this audience to every application of the realm.
  @Test
  void theAudienceAccountNeedsAListOfApplications() {
    var everyApplication = serve(trustedIssuer("\"audiences\": [\"account\"]"));
    var oneApplication =
        serve(trustedIssuer("\"audiences\": [\"account\"], \"applications\": [\"chat-app\"]"));
    String chat = app().signIn("alice");
    String mail = app("mail-app").signIn("alice");
    client(chat, oneApplication).put("/users/me/identity");

    client(mail, everyApplication).get("/users/me/identity").expect(200);
    client(chat, oneApplication).get("/users/me/identity").expect(200);
    assertRefused(
        client(mail, oneApplication).get("/users/me/identity"),
        401,
        "invalid_token",
        "application");
  }

  @Test
  void aServiceAccountWithTheAudienceAccountIsNoUser() {
    var running = serve(trustedIssuer("\"audiences\": [\"account\"]"));

    var response =
        client(service("directory-sync").clientCredentials(), running).post("/users/me/tokens");

    assertRefused(response, 403, "user_required", "application");
  }

  @Test
  void theAdminRoleMayBeInATopLevelClaim() {
    var running = serve(trustedIssuer("\"audiences\": [\"acs-tokens\"]"));
    String alice = app("roles-app").signIn("alice");
    client(alice, running).put("/users/me/identity");
    String path = "/users/" + subject(alice) + "/identity";

    client(app("roles-app").signIn("root"), running).get(path).expect(200);
    client(app("chat-app").signIn("root"), running).get(path).expectProblem(403, "forbidden");
  }

  @Test
  void theAdminRoleMayBeARoleOfAClientWithDotsInItsName() {
    var running = serve(settings("Keycloak with roles of a client"));
    String alice = app("com.acme.chat").signIn("alice");
    client(alice, running).put("/users/me/identity");
    String path = "/users/" + subject(alice) + "/identity";

    client(app("com.acme.chat").signIn("root"), running).get(path).expect(200);
    client(alice, running)
        .get("/users/" + subject(app().signIn("root")) + "/identity")
        .expectProblem(403, "forbidden");
  }

  @Test
  void aRoleWithASpaceIsOneRole() {
    var running = serve(trustedIssuer("\"audiences\": [\"acs-tokens\"]"));
    String root = app("deputy-app").signIn("root");
    String alice = app("deputy-app").signIn("alice");
    client(root, running).put("/users/me/identity");

    client(alice, running)
        .get("/users/" + subject(root) + "/identity")
        .expectProblem(403, "forbidden");
  }

  @Test
  void aTokenOfAClientThatRequiresAProofIsRefused() {
    var response =
        client(app("bound-app").provingPossession().signIn("alice")).post("/users/me/tokens");

    assertRefused(response, 401, "invalid_token", "constrained");
  }

  // It has no subject.
  @Test
  void aLightweightTokenIsRefused() {
    var response = client(app("lightweight-app").signIn("alice")).post("/users/me/tokens");

    assertRefused(response, 401, "invalid_token", "claim");
  }

  @Test
  void aLightweightTokenToWhichSubjectAndRolesAreMappedIsAccepted() {
    var running = serve(settings("Keycloak with lightweight access tokens"));
    String alice = app("mapped-lightweight-app").signIn("alice");
    String root = app("mapped-lightweight-app").signIn("root");
    client(alice, running).put("/users/me/identity");
    String path = "/users/" + subject(alice) + "/identity";

    client(alice, running).get("/users/me/identity").expect(200);
    client(root, running).get(path).expect(200);
    assertRefused(
        client(service("lightweight-service").clientCredentials(), running)
            .post("/users/me/tokens"),
        403,
        "user_required",
        "application");
  }

  @Test
  void theAdminRoleMayBeAGroupAtTheTop() {
    var running = serve(settings("Keycloak with groups as roles"));
    String alice = app("groups-app").signIn("alice");
    String root = app("groups-app").signIn("root");
    client(alice, running).put("/users/me/identity");

    client(root, running).get("/users/" + subject(alice) + "/identity").expect(200);
    client(alice, running)
        .get("/users/" + subject(root) + "/identity")
        .expectProblem(403, "forbidden");
  }

  @Test
  void aTokenOfAClientWithoutTheClientScopeIsRefused() {
    var response = client(app("audience-only-app").signIn("alice")).post("/users/me/tokens");

    assertRefused(response, 403, "forbidden", "scope");
  }

  // Their tokens do not contain the name of the service account.
  @ParameterizedTest
  @ValueSource(strings = {"lightweight-service", "nameless-service"})
  void aServiceAccountIsRecognizedByItsMissingSession(String id) {
    assertOnlyUsersGetIn(id, serve(settings()));
  }

  @Test
  void theMarkOfAnApplicationCanBeConfigured() {
    assertOnlyUsersGetIn(
        "nameless-service", serve(settings("Keycloak with lightweight access tokens")));
  }

  private void assertOnlyUsersGetIn(String service, URI running) {
    assertRefused(
        client(service(service).clientCredentials(), running).post("/users/me/tokens"),
        403,
        "user_required",
        "application");
    client(app().signIn("alice"), running).put("/users/me/identity");
    client(app().signIn("alice"), running).get("/users/me/identity").expect(200);
  }

  @Test
  void aKeyThatWasDisabledOpensNothing() throws Exception {
    String token = app().signIn("alice");
    client(token).put("/users/me/identity");
    client(token).get("/users/me/identity").expect(200);
    keycloak.rotateKeys();

    keycloak.disableKey(SignedJWT.parse(token).getHeader().getKeyID());

    // An endpoint that has cached the key accepts it for some more minutes.
    URI running = serve(settings());
    client(app().signIn("alice"), running).get("/users/me/identity").expect(200);
    assertRefused(awaitKeys(client(token, running)), 401, "invalid_token", "key");
  }

  @Override
  Map<String, String> settings() {
    return settings("Keycloak");
  }

  private Map<String, String> settings(String heading) {
    return GUIDE.settings(
        heading,
        Map.of(
            "<realm url>",
            keycloak.issuer().toString(),
            "<client id of the API>",
            "com.acme.chat"));
  }

  private String trustedIssuer(String members) {
    return "[{\"issuer\": \"" + keycloak.issuer() + "\", " + members + "}]";
  }

  @Override
  OpenIdClient app() {
    return app("chat-app");
  }

  private OpenIdClient app(String id) {
    return new OpenIdClient(keycloak.issuer(), id).with("scope", "openid");
  }

  @Override
  OpenIdClient appForAnotherAudience() {
    return app("mail-app");
  }

  @Override
  OpenIdClient service(String id) {
    return new OpenIdClient(keycloak.issuer(), id);
  }

  @Override
  void rotateKeys() {
    keycloak.rotateKeys();
  }

  // The audience of an ID token is the application.
  @Override
  void assertIdTokenRefused(EndpointResponse response) {
    assertRefused(response, 401, "invalid_token", "audience");
  }
}
