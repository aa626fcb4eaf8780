package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.data.tables.models.TableEntity;
import dev.acstoken.devhost.DevelopmentHost;
import dev.acstoken.emulator.Fault;
import dev.acstoken.emulator.Operation;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies through the HTTP API who creates, reads and ends invitations, and on which terms. */
class InvitationsHttpTest {
  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  private static final String INVITER = "Invitation.Create";
  private static final String ADMIN = "Identity.Admin";
  private static final String INVITATIONS = "/invitations";

  private final String user = "host-" + UUID.randomUUID();
  private final EndpointClient host = endpoint.as(user, INVITER);
  private final EndpointClient admin = endpoint.as("admin-of-" + user, ADMIN);
  private final EndpointClient stranger = endpoint.as("stranger-of-" + user, INVITER);
  private final EndpointClient guest = endpoint.anonymous();

  @Test
  void withoutABodyAnInvitationHasTheDefaultTerms() {
    Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    var created = host.post(INVITATIONS).expect(201);

    var expiresOn = Instant.parse(created.text("expiresOn"));
    assertFalse(expiresOn.isBefore(before.plus(Duration.ofHours(24))));
    assertFalse(expiresOn.isAfter(Instant.now().plus(Duration.ofHours(24))));
    assertEquals(List.of("chat.join", "voip.join"), created.json().get("scopes"));
    assertEquals(1L, created.json().get("maxGuests"));
    assertFalse(created.json().containsKey("reference"));
    var read = host.get(path(created)).expect(200);
    assertEquals("open", read.text("state"));
    assertEquals(created.text("expiresOn"), read.text("expiresOn"));
    assertEquals(List.of(), read.json().get("guests"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "null",
        "{\"scopes\": null, \"expiresOn\": null, \"expiresInMinutes\": null, \"maxGuests\": null,"
            + " \"reference\": null}"
      })
  void nullMeansTheDefault(String body) {
    var created = host.post(INVITATIONS, body).expect(201);

    assertEquals(List.of("chat.join", "voip.join"), created.json().get("scopes"));
    assertEquals(1L, created.json().get("maxGuests"));
  }

  @Test
  void anInvitationHasTheRequestedTerms() {
    var created =
        host.post(
                INVITATIONS,
                "{\"scopes\": [\"voip.join\"], \"expiresInMinutes\": 60.0, \"maxGuests\": 3e0,"
                    + " \"reference\": \"Zimmer 7 \\ud83e\\ude7a \\\"a/b\\\"\"}")
            .expect(201);

    var read = host.get(path(created)).expect(200);
    assertEquals(List.of("voip.join"), read.json().get("scopes"));
    assertEquals(3L, read.json().get("maxGuests"));
    assertEquals("Zimmer 7 \ud83e\ude7a \"a/b\"", read.text("reference"));
    assertEquals(
        Instant.parse(read.text("createdOn")).plus(Duration.ofHours(1)),
        Instant.parse(read.text("expiresOn")));
  }

  @ParameterizedTest
  @CsvSource({"Z, +00:00", "z, +00:00", ".1234567Z, +00:00", "+05:30, +05:30", "-08:00, -08:00"})
  void aTimeHasAnOffset(String suffix, String offset) {
    var time = Instant.now().plus(Duration.ofHours(2)).truncatedTo(ChronoUnit.SECONDS);
    String local = time.atOffset(ZoneOffset.of(offset)).toLocalDateTime().withNano(0).toString();
    String withSeconds = local.length() == "2026-11-20T15:00".length() ? local + ":00" : local;

    var created =
        host.post(INVITATIONS, "{\"expiresOn\": \"" + withSeconds + suffix + "\"}").expect(201);

    assertEquals(time.toString(), created.text("expiresOn"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"scopes": []} | Leave out "scopes", or send null, to give guests the default scopes.
          {"scopes": ["sms"]} | The field "scopes" contains an unknown scope.
          {"scopes": "chat"} | The field "scopes" must be an array.
          {"expiresInMinutes": 0} | The field "expiresInMinutes" must be a whole number from 1 to 525600.
          {"expiresInMinutes": "60"} | The field "expiresInMinutes" must be a whole number
          {"expiresInMinutes": 1.5} | The field "expiresInMinutes" must be a whole number
          {"expiresInMinutes": 525601} | The field "expiresInMinutes" must be a whole number
          {"expiresInMinutes": 999999999999999999} | The field "expiresInMinutes" must be a whole number
          {"expiresInMinutes": 43201} | at most 720 hours from now
          {"expiresOn": "2026-11-20"} | The field "expiresOn" must be a time with an offset
          {"expiresOn": "2026-11-20T15:00:00"} | The field "expiresOn" must be a time with an offset
          {"expiresOn": "2026-13-20T15:00:00Z"} | The field "expiresOn" must be a time with an offset
          {"expiresOn": 1795187400} | The field "expiresOn" must be a time with an offset
          {"expiresOn": "2020-01-01T00:00:00Z"} | The invitation must end in the future
          {"expiresOn": "9999-12-31T23:59:59Z"} | at most 720 hours from now
          {"expiresOn": "2126-11-20T15:00:00Z", "expiresInMinutes": 60} | and not both
          {"maxGuests": 0} | The field "maxGuests" must be a whole number from 1 to 1000.
          {"maxGuests": 1001} | The field "maxGuests" must be a whole number from 1 to 1000.
          {"maxGuests": true} | The field "maxGuests" must be a whole number
          {"reference": ""} | The field "reference" must be a text of 1 to 256 characters
          {"reference": "a\\u0000b"} | without control characters
          {"reference": "\\ud83e"} | without control characters
          {"reference": ["a"]} | The field "reference" must be a text
          {"guests": 1} | Allowed fields are "scopes", "expiresOn", "expiresInMinutes", "maxGuests" and "reference".
          {"maxGuests": 1, "maxGuests": 2} | The field "maxGuests" appears twice.
          [] | The body must be a JSON object.
          {"maxGuests": | not well-formed
          """)
  void aMalformedBodyIsRefusedWithTheReason(String body, String detail) {
    var refused = host.post(INVITATIONS, body).expectProblem(400, "invalid_request");

    assertTrue(refused.text("detail").contains(detail), refused.text("detail"));
  }

  @Test
  void aReferenceIsCountedInCharacters() {
    String longest = "\ud83e\ude7a".repeat(256);

    var created = host.post(INVITATIONS, "{\"reference\": \"" + longest + "\"}").expect(201);

    assertEquals(longest, created.text("reference"));
    host.post(INVITATIONS, "{\"reference\": \"" + longest + "a\"}")
        .expectProblem(400, "invalid_request");
  }

  @Test
  void allMistakesAreNamedTogether() {
    var refused =
        host.post(INVITATIONS, "{\"maxGuests\": 0, \"scopes\": [], \"reference\": 1}")
            .expectProblem(400, "invalid_request");

    for (String field : List.of("maxGuests", "scopes", "reference")) {
      assertTrue(refused.text("detail").contains('"' + field + '"'), refused.text("detail"));
    }
  }

  @Test
  void theTableHasNoCode() {
    var created = host.post(INVITATIONS).expect(201);

    var row =
        endpoint.table().getEntity("invitation-" + created.text("invitationId"), "invitation");
    String secretPart = created.text("code").substring(22);
    row.getProperties()
        .forEach((name, value) -> assertFalse(String.valueOf(value).contains(secretPart), name));
  }

  @Test
  void aRepetitionWithTheSameKeyReturnsTheSameInvitationWithANewCode() {
    var withKey = host.header("idempotency-key", "appointment-" + user);
    var first = withKey.post(INVITATIONS, "{\"maxGuests\": 2}").expect(201);

    var second = withKey.post(INVITATIONS, "{\"maxGuests\": 2}").expect(201);

    assertEquals(first.text("invitationId"), second.text("invitationId"));
    assertNotEquals(first.text("code"), second.text("code"));
    join(first).expectProblem(404, "invitation_not_usable");
    join(second).expect(201);
    var refused =
        withKey.post(INVITATIONS, "{\"maxGuests\": 2}").expectProblem(409, "idempotency_key_used");
    assertTrue(refused.text("detail").contains("has guests"), refused.text("detail"));
  }

  @Test
  void aRepetitionWithAnotherBodyIsRefused() {
    var withKey = host.header("idempotency-key", user);
    var first = withKey.post(INVITATIONS, "{\"maxGuests\": 2}").expect(201);

    withKey.post(INVITATIONS, "{\"maxGuests\": 3}").expectProblem(409, "idempotency_key_used");

    join(first).expect(201);
  }

  @Test
  void quotesAroundTheKeyDoNotCount() {
    String key = "a\\\"b-" + user;
    var quoted = host.header("idempotency-key", "\"" + key + "\"").post(INVITATIONS).expect(201);
    var plain =
        host.header("idempotency-key", key.replace("\\\"", "\"")).post(INVITATIONS).expect(201);

    assertEquals(quoted.text("invitationId"), plain.text("invitationId"));
  }

  @Test
  void theKeysOfTwoUsersAreTwoKeys() {
    var first = host.header("idempotency-key", "one").post(INVITATIONS).expect(201);
    var second = stranger.header("idempotency-key", "one").post(INVITATIONS).expect(201);

    assertNotEquals(first.text("invitationId"), second.text("invitationId"));
    join(first).expect(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"\"", "a b", "\"a b\"", "\"a", "\"\\a\""})
  void aMalformedKeyIsRefused(String key) {
    host.header("idempotency-key", key).post(INVITATIONS).expectProblem(400, "invalid_request");
  }

  @Test
  void aKeyHas128CharactersAtMost() {
    host.header("idempotency-key", "k".repeat(128)).post(INVITATIONS).expect(201);
    host.header("idempotency-key", "k".repeat(129))
        .post(INVITATIONS)
        .expectProblem(400, "invalid_request");
  }

  @Test
  void onlyTheRolePermitsInvitations() {
    var refused = endpoint.as(user).post(INVITATIONS).expectProblem(403, "forbidden");
    assertTrue(refused.text("detail").contains("the role that permits invitations"));
    endpoint.anonymous().post(INVITATIONS).expectProblem(401, "unauthenticated");
    admin.post(INVITATIONS).expect(201);
  }

  @Test
  void anApplicationInvitesAndReadsAndEndsItsInvitations() {
    var application = application("scheduler", INVITER);
    var created = application.post(INVITATIONS).expect(201);
    join(created).expect(201);

    assertEquals(1, guests(application.get(path(created)).expect(200)).size());
    application("other", INVITER).get(path(created)).expectProblem(404, "invitation_not_found");
    application("other").post(INVITATIONS).expectProblem(403, "user_required");
    application("scheduler").get(path(created)).expectProblem(403, "user_required");
    admin.get(path(created)).expect(200);
    application.delete(path(created)).expect(204);
    application.get("/users/me/identity").expectProblem(403, "user_required");
  }

  @Test
  void aBlockedUserMayNotInvite() {
    block(user);

    host.post(INVITATIONS).expectProblem(403, "scope_not_allowed");
  }

  @Test
  void nobodyGivesMoreThanTheyHave() {
    admin.put("/users/" + user + "/access", "{\"scopes\": [\"voip\"]}").expect(200);

    host.post(INVITATIONS, "{\"scopes\": [\"chat.join\"]}").expectProblem(403, "scope_not_allowed");
    assertEquals(List.of("voip.join"), host.post(INVITATIONS).expect(201).json().get("scopes"));
    host.post(INVITATIONS, "{\"scopes\": [\"voip\"]}").expectProblem(403, "scope_not_allowed");
  }

  @Test
  void theOperatorBoundsScopesAndTimes() {
    var bounded = host.at(endpoint.with("GUEST_SCOPES", "chat.join", "INVITATION_MAX_HOURS", "2"));

    var created = bounded.post(INVITATIONS).expect(201);
    assertEquals(List.of("chat.join"), created.json().get("scopes"));
    assertTrue(
        Instant.parse(created.text("expiresOn"))
            .isBefore(Instant.now().plus(Duration.ofMinutes(121))));
    bounded
        .post(INVITATIONS, "{\"scopes\": [\"voip.join\"]}")
        .expectProblem(403, "scope_not_allowed");
    bounded.post(INVITATIONS, "{\"expiresInMinutes\": 121}").expectProblem(400, "invalid_request");
  }

  @Test
  void othersDoNotSeeAnInvitation() {
    var created = host.post(INVITATIONS).expect(201);

    for (var other : List.of(stranger, endpoint.as("nobody-of-" + user))) {
      other.get(path(created)).expectProblem(404, "invitation_not_found");
      other.delete(path(created)).expectProblem(404, "invitation_not_found");
    }
    join(created).expect(201);
    endpoint.as(user).get(path(created)).expect(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Xxw60pBL6GcdLKT4O5BuFQ", "x", "%20", "..%2f", "%C0%AF", "me"})
  void anUnknownInvitationIsNotFound(String id) {
    host.get(INVITATIONS + "/" + id).expectProblem(404, "invitation_not_found");
    admin.delete(INVITATIONS + "/" + id).expectProblem(404, "invitation_not_found");
  }

  @Test
  void theGuestsAreListedInTheOrderInWhichTheyJoined() {
    var created = host.post(INVITATIONS, "{\"maxGuests\": 3}").expect(201);
    var joined = List.of(join(created), join(created), join(created));

    var read = host.get(path(created)).expect(200);

    assertEquals(
        joined.stream().map(EndpointResponse::guestId).toList(),
        guests(read).stream().map(it -> it.get("id")).toList());
    assertEquals(
        joined.stream().map(EndpointResponse::communicationUserId).toList(),
        guests(read).stream().map(InvitationsHttpTest::identityOf).toList());
  }

  @Test
  void anInvitationThatTheCallerHasIsNotModified() {
    var created = host.post(INVITATIONS).expect(201);

    assertEquals(
        "", host.header("if-none-match", "*").get(path(created)).expect(304).http().body());
    host.header("if-none-match", "\"a\"").get(path(created)).expect(200);
    host.header("if-match", "*").get(path(created)).expect(200);
    host.header("if-match", "\"a\"").get(path(created)).expectProblem(412, "precondition_failed");
    host.header("if-match", "*").delete(path(created)).expectProblem(412, "precondition_failed");
    host.header("if-match", "*").post(INVITATIONS).expectProblem(412, "precondition_failed");
    assertEquals("open", host.get(path(created)).expect(200).text("state"));
  }

  @Test
  void theEndOfAnInvitationDeletesItsGuests() {
    var created = host.post(INVITATIONS, "{\"maxGuests\": 2}").expect(201);
    var first = join(created).expect(201);
    var second = join(created).expect(201);

    host.delete(path(created)).expect(204);

    for (var joined : List.of(first, second)) {
      assertFalse(endpoint.acs().isValid(joined.token()));
      assertFalse(endpoint.acs().identities().contains(joined.communicationUserId()));
      admin
          .get("/identities/" + joined.communicationUserId())
          .expectProblem(404, "identity_not_found");
    }
    assertEquals("ended", join(created).expectProblem(404, "invitation_not_usable").reason());
    var read = host.get(path(created)).expect(200);
    assertEquals("ended", read.text("state"));
    assertEquals(List.of(), read.json().get("guests"));
    host.delete(path(created)).expect(204);
  }

  @Test
  void anAdminEndsTheInvitationOfAnybody() {
    var created = host.post(INVITATIONS).expect(201);

    admin.delete(path(created)).expect(204);

    assertEquals("ended", host.get(path(created)).expect(200).text("state"));
  }

  @Test
  void recoveryCompletesAnEndThatAcsDidNotConfirm() {
    var created = host.post(INVITATIONS, "{\"maxGuests\": 3}").expect(201);
    var joined = List.of(join(created).expect(201), join(created).expect(201));
    endpoint
        .acs()
        .faults()
        .always(Operation.DELETE_IDENTITY, Fault.status(503).withRetryAfter(Duration.ofMinutes(1)));

    var ended = host.delete(path(created)).expect(202);

    assertEquals(2L, ended.json().get("remainingGuests"));
    assertEquals("ended", join(created).expectProblem(404, "invitation_not_usable").reason());
    endpoint.acs().faults().clear();
    makeDue(created);
    recover();
    for (var guestOfTheInvitation : joined) {
      assertFalse(endpoint.acs().isValid(guestOfTheInvitation.token()));
    }
    host.delete(path(created)).expect(204);
    assertEquals(List.of(), host.get(path(created)).expect(200).json().get("guests"));
  }

  @Test
  void aRepeatedEndCompletesTheFirst() {
    var created = host.post(INVITATIONS).expect(201);
    var joined = join(created).expect(201);
    endpoint.acs().faults().always(Operation.DELETE_IDENTITY, Fault.status(403));
    assertEquals(1L, host.delete(path(created)).expect(202).json().get("remainingGuests"));
    endpoint.acs().faults().clear();

    host.delete(path(created)).expect(204);

    assertFalse(endpoint.acs().isValid(joined.token()));
  }

  @Test
  void recoveryEndsAnInvitationThatHasExpired() {
    var created = host.post(INVITATIONS, "{\"maxGuests\": 2}").expect(201);
    var joined = join(created).expect(201);

    expire(created);

    assertEquals("expired", join(created).expectProblem(404, "invitation_not_usable").reason());
    assertEquals("expired", host.get(path(created)).expect(200).text("state"));
    assertTrue(endpoint.acs().isValid(joined.token()));
    recover();
    assertFalse(endpoint.acs().isValid(joined.token()));
    assertFalse(endpoint.acs().identities().contains(joined.communicationUserId()));
    var read = host.get(path(created)).expect(200);
    assertEquals("expired", read.text("state"));
    assertEquals(List.of(), read.json().get("guests"));
    assertEquals("expired", join(created).expectProblem(404, "invitation_not_usable").reason());
  }

  @Test
  void anAdminFindsTheGuestWhoOwnsAnIdentity() {
    var created = host.post(INVITATIONS).expect(201);
    var joined = join(created).expect(201);
    String identity = "/identities/" + joined.communicationUserId();

    var found = admin.get(identity).expect(200);

    assertEquals(created.text("invitationId"), found.text("invitationId"));
    assertEquals(joined.guestId(), found.text("guestId"));
    assertEquals(joined.communicationUserId(), found.communicationUserId());
    assertFalse(found.json().containsKey("userId"));
    assertFalse(found.json().containsKey("issuer"));
    host.get(identity).expectProblem(403, "forbidden");
  }

  @Test
  void anAdminFindsTheGuestOfAnApplication() {
    var created = application("scheduler", INVITER).post(INVITATIONS).expect(201);

    var found = admin.get("/identities/" + join(created).communicationUserId()).expect(200);

    assertEquals(created.text("invitationId"), found.text("invitationId"));
  }

  /** Lets the invitation expire a minute ago, as Recovery and guests see it. */
  private static void expire(EndpointResponse created) {
    var changed =
        new TableEntity("invitation-" + created.text("invitationId"), "invitation")
            .addProperty("ExpiresOn", aMinuteAgo().atOffset(ZoneOffset.UTC));
    endpoint.table().updateEntity(changed);
    makeDue(created);
  }

  /** Schedules the end of the invitation for a minute ago. */
  private static void makeDue(EndpointResponse created) {
    endpoint
        .table()
        .createEntity(
            new TableEntity("endings", aMinuteAgo() + "_" + created.text("invitationId")));
  }

  private static Instant aMinuteAgo() {
    return Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.SECONDS);
  }

  private static void recover() {
    try (var functions = DevelopmentHost.serve(endpoint::newApplication)) {
      functions.runTimer("Recovery");
    }
  }

  private void block(String blocked) {
    admin.put("/users/" + blocked + "/access", "{\"blocked\": true}").expect(200);
  }

  private EndpointClient application(String name, String... roles) {
    return endpoint.withToken(
        endpoint
            .issuer()
            .tokenBuilder(name + "-of-" + user)
            .claim("azp", name + "-of-" + user)
            .claim("idtyp", "app")
            .roles(roles)
            .mint());
  }

  private EndpointResponse join(EndpointResponse created) {
    return guest.post("/guests", "{\"invitation\": \"" + created.text("code") + "\"}");
  }

  private static String path(EndpointResponse created) {
    return INVITATIONS + "/" + created.text("invitationId");
  }

  private static String identityOf(Map<?, ?> guestOfInvitation) {
    return guestOfInvitation.get("user") instanceof Map<?, ?> identity
        ? String.valueOf(identity.get("communicationUserId"))
        : "";
  }

  private static List<Map<?, ?>> guests(EndpointResponse invitation) {
    assertTrue(invitation.json().get("guests") instanceof List<?>, invitation.http().body());
    return ((List<?>) invitation.json().get("guests"))
        .stream().<Map<?, ?>>map(it -> (Map<?, ?>) it).toList();
  }
}
