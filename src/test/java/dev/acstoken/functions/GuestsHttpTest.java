package dev.acstoken.functions;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.emulator.Fault;
import dev.acstoken.emulator.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies through the HTTP API that guests join with an invitation's code, and what limits them.
 */
class GuestsHttpTest {
  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  private static final String GUESTS = "/guests";
  private static final String OWN_SECRET = "a-secret_of-the-app-1234";

  private final String user = "host-" + UUID.randomUUID();
  private final EndpointClient host = endpoint.as(user, "Invitation.Create");
  private final EndpointClient admin = endpoint.as("admin-of-" + user, "Identity.Admin");
  private final EndpointClient guest = endpoint.anonymous();

  @Test
  void aGuestJoinsWithTheCodeAlone() {
    var invitation = invite("{\"reference\": \"room 7\"}");

    var joined = join(invitation).expect(201);

    assertTrue(endpoint.acs().isValid(joined.token()));
    assertTrue(endpoint.acs().identities().contains(joined.communicationUserId()));
    assertEquals(List.of("chat.join", "voip.join"), joined.json().get("scopes"));
    assertEquals("room 7", joined.text("reference"));
    assertTrue(joined.guestSecret().matches("[\\w-]{22}"), joined.guestSecret());
    assertEquals(endpoint.acs().endpoint().toString(), joined.text("endpoint"));
  }

  @Test
  void aGuestOfAnInvitationWithoutAReferenceGetsNone() {
    assertFalse(join(invite("{}")).expect(201).json().containsKey("reference"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer nonsense", "Bearer", "Basic YTpi"})
  void aCredentialThatIsSentAlongIsNotRead(String authorization) {
    var client = guest.header("authorization", authorization);

    client.post(GUESTS, body(invite("{}"))).expect(201);
  }

  @Test
  void theTokenOfAUserMakesNoDifference() {
    var joined = endpoint.as(user).post(GUESTS, body(invite("{}"))).expect(201);

    assertNotEquals(
        joined.communicationUserId(),
        endpoint.as(user).put("/users/me/identity").expect(201).communicationUserId());
  }

  @Test
  void theSameGuestGetsAnotherTokenOfTheSameIdentity() {
    var invitation = invite("{}");
    var joined = join(invitation).expect(201);

    var again =
        guest.post(GUESTS, body(invitation, joined.guestId(), joined.guestSecret())).expect(200);
    var bySecret = guest.post(GUESTS, body(invitation, joined.guestSecret())).expect(200);

    for (var other : List.of(again, bySecret)) {
      assertEquals(joined.communicationUserId(), other.communicationUserId());
      assertEquals(joined.guestId(), other.guestId());
      assertEquals(joined.guestSecret(), other.guestSecret());
      assertTrue(endpoint.acs().isValid(other.token()));
    }
  }

  @Test
  void aRetryWithASecretOfTheAppsOwnUsesNoSecondPlace() {
    var invitation = invite("{}");

    var first = guest.post(GUESTS, body(invitation, OWN_SECRET)).expect(201);
    var retry = guest.post(GUESTS, body(invitation, OWN_SECRET)).expect(200);

    assertEquals(OWN_SECRET, first.guestSecret());
    assertEquals(first.communicationUserId(), retry.communicationUserId());
  }

  @Test
  void theSameSecretIsAnotherGuestOfAnotherInvitation() {
    var first = guest.post(GUESTS, body(invite("{}"), OWN_SECRET)).expect(201);
    var second = guest.post(GUESTS, body(invite("{}"), OWN_SECRET)).expect(201);

    assertNotEquals(first.communicationUserId(), second.communicationUserId());
    assertNotEquals(first.guestId(), second.guestId());
  }

  @Test
  void nobodyIsGivenTheTokenOfAnotherGuest() {
    var invitation = invite("{\"maxGuests\": 5}");
    var alice = join(invitation).expect(201);
    var bob = join(invitation).expect(201);
    var elsewhere = join(invite("{}")).expect(201);

    for (var body :
        List.of(
            body(invitation, alice.guestId(), bob.guestSecret()),
            body(invitation, alice.guestId(), OWN_SECRET),
            body(invitation, "", bob.guestSecret()),
            body(invitation, "nobody", bob.guestSecret()),
            body(invitation, elsewhere.guestId(), elsewhere.guestSecret()))) {
      refused(guest.post(GUESTS, body), "guest_unknown");
    }
  }

  @Test
  void aGuestWithAnIdMustHaveJoined() {
    var invitation = invite("{\"maxGuests\": 2}");
    String id = guest.post(GUESTS, body(invitation, OWN_SECRET)).expect(201).guestId();
    var other = invite("{}");

    refused(guest.post(GUESTS, body(other, id, OWN_SECRET)), "guest_unknown");
    guest.post(GUESTS, body(invitation, id, OWN_SECRET)).expect(200);
  }

  @Test
  void noMoreGuestsJoinThanTheInvitationHasPlaces() {
    var invitation = invite("{\"maxGuests\": 2}");
    var first = join(invitation).expect(201);
    join(invitation).expect(201);

    refused(join(invitation), "full");
    guest.post(GUESTS, body(invitation, first.guestId(), first.guestSecret())).expect(200);
  }

  @Test
  void noMoreGuestsJoinAtOnceThanTheInvitationHasPlaces() {
    var invitation = invite("{\"maxGuests\": 3}");
    Set<String> before = endpoint.acs().identities();
    var threads = Executors.newFixedThreadPool(8);
    try {
      var responses =
          IntStream.range(0, 8)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> join(invitation), threads))
              .toList()
              .stream()
              .map(CompletableFuture::join)
              .collect(groupingBy(response -> response.http().statusCode()));

      assertEquals(Set.of(201, 404), responses.keySet());
      assertEquals(3, responses.getOrDefault(201, List.of()).size());
      responses.getOrDefault(404, List.of()).forEach(response -> refused(response, "full"));
      Set<String> created = new HashSet<>(endpoint.acs().identities());
      created.removeAll(before);
      assertEquals(
          responses.getOrDefault(201, List.of()).stream()
              .map(EndpointResponse::communicationUserId)
              .collect(toSet()),
          created);
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "Xxw60pBL6GcdLKT4O5BuFcR-GaBdg_JrDpex1EisU_A",
        "Xxw60pBL6GcdLKT4O5BuFcR-GaBdg_JrDpex1EisU_B",
        "Xxw60pBL6GcdLKT4O5BuFcR-GaBdg_JrDpex1EisU_A=",
        "\\u0000",
        "\\ud83e"
      })
  void aCodeThatDoesNotExistHasNoReason(String code) {
    var response = guest.post(GUESTS, "{\"invitation\": \"" + code + "\"}");

    response.expectProblem(404, "invitation_not_usable");
    assertFalse(response.json().containsKey("reason"));
  }

  @Test
  void theIdOfAnInvitationIsNoCode() {
    var invitation = invite("{}");
    String code = invitation.text("code");
    String other = code.substring(0, 42) + (code.endsWith("A") ? "E" : "A");

    for (String wrong : List.of(invitation.text("invitationId"), other)) {
      var response = guest.post(GUESTS, "{\"invitation\": \"" + wrong + "\"}");
      response.expectProblem(404, "invitation_not_usable");
      assertFalse(response.json().containsKey("reason"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {} | Send "invitation" with the code of an invitation.
          null | Send "invitation" with the code of an invitation.
          {"invitation": null} | Send "invitation" with the code of an invitation.
          {"guest": {"secret": "a-secret_of-the-app-1234"}} | Send "invitation"
          {"invitation": 7} | The field "invitation" must be a text.
          {"invitation": {"code": "x"}} | The field "invitation" must be a text.
          {"invitation": "x", "guest": "y"} | The field "guest" must be an object.
          {"invitation": "x", "guest": []} | The field "guest" must be an object.
          {"invitation": "x", "guest": {}} | The field "guest" must have a "secret".
          {"invitation": "x", "guest": {"id": "y"}} | The field "guest" must have a "secret".
          {"invitation": "x", "guest": {"secret": null}} | The field "guest" must have a "secret".
          {"invitation": "x", "guest": {"secret": "short"}} | must have 22 to 128 letters
          {"invitation": "x", "guest": {"secret": "a secret with spaces in it"}} | must have 22 to 128 letters
          {"invitation": "x", "guest": {"secret": 1234567890123456789012}} | must have 22 to 128 letters
          {"invitation": "x", "guest": {"id": 1, "secret": "a-secret_of-the-app-1234"}} | The field "id" of the guest must be a text.
          {"invitation": "x", "guest": {"name": "y"}} | Allowed fields are "id" and "secret".
          {"invitation": "x", "reference": "y"} | Allowed fields are "invitation" and "guest".
          {"invitation": "x" | not well-formed
          """)
  void aMalformedBodyIsRefusedWithTheReason(String body, String detail) {
    var refused = guest.post(GUESTS, body).expectProblem(400, "invalid_request");

    assertTrue(refused.text("detail").contains(detail), refused.text("detail"));
  }

  @Test
  void aBodyIsRequiredAsElsewhere() {
    guest.post(GUESTS).expectProblem(400, "invalid_request");
    guest.postChunked(GUESTS, "{}").expectProblem(411, "length_required");
    guest.postAs("text/plain", GUESTS, "{}").expectProblem(415, "unsupported_media_type");
    guest.header("if-match", "*").post(GUESTS, "{\"invitation\": \"x\"}").expect(412);
  }

  @Test
  void nullInAGuestMeansAbsent() {
    guest
        .post(GUESTS, "{\"invitation\": \"" + invite("{}").text("code") + "\", \"guest\": null}")
        .expect(201);
    guest
        .post(
            GUESTS,
            "{\"invitation\": \"%s\", \"guest\": {\"id\": null, \"secret\": \"%s\"}}"
                .formatted(invite("{}").text("code"), OWN_SECRET))
        .expect(201);
  }

  @Test
  void aSecretHas22To128Characters() {
    var invitation = invite("{\"maxGuests\": 2}");

    guest.post(GUESTS, body(invitation, "s".repeat(22))).expect(201);
    guest.post(GUESTS, body(invitation, "s".repeat(128))).expect(201);
    guest.post(GUESTS, body(invitation, "s".repeat(21))).expectProblem(400, "invalid_request");
    guest.post(GUESTS, body(invitation, "s".repeat(129))).expectProblem(400, "invalid_request");
  }

  @Test
  void rightCodesAreServedWhileGuessesAreUsedUp() {
    var client = guest.at(endpoint.with());
    var invitation = invite("{}");
    client.post(GUESTS, body(invitation, OWN_SECRET)).expect(201);
    long calls = callsOfAcs();
    IntStream.range(0, 60)
        .forEach(i -> sendGuess(client, i).expectProblem(404, "invitation_not_usable"));
    var refused =
        IntStream.range(60, 260)
            .mapToObj(i -> sendGuess(client, i))
            .filter(it -> it.http().statusCode() == 429)
            .findFirst()
            .orElseThrow()
            .expectProblem(429, "rate_limited");
    assertEquals(calls, callsOfAcs());
    assertTrue(refused.text("detail").contains("wrong invitation code"), refused.text("detail"));
    for (int i = 0; i < 59; i++) {
      client.post(GUESTS, body(invitation, OWN_SECRET)).expect(200);
    }
  }

  @Test
  void eachInvitationHasItsOwnLimit() {
    var client = guest.at(endpoint.with());
    var ended = invite("{}");
    host.delete("/invitations/" + ended.text("invitationId")).expect(204);
    for (int i = 0; i < 60; i++) {
      refused(client.post(GUESTS, body(ended)), "ended");
    }

    // The bucket refills meanwhile, one request each second.
    var next = client.post(GUESTS, body(ended));
    for (int i = 0; i < 200 && next.http().statusCode() == 404; i++) {
      next = client.post(GUESTS, body(ended));
    }
    next.expectProblem(429, "rate_limited");
    client.post(GUESTS, body(invite("{}"))).expect(201);
  }

  @Test
  void nobodyUsesAnInvitationOfABlockedUser() {
    var invitation = invite("{\"maxGuests\": 2}");
    var joined = join(invitation).expect(201);
    admin.put("/users/" + user + "/access", "{\"blocked\": true}").expect(200);

    refused(join(invitation), "suspended");
    refused(
        guest.post(GUESTS, body(invitation, joined.guestId(), joined.guestSecret())), "suspended");
    admin.delete("/users/" + user + "/access").expect(200);
    join(invitation).expect(201);
  }

  @Test
  void aTokenEndsWithTheInvitationIfAcsIssuesOneThatShort() {
    var ofTwoHours = invite("{\"expiresInMinutes\": 120}");
    var ofTenMinutes = invite("{\"expiresInMinutes\": 10}");
    var asShort = guest.at(endpoint.with("TOKEN_LIFETIME_MINUTES", "1440"));

    var longer = asShort.post(GUESTS, body(ofTwoHours)).expect(201);
    var shorter = asShort.post(GUESTS, body(ofTenMinutes)).expect(201);

    assertFalse(expiry(longer).isAfter(expiry(ofTwoHours)));
    assertTrue(expiry(longer).isAfter(expiry(ofTwoHours).minus(Duration.ofMinutes(10))));
    assertTrue(expiry(shorter).isAfter(expiry(ofTenMinutes)));
    assertFalse(expiry(shorter).isAfter(expiry(ofTenMinutes).plus(Duration.ofMinutes(60))));
  }

  @Test
  void aJoinThatFailsUsesNoPlace() {
    var invitation = invite("{}");
    endpoint.acs().faults().always(Operation.CREATE_IDENTITY, Fault.status(403));
    join(invitation).expectProblem(502, "acs_rejected");
    endpoint.acs().faults().clear();

    join(invitation).expect(201);
  }

  @Test
  void theFormerCodeAndTheNextOneAreForDifferentLinks() {
    var withKey = host.header("idempotency-key", user);
    var former = withKey.post("/invitations", "{}").expect(201);
    var next = withKey.post("/invitations", "{}").expect(201);

    assertFalse(
        join(former).expectProblem(404, "invitation_not_usable").json().containsKey("reason"));
    join(next).expect(201);
  }

  private static void refused(EndpointResponse response, String reason) {
    assertEquals(reason, response.expectProblem(404, "invitation_not_usable").reason());
  }

  private static Instant expiry(EndpointResponse response) {
    return Instant.parse(response.text("expiresOn"));
  }

  private static long callsOfAcs() {
    return Stream.of(Operation.values())
        .mapToLong(it -> endpoint.acs().counters().of(it).received())
        .sum();
  }

  /** Returns a text that has the form of a code or, each second time, has not. */
  private static EndpointResponse sendGuess(EndpointClient client, int i) {
    return client.post(GUESTS, "{\"invitation\": \"" + guess(i) + "\"}");
  }

  private static String guess(int i) {
    return i % 2 == 0 ? "guess-" + i : "Xxw60pBL6GcdLKT4O5BuFcR-GaBdg_JrDpex1Eis%02d8".formatted(i);
  }

  private EndpointResponse invite(String terms) {
    return host.post("/invitations", terms).expect(201);
  }

  private EndpointResponse join(EndpointResponse invitation) {
    return guest.post(GUESTS, body(invitation));
  }

  private static String body(EndpointResponse invitation) {
    return "{\"invitation\": \"" + invitation.text("code") + "\"}";
  }

  private static String body(EndpointResponse invitation, String secret) {
    return "{\"invitation\": \"%s\", \"guest\": {\"secret\": \"%s\"}}"
        .formatted(invitation.text("code"), secret);
  }

  private static String body(EndpointResponse invitation, String id, String secret) {
    return "{\"invitation\": \"%s\", \"guest\": {\"id\": \"%s\", \"secret\": \"%s\"}}"
        .formatted(invitation.text("code"), id, secret);
  }
}
