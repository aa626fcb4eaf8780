package dev.acstoken.azure.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.azure.AzureClients;
import dev.acstoken.azure.CannedServer;
import dev.acstoken.azure.CannedServer.Answer;
import dev.acstoken.azure.Secret;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.Failure;
import dev.acstoken.identity.IdentityException;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.MappingTable;
import dev.acstoken.identity.protocol.MappingTableContract;
import dev.acstoken.identity.protocol.Unsettled;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is concluded from a store that fails. */
class TableFaultsTest {

  private static final User ALICE = new User("https://issuer.example", "alice");
  private static final Mapping MAPPING =
      new Mapping(
          ALICE,
          new CommunicationUserId("8:acs:first"),
          "https://contoso.communication.azure.com",
          Mapping.State.ACTIVE,
          Instant.parse("2026-11-20T09:30:00Z"));
  private static final Account MAPPED =
      new Account(
          ALICE,
          Optional.of(MAPPING),
          Optional.empty(),
          "W/\"datetime'2026-11-20T09%3A30%3A00.0000000Z'\"");

  private final Deadline deadline = Deadline.in(Duration.ofSeconds(30));

  @ParameterizedTest
  @MethodSource("calls")
  void everyCallFailsWhenTheStoreRefusesOrIsDown(MappingTableContract.Call call) {
    for (Answer answer : refusalsAndFaults()) {
      try (var server = CannedServer.http(answer)) {
        var thrown =
            assertThrows(
                IdentityException.class,
                () -> call.on(table(server.endpoint()), MAPPED, deadline),
                answer::toString);

        assertEquals(Failure.STORAGE_UNAVAILABLE, thrown.failure());
        assertTrue(thrown.retryAfter().isPresent());
      }
    }
  }

  static Stream<MappingTableContract.Call> calls() {
    return MappingTableContract.calls();
  }

  // With a Retry-After that no deadline has room for, so that the test need not wait.
  private static List<Answer> refusalsAndFaults() {
    Map<String, String> later = Map.of("Retry-After", "3600");
    return List.of(
        new Answer(400, error("InvalidInput")),
        new Answer(403, error("AuthorizationPermissionMismatch")),
        new Answer(429, "", later),
        new Answer(500, error("InternalError"), later),
        new Answer(503, error("ServerBusy"), later));
  }

  // Not the removals: the SDK takes any 404 for "there is nothing to remove".
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "<html>Not Found</html>",
        "{\"odata.error\":{\"code\":\"AccountNotFound\",\"message\":{\"value\":\"No.\"}}}"
      })
  void a404OfSomethingElseThanTheTableDoesNotMeanAbsent(String body) {
    try (var server = CannedServer.http(new Answer(404, body))) {
      MappingTable table = table(server.endpoint());

      assertUnavailable(() -> table.find(ALICE, deadline));
      assertUnavailable(() -> table.findUser(MAPPING.communicationUserId(), deadline));
      assertUnavailable(() -> table.replace(MAPPED, deadline));
      assertUnavailable(() -> table.replace(MAPPED.stored(""), deadline));
      assertUnavailable(() -> table.findUnsettled(Instant.EPOCH, deadline));
      assertUnavailable(() -> table.insertReverse(MAPPING, deadline));
      assertUnavailable(() -> table.recordUnsettled(Unsettled.Change.LIFE, MAPPING, deadline));
    }
  }

  @ParameterizedTest
  @MethodSource("calls")
  void everyCallFailsWhenNobodyListens(MappingTableContract.Call call) {
    URI nobody;
    try (var server = CannedServer.http(new Answer(200, ""))) {
      nobody = server.endpoint();
    }

    var thrown =
        assertThrows(
            IdentityException.class,
            () -> call.on(table(nobody), MAPPED, Deadline.in(Duration.ofMillis(500))));

    assertEquals(Failure.STORAGE_UNAVAILABLE, thrown.failure());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"PartitionKey\":", "<html>Welcome to the proxy</html>"})
  void aSuccessThatCannotBeReadIsAFailure(String body) {
    try (var server = CannedServer.http(new Answer(200, body))) {
      MappingTable table = table(server.endpoint());

      assertUnavailable(() -> table.find(ALICE, deadline));
      assertUnavailable(() -> table.findUser(MAPPING.communicationUserId(), deadline));
    }
  }

  @Test
  void aPassingFaultIsMetThreeTimesAtMost() {
    try (var server = CannedServer.http(new Answer(503, error("ServerBusy")))) {
      assertThrows(IdentityException.class, () -> table(server.endpoint()).find(ALICE, deadline));

      assertEquals(3, server.requests());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 429})
  void otherFaultsAreNotRepeated(int status) {
    try (var server = CannedServer.http(new Answer(status, error("AccountIsDisabled")))) {
      assertThrows(IdentityException.class, () -> table(server.endpoint()).find(ALICE, deadline));

      assertEquals(1, server.requests());
    }
  }

  @Test
  void aBusyStoresRetryAfterIsPassedOn() {
    var busy = new Answer(503, error("ServerBusy"), Map.of("Retry-After", "3600"));
    try (var server = CannedServer.http(busy)) {
      var thrown =
          assertThrows(
              IdentityException.class, () -> table(server.endpoint()).find(ALICE, deadline));

      assertEquals(Optional.of(Duration.ofHours(1)), thrown.retryAfter());
      assertEquals(1, server.requests());
    }
  }

  private static void assertUnavailable(Executable call) {
    assertEquals(
        Failure.STORAGE_UNAVAILABLE, assertThrows(IdentityException.class, call).failure());
  }

  private static MappingTable table(URI endpoint) {
    var connectionString =
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=c2VjcmV0;"
            + "TableEndpoint="
            + endpoint
            + "/devstoreaccount1;";
    return new AzureClients(HttpClient.newBuilder(), Optional.empty())
        .mappingTable(
            new TableSettings(
                new TableSettings.WithConnectionString(new Secret(connectionString)),
                "identities"));
  }

  private static String error(String code) {
    return """
        {"odata.error":{"code":"%s","message":{"lang":"en-US","value":"No."}}}"""
        .formatted(code);
  }
}
