package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jwt.SignedJWT;
import dev.acstoken.emulator.Operation;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An identity's life through the HTTP API. */
class LifeHttpTest {
  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  private final String user = "user-" + UUID.randomUUID();
  private final EndpointClient client = endpoint.as(user);

  @Test
  void creatingAnIdentityTwiceGivesTheSameOne() {
    var created = client.put("/users/me/identity").expect(201);
    var existing = client.put("/users/me/identity").expect(200);

    assertEquals(Set.of("userId", "user", "createdOn"), created.json().keySet());
    assertEquals(user, created.text("userId"));
    assertEquals(created.json(), existing.json());
    assertTrue(endpoint.acs().identities().contains(created.communicationUserId()));
    assertEquals(created.json(), client.get("/users/me/identity").expect(200).json());
  }

  @Test
  void theFirstTokenBringsTheIdentityWithItInOneCall() {
    var creations = endpoint.acs().counters().of(Operation.CREATE_IDENTITY).effects();
    var issues = endpoint.acs().counters().of(Operation.ISSUE_TOKEN).effects();

    var first = client.post("/users/me/tokens").expect(201);

    assertEquals(creations + 1, endpoint.acs().counters().of(Operation.CREATE_IDENTITY).effects());
    assertEquals(issues, endpoint.acs().counters().of(Operation.ISSUE_TOKEN).effects());
    assertTrue(endpoint.acs().isValid(first.token()));
  }

  @Test
  void aSecondTokenIsForTheSameIdentity() {
    var first = client.post("/users/me/tokens").expect(201);
    var second = client.post("/users/me/tokens").expect(200);

    assertEquals(first.communicationUserId(), second.communicationUserId());
    assertNotEquals(first.token(), second.token());
  }

  @Test
  void aTokenReplyIsInTheShapeOfTheSdksSamples() throws ParseException {
    var reply =
        client.post("/users/me/tokens", "{\"scopes\": [\"chat\"], \"expiresInMinutes\": 60}");

    reply.expect(201);
    assertTrue(reply.header("content-type").startsWith("application/json"));
    assertEquals(Set.of("token", "expiresOn", "scopes", "user", "endpoint"), reply.json().keySet());
    assertEquals(List.of("chat"), reply.json().get("scopes"));
    assertEquals(endpoint.acs().endpoint().toString(), reply.text("endpoint"));
    var expiresOn = Instant.parse(reply.text("expiresOn"));
    var inAnHour = Instant.now().plus(Duration.ofMinutes(60));
    assertTrue(Duration.between(expiresOn, inAnHour).abs().toSeconds() < 30, expiresOn::toString);
    assertFalse(reply.text("expiresOn").contains("."), "iOS does not parse fractions of seconds");
    var claims = SignedJWT.parse(reply.token()).getJWTClaimsSet();
    assertEquals("chat", claims.getStringClaim("acsScope"));
    assertEquals(reply.communicationUserId(), "8:" + claims.getStringClaim("skypeid"));
  }

  @Test
  void withoutWishesATokenHasAllScopesForADay() {
    var reply = client.post("/users/me/tokens", "{}").expect(201);

    assertEquals(List.of("chat", "voip"), reply.json().get("scopes"));
    var lifetime = Duration.between(Instant.now(), Instant.parse(reply.text("expiresOn")));
    assertEquals(24 * 60, lifetime.plusSeconds(30).toMinutes());
  }

  @Test
  void aRevokedTokenIsInvalidAndTheNextOneIsNot() {
    var revoked = client.post("/users/me/tokens").expect(201);
    client.delete("/users/me/tokens").expect(204);
    var next = client.post("/users/me/tokens").expect(200);

    assertFalse(endpoint.acs().isValid(revoked.token()));
    assertTrue(endpoint.acs().isValid(next.token()));
    assertEquals(revoked.communicationUserId(), next.communicationUserId());
  }

  @Test
  void afterADeletionNothingIsLeftAndTheUserMayBeginAnew() {
    var before = client.post("/users/me/tokens").expect(201);

    client.delete("/users/me/identity").expect(204);

    assertFalse(endpoint.acs().isValid(before.token()));
    assertFalse(endpoint.acs().identities().contains(before.communicationUserId()));
    client.get("/users/me/identity").expectProblem(404, "identity_not_found");
    client.post("/users/me/tokens/refresh").expectProblem(404, "identity_not_found");
    var anew = client.post("/users/me/tokens").expect(201);
    assertNotEquals(before.communicationUserId(), anew.communicationUserId());
  }

  @Test
  void aRefreshNeverMakesAnIdentity() {
    client.post("/users/me/tokens/refresh").expectProblem(404, "identity_not_found");
    client.put("/users/me/identity").expect(201);

    var refreshed = client.post("/users/me/tokens/refresh").expect(200);

    assertTrue(endpoint.acs().isValid(refreshed.token()));
  }

  @Test
  void deletingAndRevokingWhereThereIsNothingSucceeds() {
    client.delete("/users/me/tokens").expect(204);
    var reply = client.delete("/users/me/identity").expect(204);

    assertEquals("", reply.http().body());
  }

  @Test
  void anAdminActsForOthersAndOthersDoNot() {
    var admin = endpoint.as("admin-" + UUID.randomUUID(), "Identity.Admin");
    var own = client.put("/users/" + user + "/identity").expect(201);

    assertEquals(own.json(), admin.get("/users/" + user + "/identity").expect(200).json());
    endpoint
        .as("somebody-else")
        .get("/users/" + user + "/identity")
        .expectProblem(403, "forbidden");
    admin.delete("/users/" + user + "/identity").expect(204);
    client.get("/users/me/identity").expectProblem(404, "identity_not_found");
  }

  @Test
  void aUserIdOfAnotherAlphabetOrWithReservedCharactersWorks() {
    for (String id : List.of("auth0|" + user, "Zoë " + user, "O'Neil+1@" + user, "名前-" + user)) {
      var path = java.net.URLEncoder.encode(id, java.nio.charset.StandardCharsets.UTF_8);
      var own = endpoint.as(id).put("/users/me/identity").expect(201);
      var byId =
          endpoint.as(id).get("/users/" + path.replace("+", "%20") + "/identity").expect(200);
      assertEquals(own.json(), byId.json());
    }
  }

  @Test
  void aUserWhoseIdIsMeIsNobodyElse() {
    var me = endpoint.as("me").put("/users/me/identity");
    var other = client.put("/users/me/identity").expect(201);

    assertNotEquals(me.communicationUserId(), other.communicationUserId());
    endpoint.as("me").delete("/users/me/identity").expect(204);
  }

  @Test
  void anIdentityThatAcsNoLongerKnowsIsReplaced() {
    var before = client.post("/users/me/tokens").expect(201);
    deleteBehindTheEndpointsBack(before.communicationUserId());

    client.post("/users/me/tokens/refresh").expectProblem(404, "identity_not_found");
    var after = client.post("/users/me/tokens").expect(201);

    assertNotEquals(before.communicationUserId(), after.communicationUserId());
    assertTrue(endpoint.acs().isValid(after.token()));
  }

  private static void deleteBehindTheEndpointsBack(String id) {
    new com.azure.communication.identity.CommunicationIdentityClientBuilder()
        .connectionString(endpoint.acs().connectionString())
        .httpClient(
            new com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder(
                    java.net.http.HttpClient.newBuilder()
                        .sslContext(endpoint.acs().clientSslContext()))
                .build())
        .buildClient()
        .deleteUser(new com.azure.communication.common.CommunicationUserIdentifier(id));
  }
}
