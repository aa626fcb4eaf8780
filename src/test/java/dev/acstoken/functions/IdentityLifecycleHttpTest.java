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
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Verifies the lifecycle of an identity through the HTTP API. */
class IdentityLifecycleHttpTest {
  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  private final String user = "user-" + UUID.randomUUID();
  private final EndpointClient client = endpoint.as(user);

  @Test
  void creatingAnIdentityTwiceReturnsTheSameOne() {
    var created = client.put("/users/me/identity").expect(201);
    var existing = client.put("/users/me/identity").expect(200);

    assertEquals(Set.of("userId", "issuer", "user", "createdOn"), created.json().keySet());
    assertEquals(user, created.text("userId"));
    assertEquals(endpoint.issuer().issuer().toString(), created.text("issuer"));
    assertEquals(created.json(), existing.json());
    assertTrue(endpoint.acs().identities().contains(created.communicationUserId()));
    assertEquals(created.json(), client.get("/users/me/identity").expect(200).json());
  }

  @Test
  void theFirstTokenCreatesTheIdentityInOneAcsCall() {
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
  void aTokenResponseHasTheShapeOfTheSdkSamples() throws ParseException {
    var response =
        client.post("/users/me/tokens", "{\"scopes\": [\"chat\"], \"expiresInMinutes\": 60}");

    response.expect(201);
    assertTrue(response.header("content-type").startsWith("application/json"));
    assertEquals(
        Set.of("token", "expiresOn", "scopes", "user", "endpoint"), response.json().keySet());
    assertEquals(List.of("chat"), response.json().get("scopes"));
    assertEquals(endpoint.acs().endpoint().toString(), response.text("endpoint"));
    var expiresOn = Instant.parse(response.text("expiresOn"));
    var inAnHour = Instant.now().plus(Duration.ofMinutes(60));
    assertTrue(Duration.between(expiresOn, inAnHour).abs().toSeconds() < 30, expiresOn::toString);
    assertFalse(
        response.text("expiresOn").contains("."), "iOS does not parse fractions of seconds");
    var claims = SignedJWT.parse(response.token()).getJWTClaimsSet();
    assertEquals("chat", claims.getStringClaim("acsScope"));
    assertEquals(response.communicationUserId(), "8:" + claims.getStringClaim("skypeid"));
  }

  @Test
  void aDefaultTokenHasEveryScopeForADay() {
    var response = client.post("/users/me/tokens", "{}").expect(201);

    assertEquals(List.of("chat", "voip"), response.json().get("scopes"));
    var lifetime = Duration.between(Instant.now(), Instant.parse(response.text("expiresOn")));
    assertEquals(24 * 60, lifetime.plusSeconds(30).toMinutes());
  }

  @Test
  void aRevokedTokenIsInvalidAndTheNextOneIsValid() {
    var revoked = client.post("/users/me/tokens").expect(201);
    client.delete("/users/me/tokens").expect(204);
    var next = client.post("/users/me/tokens").expect(200);

    assertFalse(endpoint.acs().isValid(revoked.token()));
    assertTrue(endpoint.acs().isValid(next.token()));
    assertEquals(revoked.communicationUserId(), next.communicationUserId());
  }

  @Test
  void aDeletionLeavesNothingAndTheUserMayStartOver() {
    var before = client.post("/users/me/tokens").expect(201);

    client.delete("/users/me/identity").expect(204);

    assertFalse(endpoint.acs().isValid(before.token()));
    assertFalse(endpoint.acs().identities().contains(before.communicationUserId()));
    client.get("/users/me/identity").expectProblem(404, "identity_not_found");
    client.post("/users/me/tokens/refresh").expectProblem(404, "identity_not_found");
    var after = client.post("/users/me/tokens").expect(201);
    assertNotEquals(before.communicationUserId(), after.communicationUserId());
  }

  @Test
  void aRefreshNeverCreatesAnIdentity() {
    client.post("/users/me/tokens/refresh").expectProblem(404, "identity_not_found");
    client.put("/users/me/identity").expect(201);

    var refreshed = client.post("/users/me/tokens/refresh").expect(200);

    assertTrue(endpoint.acs().isValid(refreshed.token()));
  }

  @Test
  void deletingAndRevokingWithoutAnIdentitySucceeds() {
    client.delete("/users/me/tokens").expect(204);
    var response = client.delete("/users/me/identity").expect(204);

    assertEquals("", response.http().body());
  }

  @Test
  void onlyAdminsActForOtherUsers() {
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
  void aPercentEncodedIdMayContainAnyAlphabetAndSafeSigns() {
    for (String id : List.of("auth0|" + user, "Zoë " + user, "o.neil+1@" + user, "名前-" + user)) {
      var path = java.net.URLEncoder.encode(id, java.nio.charset.StandardCharsets.UTF_8);
      var own = endpoint.as(id).put("/users/me/identity").expect(201);
      var byId =
          endpoint.as(id).get("/users/" + path.replace("+", "%20") + "/identity").expect(200);
      assertEquals(own.json(), byId.json());
    }
  }

  @Test
  void aUserWithTheIdMeGetsTheirOwnIdentity() {
    var me = endpoint.as("me").put("/users/me/identity");
    var other = client.put("/users/me/identity").expect(201);

    assertNotEquals(me.communicationUserId(), other.communicationUserId());
    endpoint.as("me").delete("/users/me/identity").expect(204);
  }

  @Test
  void anIdentityThatAcsNoLongerKnowsIsReplacedAfterTheLossPeriod() {
    var before = client.post("/users/me/tokens").expect(201);
    endpoint.directAcs().delete(before.communicationUserId());

    client.post("/users/me/tokens/refresh").expectProblem(503, "identity_unconfirmed");
    client.post("/users/me/tokens").expectProblem(503, "identity_unconfirmed");
    client.delete("/users/me/tokens").expectProblem(503, "identity_unconfirmed");
    pretendThatTheLossPeriodHasPassed();

    client.post("/users/me/tokens/refresh").expectProblem(404, "identity_not_found");
    var after = client.post("/users/me/tokens").expect(201);
    assertNotEquals(before.communicationUserId(), after.communicationUserId());
    assertTrue(endpoint.acs().isValid(after.token()));
    client.delete("/users/me/tokens").expect(204);
    client.delete("/users/me/identity").expect(204);
  }

  private void pretendThatTheLossPeriodHasPassed() {
    var rows = endpoint.table();
    var row = rows.getEntity(endpoint.partitionOf(user), "identity");
    rows.updateEntity(
        row.addProperty("UnknownSince", OffsetDateTime.now(ZoneOffset.UTC).minusMinutes(16)));
  }
}
