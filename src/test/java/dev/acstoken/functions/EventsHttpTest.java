package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.TableName;
import dev.acstoken.devhost.DevelopmentHost;
import dev.acstoken.emulator.Fault;
import dev.acstoken.emulator.FaultBody;
import dev.acstoken.emulator.Operation;
import dev.acstoken.guests.InvitationId;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.User;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Verifies the events that are logged for requests and changes. */
class EventsHttpTest {
  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";

  @RegisterExtension final LogCapture log = new LogCapture();

  private final String user = "user-" + UUID.randomUUID();
  private final String app = UUID.randomUUID().toString();
  private final EndpointClient client =
      endpoint.withToken(endpoint.issuer().tokenBuilder(user).claim("azp", app).mint());

  @Test
  void aFirstTokenIsOneCompleteEvent() {
    var response =
        client
            .header("traceparent", "00-" + TRACE_ID + "-00f067aa0ba902b7-01")
            .post("/users/me/tokens", "{\"scopes\": [\"chat\"]}")
            .expect(201);

    var event = log.event(response);
    assertContains(
        event,
        Map.ofEntries(
            Map.entry("operation", "IssueToken"),
            Map.entry("outcome", "ok"),
            Map.entry("status", "201"),
            Map.entry("user", pseudonym()),
            Map.entry("caller", pseudonym()),
            Map.entry("app", app),
            Map.entry("admin", "false"),
            Map.entry("scopes", "chat"),
            Map.entry("identityCreated", "true"),
            Map.entry("repeats", "0"),
            Map.entry("acsCalls", "1"),
            Map.entry("acsFailures", "0"),
            Map.entry("acsStatus", "201"),
            Map.entry("tableFailures", "0"),
            Map.entry("instance", "local"),
            Map.entry("traceparent", "00-" + TRACE_ID + "-00f067aa0ba902b7-01")));
    assertTrue(event.getOrDefault("acsRequestId", "").endsWith(".0"), event::toString);
    assertFalse(event.getOrDefault("tableRequestId", "").isEmpty(), event::toString);
    assertTrue(Integer.parseInt(event.getOrDefault("tableCalls", "")) > 3, event::toString);
    assertTrue(Long.parseLong(event.getOrDefault("durationMs", "")) >= 0, event::toString);
    assertEquals(Level.INFO, log.level(response));
  }

  // infra/queries/reads.kql distinguishes tokens by the calls of the table.
  @Test
  void theReadsOfTheTableAreCounted() {
    client.put("/users/me/identity").expect(201);
    var another = client.at(endpoint.with("READ_AHEAD", "false"));

    var first = log.event(another.post("/users/me/tokens/refresh").expect(200));
    var second = log.event(another.post("/users/me/tokens/refresh").expect(200));

    assertEquals("2", first.get("tableCalls"));
    assertEquals("1", second.get("tableCalls"));
  }

  @Test
  void everyRequestIsOneEventWithItsOutcome() {
    client.put("/users/me/identity").expect(201);
    for (var response :
        List.of(
            client.get("/health"),
            client.get("/openapi.yaml"),
            client.get("/users/me/identity"),
            client.get("/users/somebody-else/identity"),
            client.post("/users/me/tokens", "{"),
            endpoint.anonymous().post("/users/me/tokens"))) {
      var event = log.event(response);
      assertEquals("" + response.http().statusCode(), event.get("status"));
      assertEquals(
          response.http().statusCode() < 400 ? "ok" : response.text("code"), event.get("outcome"));
    }
  }

  @Test
  void eventsNameTheCallerAndTheUser() {
    var admin = endpoint.as("admin-of-" + user, "Identity.Admin");

    var response = admin.put("/users/" + user + "/identity").expect(201);

    assertContains(
        log.event(response),
        Map.of("admin", "true", "caller", pseudonym("admin-of-" + user), "user", pseudonym()));
    assertContains(
        log.audit(response).get(0),
        Map.of(
            "change",
            "identity_created",
            "outcome",
            "done",
            "operation",
            "CreateIdentity",
            "caller",
            pseudonym("admin-of-" + user),
            "user",
            pseudonym(),
            "identity",
            new CommunicationUserId(response.communicationUserId()).pseudonym()));
  }

  @Test
  void aForbiddenRequestNamesTheCallerAndTheUser() {
    var response = client.delete("/users/somebody-else/identity").expectProblem(403, "forbidden");

    assertContains(
        log.event(response), Map.of("caller", pseudonym(), "user", pseudonym("somebody-else")));
    assertEquals(List.of(), log.audit(response));
  }

  @Test
  void aRefusedAdminOperationNamesItsUser() {
    String path = "/users/somebody-else/access";

    for (var response :
        List.of(client.put(path, "{\"blocked\": true}"), client.get(path), client.delete(path))) {
      response.expectProblem(403, "forbidden");
      assertContains(
          log.event(response), Map.of("caller", pseudonym(), "user", pseudonym("somebody-else")));
    }
  }

  @Test
  void aSearchForAUserNamesTheIdentityAndTheUserWhoWasFound() {
    var id = client.put("/users/me/identity").expect(201).communicationUserId();
    var identity = new CommunicationUserId(id).pseudonym();
    var admin = endpoint.as("admin-of-" + user, "Identity.Admin");

    var found = admin.get("/identities/" + id).expect(200);
    var refused = client.get("/identities/" + id).expectProblem(403, "forbidden");
    var unknown = admin.get("/identities/8:acs:nobody").expectProblem(404, "identity_not_found");

    assertContains(log.event(found), Map.of("identity", identity, "user", pseudonym()));
    assertContains(log.event(refused), Map.of("identity", identity, "user", ""));
    assertContains(
        log.event(unknown),
        Map.of("identity", new CommunicationUserId("8:acs:nobody").pseudonym(), "user", ""));
  }

  @Test
  void everyChangeIsInTheAudit() {
    assertAudit(
        client.post("/users/me/tokens").expect(201),
        "identity_created done ",
        "token_issued done chat,voip");
    assertAudit(
        client.post("/users/me/tokens/refresh", "{\"scopes\": [\"voip\"]}").expect(200),
        "token_issued done voip");
    assertAudit(client.delete("/users/me/tokens").expect(204), "tokens_revoked done ");
    var admin = endpoint.as("admin-of-" + user, "Identity.Admin");
    assertAudit(
        admin.put("/users/" + user + "/access", "{\"scopes\": [\"chat\"]}").expect(200),
        "tokens_revoked done ",
        "access_set done chat");
    assertAudit(admin.put("/users/" + user + "/access", "{\"scopes\": [\"chat\"]}").expect(200));
    assertAudit(admin.delete("/users/" + user + "/access").expect(200), "access_reset done ");
    assertAudit(
        client
            .post(
                "/users/me/teams-tokens",
                "{\"teamsUserToken\": \""
                    + endpoint.issuer().teamsTokenBuilder(user).mint()
                    + "\"}")
            .expect(200),
        "teams_token_exchanged done ");
    assertAudit(client.delete("/users/me/identity").expect(204), "identity_deleted done ");
    assertAudit(client.delete("/users/me/identity").expect(204));
    assertAudit(client.get("/users/me/identity"));
  }

  @Test
  void aReturnedTokenIsInTheEventOfItsRequest() {
    var created = client.put("/users/me/identity").expect(201);

    var response = client.post("/users/me/tokens").expect(200);

    assertEquals(1, log.lines(response).size());
    assertContains(
        log.event(response),
        Map.of(
            "outcome",
            "ok",
            "change",
            "token_issued",
            "user",
            pseudonym(),
            "identity",
            new CommunicationUserId(created.communicationUserId()).pseudonym(),
            "scopes",
            "chat,voip"));
    assertContains(log.event(created), Map.of("change", "", "identity", ""));
  }

  @Test
  void aChangeThatMayHaveHappenedIsUnknownAndARejectedOneIsNotDone() {
    client.put("/users/me/identity").expect(201);
    endpoint.acs().faults().always(Operation.REVOKE_TOKENS, Fault.lostReply());
    assertAudit(client.delete("/users/me/tokens").expect(503), "tokens_revoked unknown ");
    endpoint.acs().faults().always(Operation.REVOKE_TOKENS, Fault.status(403));
    assertAudit(client.delete("/users/me/tokens").expect(502), "tokens_revoked not_done ");
    var admin = endpoint.as("admin-of-" + user, "Identity.Admin");
    assertAudit(
        admin.put("/users/" + user + "/access", "{\"blocked\": true}").expect(502),
        "tokens_revoked not_done ",
        "access_set unknown ");
    endpoint.acs().faults().clear();
    // The next request completes the change, and its audit contains the revocation.
    assertAudit(client.get("/users/me/identity").expect(200), "tokens_revoked done ");
    endpoint.acs().faults().always(Operation.DELETE_IDENTITY, Fault.lostReply());
    assertAudit(client.delete("/users/me/identity").expect(503), "identity_deleted unknown ");
  }

  @Test
  void aChangeWithAResponseOfSomethingElseThanAcsIsUnknown() {
    var foreign = Fault.status(404, FaultBody.HTML).withRetryAfter(Duration.ofHours(1));
    endpoint.acs().faults().always(foreign);
    assertAudit(client.put("/users/me/identity").expect(503), "identity_created unknown ");
    endpoint.acs().faults().clear();
    client.put("/users/me/identity").expect(201);
    endpoint.acs().faults().always(foreign);
    assertAudit(client.delete("/users/me/tokens").expect(503), "tokens_revoked unknown ");
    assertAudit(client.delete("/users/me/identity").expect(503), "identity_deleted unknown ");
  }

  @Test
  void aPossiblyOrphanedIdentityIsAnUnknownCreation() {
    endpoint.acs().faults().always(Operation.CREATE_IDENTITY, Fault.lostReply());

    var response = client.post("/users/me/tokens").expectProblem(503, "acs_unavailable");

    assertAudit(response, "identity_created unknown ");
    assertContains(
        log.event(response), Map.of("identityCreated", "false", "outcome", "acs_unavailable"));
    assertEquals(Level.WARNING, log.level(response));
  }

  @Test
  void everythingAboutAnInvitationNamesItsPseudonym() {
    var host = endpoint.as(user, "Invitation.Create");
    var created = host.post("/invitations").expect(201);
    var id = new InvitationId(created.text("invitationId"));
    String path = "/invitations/" + id.value();
    String body = "{\"invitation\": \"" + created.text("code") + "\"}";

    var joined = endpoint.anonymous().post("/guests", body).expect(201);
    var read = host.get(path).expect(200);
    var ended = host.delete(path).expect(204);
    var late = endpoint.anonymous().post("/guests", body).expect(404);

    for (var response : List.of(created, joined, read, ended, late)) {
      assertContains(log.event(response), Map.of("invitation", id.pseudonym()));
      for (var change : log.changes(response)) {
        assertContains(change, Map.of("invitation", id.pseudonym()));
      }
    }
    assertChanges(created, "invitation_created done chat.join,voip.join");
    assertChanges(
        joined,
        "identity_created done ",
        "token_issued done chat.join,voip.join",
        "guest_joined done ");
    assertChanges(ended, "invitation_ended done ", "identity_deleted done ");
    var guest = new User("#guests", id.value() + "." + joined.guestId()).pseudonym();
    for (var change : log.changes(joined)) {
      assertContains(change, Map.of("user", guest));
    }
    assertContains(log.event(joined), Map.of("user", guest, "caller", ""));
    assertContains(log.event(late), Map.of("reason", "ended", "outcome", "invitation_not_usable"));
  }

  @Test
  void aGuessedCodeHasNeitherInvitationNorReason() {
    var guess = endpoint.anonymous().post("/guests", "{\"invitation\": \"guess\"}").expect(404);

    assertContains(
        log.event(guess),
        Map.of("outcome", "invitation_not_usable", "invitation", "", "reason", "", "user", ""));
  }

  @Test
  void theRecoveryReportsItsResult() {
    // The shared table may contain interrupted changes of other tests.
    var emptyTable = TableName.unique();
    var application = endpoint.newApplication("TABLE_STORAGE_TABLE", emptyTable);
    try (var host = DevelopmentHost.serve(() -> application)) {
      host.runTimer("Recovery");
    }

    var event =
        log.linesOf("event=request ").stream()
            .map(LogCapture::fields)
            .filter(it -> "Recovery".equals(it.get("operation")))
            .findFirst()
            .orElseThrow();
    assertContains(event, Map.of("outcome", "ok", "settled", "0", "left", "0"));
  }

  @Test
  void onlyTheFirstRequestFetchesKeys() {
    var fresh = endpoint.as(user).at(endpoint.with());

    var first = fresh.get("/users/me/identity");
    var second = fresh.get("/users/me/identity");

    assertContains(log.event(first), Map.of("keyFetches", "1", "keyFetchFailures", "0"));
    assertContains(log.event(second), Map.of("keyFetches", "0"));
  }

  @Test
  void wrongSettingsAreLoggedOnceAMinuteAndInEachEvent() {
    var broken = client.at(endpoint.with("AUTH_ISSUER", "", "TOKEN_LIFETIME_MINUTES", "5"));

    broken.get("/health").expect(503);
    var second = broken.get("/users/me/identity").expectProblem(500, "misconfigured");
    broken.get("/users/me/identity").expectProblem(500, "misconfigured");

    var lines = log.linesOf("misconfigured: ");
    assertEquals(1, lines.size(), lines::toString);
    assertTrue(lines.get(0).contains("AUTH_ISSUER is required."), lines::toString);
    assertTrue(
        lines
            .get(0)
            .contains("TOKEN_LIFETIME_MINUTES must be a whole number of minutes from 60 to 1440."),
        lines::toString);
    assertContains(log.event(second), Map.of("outcome", "misconfigured", "status", "500"));
  }

  @Test
  void oneEventExplainsAWrongAudience() {
    var misconfigured = client.at(endpoint.with("AUTH_AUDIENCE", "api://mistyped"));

    var response = misconfigured.get("/users/me/identity").expectProblem(401, "invalid_token");

    assertContains(
        log.event(response),
        Map.of(
            "outcome",
            "invalid_token",
            "reason",
            "audience",
            "found",
            endpoint.issuer().audience(),
            "expected",
            "api://mistyped",
            "unverifiedIssuer",
            endpoint.issuer().issuer().toString(),
            "unverifiedApp",
            app));
  }

  @Test
  void callerInputCannotForgeAnEventField() {
    var token =
        endpoint.issuer().tokenBuilder(user).claim("azp", "x outcome=ok\nevent=audit").mint();

    var response = endpoint.withToken(token).get("/users/me/identity");

    assertEquals("identity_not_found", log.event(response).get("outcome"));
    assertEquals("x_outcome_ok_event_audit", log.event(response).get("app"));
  }

  private void assertChanges(EndpointResponse response, String... changes) {
    assertEquals(
        List.of(changes),
        log.changes(response).stream()
            .map(it -> it.get("change") + " " + it.get("outcome") + " " + it.get("scopes"))
            .toList());
  }

  private void assertAudit(EndpointResponse response, String... changes) {
    assertChanges(response, changes);
    for (var change : log.changes(response)) {
      assertEquals(pseudonym(), change.get("user"));
    }
  }

  private static void assertContains(Map<String, String> event, Map<String, String> expected) {
    var actual = new java.util.TreeMap<>(event);
    actual.keySet().retainAll(expected.keySet());
    assertEquals(new java.util.TreeMap<>(expected), actual);
  }

  private String pseudonym() {
    return pseudonym(user);
  }

  private static String pseudonym(String id) {
    return new User(endpoint.issuer().issuer().toString(), id).pseudonym();
  }
}
