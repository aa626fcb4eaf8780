package dev.acstoken.azure.resilience;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.azure.AzureClients;
import dev.acstoken.azure.CannedServer;
import dev.acstoken.azure.acs.AcsSettings;
import dev.acstoken.azure.table.TableSettings;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.DependencyCall;
import dev.acstoken.identity.DependencyCall.Dependency;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.Redacted;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.RequestObserver;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.StateChange;
import dev.acstoken.identity.User;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Verifies what a request's observer records of the calls to ACS and Table Storage, and that the
 * calls carry the request's trace.
 */
class CallTelemetryTest {

  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-00000000000000%02x-01";

  private final RecordingObserver observer = new RecordingObserver();

  @Test
  void aCallToAcsCarriesTheTraceAndRecordsItsRequestId() {
    var created =
        new CannedServer.CannedResponse(
            201, "{\"identity\": {\"id\": \"8:acs:x\"}}", Map.of("MS-CV", "cv+/1.0"));
    try (var server = CannedServer.https(created)) {
      var unused = acs(server).create(context(8000));

      assertEquals(TRACE.formatted(1), server.lastHeader("Traceparent"));
      assertEquals(List.of("ACS 1 ok 201 cv+/1.0"), observer.calls);
    }
  }

  @Test
  void everyAttemptAtTableStorageCarriesTheTrace() {
    var busy = new CannedServer.CannedResponse(503, "{}", Map.of("x-ms-request-id", "table-7"));
    try (var server = CannedServer.http(busy)) {
      assertThrows(
          ServiceException.class,
          () -> mappings(server).find(new User("issuer", "user"), context(8000)));

      assertEquals(TRACE.formatted(3), server.lastHeader("Traceparent"));
      assertEquals(
          List.of(
              "TABLE 1 failed 503 table-7",
              "TABLE 2 failed 503 table-7",
              "TABLE 3 failed 503 table-7"),
          observer.calls);
    }
  }

  @Test
  void aMissingRowIsNotAFailure() {
    var missing =
        new CannedServer.CannedResponse(
            404,
            "{\"odata.error\": {\"code\": \"ResourceNotFound\", \"message\": {\"value\": \"No.\"}}}",
            Map.of("Content-Type", "application/json"));
    try (var server = CannedServer.http(missing)) {
      assertTrue(mappings(server).find(new User("issuer", "user"), context(8000)).isBlank());

      assertEquals(List.of("TABLE 1 ok 404 "), observer.calls);
    }
  }

  @Test
  void aCallWithoutAResponseRecordsItsDuration() {
    try (var server = CannedServer.silent()) {
      assertThrows(
          ServiceException.class,
          () -> mappings(server).find(new User("issuer", "user"), context(300)));

      assertEquals(List.of("TABLE 1 failed 0 "), observer.calls);
      assertNotEquals(Duration.ZERO, observer.took);
    }
  }

  @Test
  void aRequestWithoutAnObserverSendsNoTrace() {
    try (var server = CannedServer.http(new CannedServer.CannedResponse(500, ""))) {
      assertThrows(
          ServiceException.class,
          () ->
              mappings(server)
                  .find(new User("issuer", "user"), RequestContext.within(Duration.ofSeconds(8))));

      assertEquals("", server.lastHeader("Traceparent"));
    }
  }

  private RequestContext context(long millis) {
    return RequestContext.within(Duration.ofMillis(millis), observer);
  }

  private static CommunicationIdentities acs(CannedServer server) {
    var http = HttpClient.newBuilder().sslContext(CannedServer.clientSslContext());
    return new AzureClients(http)
        .communicationIdentities(
            new AcsSettings(server.endpoint(), Optional.of(new Redacted("a2V5"))));
  }

  private static MappingStore mappings(CannedServer server) {
    var connectionString =
        "AccountName=x;AccountKey=a2V5;TableEndpoint=" + server.endpoint() + "/x;";
    return new AzureClients(HttpClient.newBuilder())
        .tableStorage(
            new TableSettings(
                new TableSettings.WithConnectionString(new Redacted(connectionString)), "rows"))
        .mappings();
  }

  /** Records each call and starts a new span for it. */
  private static final class RecordingObserver implements RequestObserver {
    private final List<String> calls = new ArrayList<>();
    private Duration took = Duration.ZERO;
    private int spans;

    @Override
    public Optional<String> traceparent() {
      return Optional.of(TRACE.formatted(++spans));
    }

    @Override
    public void onCall(DependencyCall call) {
      took = call.took();
      calls.add(
          "%s %d %s %d %s"
              .formatted(
                  call.dependency(),
                  call.attempt(),
                  call.failed() ? "failed" : "ok",
                  call.status().orElse(0),
                  call.requestId().orElse("")));
      assertTrue(call.dependency() != Dependency.ENTRA);
    }

    @Override
    public void onSurvivedFailure(ServiceException e) {}

    @Override
    public void onChange(StateChange change) {
      throw new AssertionError("a call alone is not a change");
    }
  }
}
