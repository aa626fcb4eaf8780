package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.emulator.Fault;
import dev.acstoken.emulator.Operation;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.User;
import java.util.List;
import java.util.UUID;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies that admins map users to ACS identities that exist already. */
class AdoptionHttpTest {
  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  private static final String MY_IDENTITY = "/users/me/identity";

  @RegisterExtension final LogCapture log = new LogCapture();

  private final String user = "user-" + UUID.randomUUID();
  private final String path = "/users/" + user + "/identity";
  private final EndpointClient client = endpoint.as(user);
  private final EndpointClient admin = endpoint.as("admin-" + user, "Identity.Admin");
  private final DirectAcs acs = endpoint.directAcs();
  private final String existing = acs.create();

  @Test
  void theUserGetsTheIdentityAndKeepsItsTokens() {
    String formerToken = acs.issueToken(existing);

    var adopted = admin.put(path, adoptionOf(existing)).expect(201);

    assertEquals(existing, adopted.communicationUserId());
    assertEquals(user, adopted.text("userId"));
    assertEquals(existing, client.get(MY_IDENTITY).expect(200).communicationUserId());
    assertEquals(existing, client.post("/users/me/tokens").expect(200).communicationUserId());
    assertEquals(user, admin.get("/identities/" + existing).expect(200).text("userId"));
    assertTrue(endpoint.acs().isValid(formerToken));
  }

  @Test
  void aRepetitionFindsTheUserMapped() {
    admin.put(path, adoptionOf(existing)).expect(201);
    long calls = issueCalls();

    var repeated = admin.put(path, adoptionOf(existing)).expect(200);

    assertEquals(existing, repeated.communicationUserId());
    assertEquals(calls, issueCalls());
  }

  @Test
  void anAdminAdoptsAnIdentityOfTheirOwn() {
    assertEquals(
        existing, admin.put(MY_IDENTITY, adoptionOf(existing)).expect(201).communicationUserId());
  }

  @Test
  void aDeletionDeletesTheAdoptedIdentity() {
    admin.put(path, adoptionOf(existing)).expect(201);

    client.delete(MY_IDENTITY).expect(204);

    assertFalse(endpoint.acs().identities().contains(existing));
    admin.get("/identities/" + existing).expectProblem(404, "identity_not_found");
    admin.put(path, adoptionOf(existing)).expectProblem(404, "identity_not_found");
  }

  @Test
  void usersDoNotAdoptNotEvenForThemselves() {
    long calls = issueCalls();

    var refused = client.put(MY_IDENTITY, adoptionOf(existing)).expectProblem(403, "forbidden");

    assertEquals(
        "Adopting an existing ACS identity requires the admin role.", refused.text("detail"));
    assertEquals(new CommunicationUserId(existing).pseudonym(), log.event(refused).get("identity"));
    assertEquals(calls, issueCalls());
    client.get(MY_IDENTITY).expectProblem(404, "identity_not_found");
  }

  @Test
  void anApplicationWithTheAdminRoleAdopts() {
    var application =
        endpoint.withToken(
            endpoint
                .issuer()
                .tokenBuilder("application")
                .roles("Identity.Admin")
                .claim("gty", "client-credentials")
                .mint());

    application.put(MY_IDENTITY, adoptionOf(existing)).expectProblem(403, "user_required");
    application.put(path, adoptionOf(existing)).expect(201);
  }

  @Test
  void aUserWithAnotherIdentityKeepsIt() {
    var own = client.put(MY_IDENTITY).expect(201).communicationUserId();

    var refused = admin.put(path, adoptionOf(existing)).expectProblem(409, "identity_conflict");

    assertEquals("This user has another ACS identity.", refused.text("detail"));
    assertEquals(own, client.get(MY_IDENTITY).expect(200).communicationUserId());
    admin.get("/identities/" + existing).expectProblem(404, "identity_not_found");
  }

  @Test
  void anIdentityOfAnotherUserStaysTheirs() {
    var another = endpoint.as("another-" + user);
    var theirs = another.put(MY_IDENTITY).expect(201).communicationUserId();

    var refused = admin.put(path, adoptionOf(theirs)).expectProblem(409, "identity_conflict");

    assertEquals("Another user has this ACS identity.", refused.text("detail"));
    client.get(MY_IDENTITY).expectProblem(404, "identity_not_found");
    another.post("/users/me/tokens").expect(200);
  }

  @Test
  void anIdentityOfAGuestStaysTheirs() {
    var code = endpoint.as(user, "Invitation.Create").post("/invitations").expect(201).text("code");
    String join = "{\"invitation\": \"" + code + "\"}";
    var guest = endpoint.anonymous().post("/guests", join).expect(201).communicationUserId();

    admin.put(path, adoptionOf(guest)).expectProblem(409, "identity_conflict");
  }

  @Test
  void anIdentityThatADeletionStillNamesIsNotAdopted() {
    var former = endpoint.as("former-" + user);
    var theirs = former.put(MY_IDENTITY).expect(201).communicationUserId();
    endpoint.acs().faults().always(Operation.DELETE_IDENTITY, Fault.lostReply());
    former.delete(MY_IDENTITY).expect(503);
    endpoint.acs().faults().clear();

    admin.put(path, adoptionOf(theirs)).expectProblem(409, "identity_conflict");

    client.get(MY_IDENTITY).expectProblem(404, "identity_not_found");
  }

  @Test
  void anIdentityThatAcsDoesNotKnowIsNotFound() {
    acs.delete(existing);

    var refused = admin.put(path, adoptionOf(existing)).expectProblem(404, "identity_not_found");

    assertEquals(
        "Azure Communication Services does not know this identity.", refused.text("detail"));
    assertEquals(Level.INFO, log.level(refused));
    assertNothingIsLeft();
  }

  @Test
  void anIdentityOfAnotherResourceIsNotFound() {
    var byAcs = endpoint.with("COMMUNICATION_SERVICES_RESOURCE_ID", "");
    var byItsId =
        endpoint.with("COMMUNICATION_SERVICES_RESOURCE_ID", endpoint.acs().resourceId().toString());
    String foreign = existing.replace("8:acs:" + endpoint.acs().resourceId(), otherResource());
    long calls = issueCalls();

    for (var instance : List.of(byItsId, byAcs)) {
      var refused =
          admin
              .at(instance)
              .put(path, adoptionOf(foreign))
              .expectProblem(404, "identity_not_found");
      assertEquals(Level.INFO, log.level(refused));
    }

    assertEquals(calls + 1, issueCalls());
    assertNothingIsLeft();
  }

  private static String otherResource() {
    return "8:acs:" + UUID.randomUUID();
  }

  @Test
  void aRefusalOfTheCredentialIsNoFactAboutTheIdentity() {
    endpoint.acs().faults().always(Operation.ISSUE_TOKEN, Fault.status(401));

    var refused =
        admin
            .at(endpoint.with())
            .put(path, adoptionOf(existing))
            .expectProblem(502, "acs_rejected");

    assertEquals(Level.WARNING, log.level(refused));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "{}", "{\"communicationUserId\": null}"})
  void withoutAnIdentityInTheBodyOneIsCreated(String body) {
    var created = client.put(MY_IDENTITY, body).expect(201).communicationUserId();

    assertFalse(created.equals(existing));
    assertEquals(created, client.put(MY_IDENTITY, body).expect(200).communicationUserId());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "\"8:acs:871c2133-ebbf-4177-b941-4b19b66c32c1_1\"",
        "{\"communicationUserId\": 8}",
        "{\"communicationUserId\": true}",
        "{\"communicationUserId\": {}}",
        "{\"communicationUserId\": [\"8:acs:871c2133-ebbf-4177-b941-4b19b66c32c1_1\"]}",
        "{\"communicationUserId\": \"\"}",
        "{\"communicationUserId\": \" \"}",
        "{\"communicationUserId\": \"alice\"}",
        "{\"communicationUserId\": \"8:acs:x_y\"}",
        "{\"communicationUserId\": \"8:acs:871C2133-EBBF-4177-B941-4B19B66C32C1_1\"}",
        "{\"communicationUserId\": \"8:acs:871c2133-ebbf-4177-b941-4b19b66c32c1_1\\u0000\"}",
        "{\"communicationUserId\": \"8:orgid:871c2133-ebbf-4177-b941-4b19b66c32c1\"}",
        "{\"communicationUserId\": \"8:echo123\"}",
        "{\"communicationUserId\": \"4:+4912345678901\"}",
        "{\"communicationUserID\": \"8:acs:871c2133-ebbf-4177-b941-4b19b66c32c1_1\"}",
        "{\"communicationUserId\": null, \"scopes\": [\"chat\"]}"
      })
  void anotherBodyIsRefused(String body) {
    long calls = issueCalls();

    admin.put(path, body).expectProblem(400, "invalid_request");

    assertEquals(calls, issueCalls());
    assertNothingIsLeft();
  }

  @Test
  void anIdentityIsNamedOnlyOnce() {
    String twice =
        "{\"communicationUserId\": \"%1$s\", \"communicationUserId\": \"%1$s\"}"
            .formatted(existing);

    var refused = admin.put(path, twice).expectProblem(400, "invalid_request");

    assertEquals("The field \"communicationUserId\" appears twice.", refused.text("detail"));
  }

  @Test
  void aBodyThatMayGetLostIsRefused() {
    var typed = admin.header("content-type", "application/json");

    typed.sendChunked("PUT", path, adoptionOf(existing)).expectProblem(411, "length_required");
    admin
        .header("content-type", "text/plain")
        .send("PUT", path, adoptionOf(existing))
        .expectProblem(415, "unsupported_media_type");
    typed
        .send("PUT", path, adoptionOf(existing) + " ".repeat(8 * 1024))
        .expectProblem(413, "payload_too_large");
    assertNothingIsLeft();
  }

  @Test
  void preconditionsAreThoseOfACreation() {
    var ifNone = admin.header("if-none-match", "*");
    var ifAny = admin.header("if-match", "*");

    ifAny.put(path, adoptionOf(existing)).expectProblem(412, "precondition_failed");
    ifNone.put(path, adoptionOf(existing)).expect(201);
    ifNone.put(path, adoptionOf(existing)).expectProblem(412, "precondition_failed");
    ifAny.put(path, adoptionOf(existing)).expect(200);
  }

  @Test
  void aBlockedUserStaysBlocked() {
    admin.put("/users/" + user + "/access", "{\"blocked\": true}").expect(200);

    admin.put(path, adoptionOf(existing)).expect(201);

    client.post("/users/me/tokens").expectProblem(403, "scope_not_allowed");
    client.post("/users/me/tokens/refresh").expectProblem(403, "scope_not_allowed");
    var access = admin.get("/users/" + user + "/access").expect(200);
    assertEquals(true, access.json().get("blocked"));
  }

  @Test
  void adoptionsTakeNothingFromTheLimitOfNewIdentities() {
    var strict =
        admin.at(
            endpoint.with(
                "INSTANCE_NEW_IDENTITIES_PER_MINUTE", "1", "ADMIN_REQUESTS_PER_MINUTE", "400"));

    for (int i = 0; i < 5; i++) {
      strict.put("/users/" + user + i + "/identity", adoptionOf(acs.create())).expect(201);
    }
  }

  @Test
  void anAdminAdoptsAsOftenAsTheyMayCreate() {
    var strict = admin.at(endpoint.with("ADMIN_REQUESTS_PER_MINUTE", "2"));

    strict.put(path).expect(201);
    var refused =
        strict
            .put("/users/another-" + user + "/identity", adoptionOf(existing))
            .expectProblem(429, "rate_limited");

    assertTrue(refused.text("detail").contains("create identities"), refused.text("detail"));
  }

  @Test
  void theAuditNamesTheAdminTheUserAndTheIdentity() {
    var adopted = admin.put(path, adoptionOf(existing)).expect(201);
    var repeated = admin.put(path, adoptionOf(existing)).expect(200);

    String pseudonym = new CommunicationUserId(existing).pseudonym();
    assertEquals(
        List.of(
            "token_issued done chat.join.limited " + pseudonym,
            "identity_adopted done  " + pseudonym),
        changes(adopted));
    for (var change : log.audit(adopted)) {
      assertEquals(pseudonym(user), change.get("user"));
      assertEquals(pseudonym("admin-" + user), change.get("caller"));
      assertEquals("CreateIdentity", change.get("operation"));
    }
    assertEquals(pseudonym, log.event(adopted).get("identity"));
    assertEquals("false", log.event(adopted).get("identityCreated"));
    assertEquals(List.of(), changes(repeated));
  }

  @Test
  void aRefusedAdoptionSaysInTheAuditWhatAcsSaid() {
    acs.delete(existing);

    var refused = admin.put(path, adoptionOf(existing)).expectProblem(404, "identity_not_found");

    assertEquals(
        List.of(
            "token_issued absent chat.join.limited "
                + new CommunicationUserId(existing).pseudonym()),
        changes(refused));
  }

  private List<String> changes(EndpointResponse response) {
    return log.audit(response).stream()
        .map(
            it ->
                String.join(
                    " ",
                    it.getOrDefault("change", ""),
                    it.getOrDefault("outcome", ""),
                    it.getOrDefault("scopes", ""),
                    it.getOrDefault("identity", "")))
        .toList();
  }

  private static String pseudonym(String id) {
    return new User(endpoint.issuer().issuer().toString(), id).pseudonym();
  }

  private void assertNothingIsLeft() {
    client.get(MY_IDENTITY).expectProblem(404, "identity_not_found");
    admin.get("/identities/" + existing).expectProblem(404, "identity_not_found");
    assertEquals(
        List.of(),
        endpoint.table().listEntities().stream()
            .filter(row -> existing.equals(row.getProperty("CommunicationUserId")))
            .toList());
  }

  private static long issueCalls() {
    return endpoint.acs().counters().of(Operation.ISSUE_TOKEN).received();
  }

  private static String adoptionOf(String id) {
    return "{\"communicationUserId\": \"" + id + "\"}";
  }
}
