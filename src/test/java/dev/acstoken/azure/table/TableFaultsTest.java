package dev.acstoken.azure.table;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.azure.CannedServer;
import dev.acstoken.azure.CannedServer.CannedResponse;
import dev.acstoken.guests.EndSchedule.ScheduledEnd;
import dev.acstoken.guests.EndScheduleContract;
import dev.acstoken.guests.Invitation;
import dev.acstoken.guests.InvitationStoreContract;
import dev.acstoken.guests.JoinLog.PendingJoin;
import dev.acstoken.guests.JoinLogContract;
import dev.acstoken.guests.JoinedGuest;
import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.StoredRow;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.IntentLogContract;
import dev.acstoken.identity.protocol.MappingStoreContract;
import dev.acstoken.identity.protocol.PendingChange;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies that a failure of the table is reported as a failure, never as an absent row. */
class TableFaultsTest {

  private static final User ALICE = new User("https://issuer.example", "alice");
  private static final Mapping MAPPING =
      new Mapping(
          ALICE,
          new CommunicationUserId("8:acs:first"),
          "https://contoso.communication.azure.com",
          Mapping.State.ACTIVE,
          Instant.parse("2026-11-20T09:30:00Z"),
          Optional.empty());
  private static final String VERSION = "W/\"datetime'2026-11-20T09%3A30%3A00.0000000Z'\"";
  private static final Account MAPPED =
      new Account(
          ALICE, Optional.of(MAPPING), AccessPolicy.INHERITED, Optional.of(StoredRow.of(VERSION)));
  private static final Account UNSTORED =
      new Account(ALICE, Optional.of(MAPPING), AccessPolicy.INHERITED, Optional.empty());
  private static final PendingChange PENDING =
      new PendingChange(PendingChange.Kind.IDENTITY, MAPPING, Instant.EPOCH, VERSION);

  private static final Invitation INVITATION =
      InvitationStoreContract.invitation().withVersion(VERSION);
  private static final JoinedGuest GUEST = InvitationStoreContract.guest("a");
  private static final PendingJoin JOINING =
      new PendingJoin(GUEST.guest(), "id", Instant.EPOCH, VERSION, false);
  private static final ScheduledEnd END = new ScheduledEnd(INVITATION.id(), Instant.EPOCH);

  static final List<Call> REMOVALS =
      List.of(
          (storage, request) -> storage.mappings().replace(MAPPED.withoutMapping(), request),
          (storage, request) -> storage.mappings().removeOwner(MAPPING, request),
          (storage, request) -> storage.intentLog().complete(PENDING, request),
          (storage, request) -> storage.intentLog().discard(MAPPING.communicationUserId(), request),
          (storage, request) -> storage.invitations().removeGuest(GUEST.guest(), request),
          (storage, request) -> storage.invitations().remove(INVITATION, request),
          (storage, request) -> storage.joinLog().complete(JOINING, request),
          (storage, request) -> storage.endSchedule().remove(END, request));

  private final RequestContext context = RequestContext.within(Duration.ofSeconds(30));

  @ParameterizedTest
  @MethodSource("calls")
  void everyCallFailsIfTheTableRejectsItOrIsDown(Call call) {
    for (CannedResponse response : rejectionsAndFaults()) {
      try (var server = CannedServer.http(response)) {
        var thrown =
            assertThrows(
                ServiceException.class,
                () -> call.on(storage(server.endpoint()), context),
                response::toString);

        assertEquals(ErrorCode.STORAGE_UNAVAILABLE, thrown.code());
        assertTrue(thrown.retryAfter().isPresent());
      }
    }
  }

  static Stream<Call> calls() {
    return Stream.of(
            MappingStoreContract.calls()
                .<Call>map(
                    call -> (storage, request) -> call.on(storage.mappings(), MAPPED, request)),
            IntentLogContract.calls()
                .<Call>map(
                    call -> (storage, request) -> call.on(storage.intentLog(), PENDING, request)),
            InvitationStoreContract.calls()
                .<Call>map(
                    call ->
                        (storage, request) ->
                            call.on(storage.invitations(), INVITATION, GUEST, request)),
            JoinLogContract.calls()
                .<Call>map(
                    call -> (storage, request) -> call.on(storage.joinLog(), JOINING, request)),
            EndScheduleContract.calls()
                .<Call>map(
                    call -> (storage, request) -> call.on(storage.endSchedule(), END, request)))
        .flatMap(calls -> calls);
  }

  /** A call of a port. */
  @FunctionalInterface
  interface Call {
    void on(TableStorage storage, RequestContext request);
  }

  // The Retry-After exceeds every deadline, so the test does not wait for retries.
  private static List<CannedResponse> rejectionsAndFaults() {
    Map<String, String> later = Map.of("Retry-After", "3600");
    return List.of(
        new CannedResponse(400, error("InvalidInput")),
        new CannedResponse(403, error("AuthorizationPermissionMismatch")),
        new CannedResponse(429, "", later),
        new CannedResponse(500, error("InternalError"), later),
        new CannedResponse(503, error("ServerBusy"), later));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "<html>Not Found</html>",
        "{\"odata.error\":{\"code\":\"AccountNotFound\",\"message\":{\"value\":\"No.\"}}}"
      })
  void a404WithoutTheTablesNotFoundCodeDoesNotMeanAbsent(String body) {
    try (var server = CannedServer.http(new CannedResponse(404, body))) {
      TableStorage storage = storage(server.endpoint());

      assertUnavailable(() -> storage.mappings().find(ALICE, context));
      assertUnavailable(() -> storage.mappings().findOwner(MAPPING.communicationUserId(), context));
      assertUnavailable(() -> storage.mappings().replace(MAPPED, context));
      assertUnavailable(() -> storage.mappings().replace(UNSTORED, context));
      assertUnavailable(() -> storage.intentLog().findStale(Instant.EPOCH, context));
      assertUnavailable(() -> storage.mappings().putOwner(MAPPING, context));
      assertUnavailable(() -> storage.mappings().moveOwner(ALICE, MAPPING, context));
      assertUnavailable(() -> storage.mappings().storeCopy(MAPPED, UNSTORED, List.of(), context));
      assertUnavailable(() -> storage.intentLog().find(MAPPING.communicationUserId(), context));
      assertUnavailable(
          () ->
              storage
                  .intentLog()
                  .beginUnlessOfAnother(PendingChange.Kind.ADOPTION, MAPPING, context));
      assertUnavailable(
          () -> storage.intentLog().begin(PendingChange.Kind.IDENTITY, MAPPING, context));
      assertUnavailable(() -> storage.invitations().find(INVITATION.id(), context));
      assertUnavailable(() -> storage.invitations().replace(INVITATION, context));
      assertUnavailable(() -> storage.invitations().admit(INVITATION, GUEST, context));
      assertUnavailable(() -> storage.invitations().findGuest(GUEST.guest(), context));
      assertUnavailable(() -> storage.invitations().findGuests(INVITATION.id(), context));
      assertUnavailable(() -> storage.invitations().updateGuest(GUEST, context));
      assertUnavailable(() -> storage.joinLog().begin(GUEST.guest(), context));
      assertUnavailable(() -> storage.joinLog().claim(JOINING, context));
      assertUnavailable(() -> storage.joinLog().findStale(Instant.EPOCH, context));
      assertUnavailable(() -> storage.endSchedule().findDue(Instant.EPOCH, context));
    }
  }

  @ParameterizedTest
  @FieldSource("REMOVALS")
  void a404OfSomethingElseThanTheTableDoesNotMeanRemoved(Call removal) {
    for (String body : List.of("", "<html>Not Found</html>", error("AccountNotFound"))) {
      try (var server = CannedServer.http(new CannedResponse(404, body))) {
        assertUnavailable(() -> removal.on(storage(server.endpoint()), context));
      }
    }
  }

  @ParameterizedTest
  @FieldSource("REMOVALS")
  void theTablesOwnNotFoundMeansRemoved(Call removal) {
    try (var server = CannedServer.http(new CannedResponse(404, error("ResourceNotFound")))) {
      assertDoesNotThrow(() -> removal.on(storage(server.endpoint()), context));
    }
  }

  @ParameterizedTest
  @MethodSource("calls")
  void everyCallFailsIfTheConnectionIsRefused(Call call) {
    URI unusedEndpoint;
    try (var server = CannedServer.http(new CannedResponse(200, ""))) {
      unusedEndpoint = server.endpoint();
    }

    var thrown =
        assertThrows(
            ServiceException.class,
            () -> call.on(storage(unusedEndpoint), RequestContext.within(Duration.ofMillis(500))));

    assertEquals(ErrorCode.STORAGE_UNAVAILABLE, thrown.code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"PartitionKey\":", "<html>Welcome to the proxy</html>"})
  void anUnreadableSuccessResponseIsAFailure(String body) {
    try (var server = CannedServer.http(new CannedResponse(200, body))) {
      TableStorage storage = storage(server.endpoint());

      assertUnavailable(() -> storage.mappings().find(ALICE, context));
      assertUnavailable(() -> storage.mappings().findOwner(MAPPING.communicationUserId(), context));
      assertUnavailable(() -> storage.invitations().find(INVITATION.id(), context));
      assertUnavailable(() -> storage.invitations().findGuest(GUEST.guest(), context));
    }
  }

  @Test
  void aPersistentFaultEndsAfterThreeAttempts() {
    try (var server = CannedServer.http(new CannedResponse(503, error("ServerBusy")))) {
      assertThrows(
          ServiceException.class, () -> storage(server.endpoint()).mappings().find(ALICE, context));

      assertEquals(3, server.requests());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 429})
  void otherFaultsAreNotRetried(int status) {
    try (var server = CannedServer.http(new CannedResponse(status, error("AccountIsDisabled")))) {
      assertThrows(
          ServiceException.class, () -> storage(server.endpoint()).mappings().find(ALICE, context));

      assertEquals(1, server.requests());
    }
  }

  @Test
  void theRetryAfterOfABusyTableIsReported() {
    var busy = new CannedResponse(503, error("ServerBusy"), Map.of("Retry-After", "3600"));
    try (var server = CannedServer.http(busy)) {
      var thrown =
          assertThrows(
              ServiceException.class,
              () -> storage(server.endpoint()).mappings().find(ALICE, context));

      assertEquals(Optional.of(Duration.ofHours(1)), thrown.retryAfter());
      assertEquals(1, server.requests());
    }
  }

  private static void assertUnavailable(Executable call) {
    assertEquals(ErrorCode.STORAGE_UNAVAILABLE, assertThrows(ServiceException.class, call).code());
  }

  private static TableStorage storage(URI endpoint) {
    var connectionString =
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=c2VjcmV0;"
            + "TableEndpoint="
            + endpoint
            + "/devstoreaccount1;";
    return AzuriteTable.storage(connectionString, "identities");
  }

  private static String error(String code) {
    return """
        {"odata.error":{"code":"%s","message":{"lang":"en-US","value":"No."}}}"""
        .formatted(code);
  }
}
