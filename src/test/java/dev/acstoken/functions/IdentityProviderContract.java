package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jwt.SignedJWT;
import dev.acstoken.docs.SignInGuide;
import dev.acstoken.interop.OpenIdClient;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Verifies the endpoint with the tokens of a real identity provider and the settings of the guide
 * to sign-in. A subclass starts the provider, where {@code alice} is a user and {@code root} an
 * admin.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class IdentityProviderContract {

  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  static final SignInGuide GUIDE = SignInGuide.read();

  private static final int MAX_TRIES = 60;

  private static final Map<String, String> WITHOUT_SIGN_IN =
      Map.of(
          "AUTH_ISSUERS", "",
          "AUTH_ISSUER", "",
          "AUTH_AUDIENCE", "",
          "AUTH_USER_CLAIM", "",
          "AUTH_REQUIRED_SCOPE", "",
          "AUTH_ADMIN_ROLE", "");

  @RegisterExtension final LogCapture log = new LogCapture();

  /** Returns the settings of the guide to sign-in for the provider. */
  abstract Map<String, String> settings();

  /** Returns an app that gets tokens for the endpoint, with the required scope. */
  abstract OpenIdClient app();

  /** Returns an app that gets tokens for another audience. */
  abstract OpenIdClient appForAnotherAudience();

  /**
   * Returns an application that gets tokens for the endpoint by itself: {@code operations} has the
   * admin role, {@code directory-sync} does not, and {@code alice} is named like a user.
   */
  abstract OpenIdClient service(String id);

  /** Replaces the signing keys of the provider. */
  abstract void rotateKeys() throws Exception;

  /** Verifies the response to the ID token of a user. */
  abstract void assertIdTokenRefused(EndpointResponse response);

  @Test
  void aUserGetsATokenAndKeepsTheirIdentity() {
    var client = client(app().signIn("alice"));

    var first = client.post("/users/me/tokens");
    var again = client(app().signIn("alice")).post("/users/me/tokens").expect(200);

    assertTrue(
        first.http().statusCode() == 201 || first.http().statusCode() == 200,
        () -> first.http().body());
    assertEquals(first.communicationUserId(), again.communicationUserId());
  }

  @Test
  void onlyAnAdminReachesAnotherUser() {
    String alice = app().signIn("alice");
    client(alice).put("/users/me/identity");
    String root = app().signIn("root");

    client(root).get("/users/" + subject(alice) + "/identity").expect(200);
    client(alice).get("/users/" + subject(root) + "/identity").expectProblem(403, "forbidden");
  }

  @Test
  void anApplicationIsNoUser() {
    var response = client(service("directory-sync").clientCredentials()).post("/users/me/tokens");

    assertRefused(response, 403, "user_required", "application");
  }

  @Test
  void anApplicationNamedLikeAUserIsNotThatUser() {
    var response = client(service("alice").clientCredentials()).post("/users/me/tokens");

    assertRefused(response, 403, "user_required", "application");
  }

  @Test
  void anApplicationWithTheAdminRoleReachesUsersAndIsNone() {
    String alice = app().signIn("alice");
    client(alice).put("/users/me/identity");
    var operations = client(service("operations").clientCredentials());

    operations.get("/users/" + subject(alice) + "/identity").expect(200);
    var refused = operations.post("/users/me/tokens").expectProblem(403, "user_required");
    assertEquals("application", log.event(refused).get("reason"));
  }

  @Test
  void aTokenForAnotherAudienceIsRefused() {
    var response = client(appForAnotherAudience().signIn("alice")).post("/users/me/tokens");

    assertRefused(response, 401, "invalid_token", "audience");
    var event = log.event(response);
    assertNotEquals("", event.get("found"));
    assertNotEquals("", event.get("expected"));
    assertEquals(app().issuer().toString(), event.get("unverifiedIssuer"));
  }

  @Test
  void anIdTokenIsRefused() {
    assertIdTokenRefused(client(app().idTokenOf("alice")).post("/users/me/tokens"));
  }

  @Test
  void aTokenThatIsBoundToAKeyIsRefused() {
    var response = client(app().provingPossession().signIn("alice")).post("/users/me/tokens");

    assertRefused(response, 401, "invalid_token", "constrained");
  }

  @Test
  void twoRotationsOfTheKeysSignNobodyOut() throws Exception {
    URI running = serve(settings());
    client(app().signIn("alice"), running).put("/users/me/identity");

    rotateKeys();
    awaitKeys(client(app().signIn("alice"), running)).expect(200);
    rotateKeys();
    awaitKeys(client(app().signIn("alice"), running)).expect(200);
  }

  /** Repeats a request as an app does, until the endpoint knows the key of its token. */
  static EndpointResponse awaitKeys(EndpointClient client) throws InterruptedException {
    var response = client.get("/users/me/identity");
    for (int tries = 0; response.http().statusCode() == 503 && tries < MAX_TRIES; tries++) {
      response.expectProblem(503, "key_unavailable");
      Thread.sleep(Duration.ofSeconds(Long.parseLong(response.header("retry-after"))).toMillis());
      response = client.get("/users/me/identity");
    }
    return response;
  }

  /** Verifies a refusal and its reason, which only the event contains. */
  void assertRefused(EndpointResponse response, int status, String code, String reason) {
    response.expectProblem(status, code);
    assertEquals(reason, log.event(response).get("reason"));
  }

  EndpointClient client(String token) {
    return client(token, serve(settings()));
  }

  static EndpointClient client(String token, URI base) {
    return new EndpointClient(base, Map.of("authorization", "Bearer " + token));
  }

  /** Serves an endpoint with these trusted issuers until the end of the test. */
  static URI serve(String trustedIssuers) {
    return serve(Map.of("AUTH_ISSUERS", trustedIssuers));
  }

  /** Serves an endpoint with these settings for sign-in, and no others, until the test ends. */
  static URI serve(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(WITHOUT_SIGN_IN);
    all.putAll(settings);
    return endpoint.with(
        all.entrySet().stream()
            .flatMap(setting -> Stream.of(setting.getKey(), setting.getValue()))
            .toArray(String[]::new));
  }

  /** Returns the id of the user of a token. */
  static String subject(String token) {
    try {
      return SignedJWT.parse(token).getJWTClaimsSet().getSubject();
    } catch (ParseException e) {
      throw new AssertionError(token, e);
    }
  }
}
