package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.TableName;
import dev.acstoken.app.LazyApplication;
import dev.acstoken.devhost.Azurite;
import dev.acstoken.devhost.DevelopmentHost;
import dev.acstoken.devhost.Emulators;
import dev.acstoken.devhost.FaultyTableStorage;
import dev.acstoken.devhost.FunctionsHost;
import dev.acstoken.devhost.LocalIssuer;
import dev.acstoken.emulator.AcsEmulator;
import dev.acstoken.emulator.Operation;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Runs cases of the fault matrix, one at a time, on an endpoint with its own ACS and table. */
final class FaultMatrixWorker implements AutoCloseable {

  private final AcsEmulator acs = AcsEmulator.builder().host("localhost").start();
  private final DirectAcs directAcs = new DirectAcs(acs);
  private final FaultyTableStorage storage;
  private final Map<String, String> environment;
  private final FunctionsHost host;
  private final EndpointClient admin;
  private final TraceReader reader;
  private volatile LazyApplication application;
  private Traces known = Traces.NONE;

  FaultMatrixWorker(Azurite azurite, LocalIssuer issuer) {
    storage = FaultyTableStorage.inFrontOf(azurite);
    environment =
        Map.of(
            "COMMUNICATION_SERVICES_CONNECTION_STRING", acs.connectionString(),
            "TABLE_STORAGE_CONNECTION_STRING", storage.connectionString(),
            "TABLE_STORAGE_TABLE", TableName.unique(),
            "AUTH_ISSUER", issuer.issuer().toString(),
            "AUTH_AUDIENCE", issuer.audience());
    application = newApplication();
    host = DevelopmentHost.serve(() -> application);
    admin =
        new EndpointClient(
            host.baseUri(),
            Map.of("authorization", "Bearer " + issuer.token("admin", "Identity.Admin")));
    reader = new TraceReader(acs, environment, this::connections);
    primeAll();
    known = reader.afterRecovery();
  }

  /** Returns every request that the operation makes when nothing fails. */
  List<FaultPlace> places(FaultedOperation operation) {
    String subject = prepare(operation);
    acs.counters().reset();
    storage.clear();
    var unused = operation.on(admin, subject);
    List<FaultPlace> places = new ArrayList<>();
    Stream.of(Operation.values())
        .filter(called -> acs.counters().of(called).received() > 0)
        .forEach(called -> places.add(new FaultPlace.OfAcs(called)));
    List<String> requests = storage.requests();
    for (int i = 0; i < requests.size(); i++) {
      places.add(new FaultPlace.OfStorage(requests.subList(0, i), requests.get(i)));
    }
    return places;
  }

  /** Runs the operation with the fault, and then again without it, which must complete it. */
  FaultResult run(FaultCase it) {
    String subject = prepare(it.operation());
    acs.counters().reset();
    it.place().arm(acs, storage, it.fault(), it.lasts());
    long start = System.nanoTime();
    var response = new FaultedResponse(it, it.operation().on(admin, subject));
    var took = Duration.ofNanos(System.nanoTime() - start);
    long creations = acs.counters().of(Operation.CREATE_IDENTITY).received();
    boolean wasReached = it.place().wasReached(acs, storage);
    acs.faults().clear();
    storage.clear();
    resetCaches(it, response);
    var repeated = new FaultedResponse(it, it.operation().on(admin, subject));
    var left = newTraces();
    return new FaultResult(
        it,
        new FaultOutcome(response.statusAndCode(), creations, left.lost().size()),
        took,
        violations(
            () -> assertTrue(wasReached, "The operation did not make the request."),
            response::expectWellFormed,
            () -> assertTrue(repeated.isSuccess(), repeated::toString),
            () -> left.expectTidy(it.operation().leavesIdentity() ? 1 : 0),
            () -> left.expectGuests(it.operation().isOfInvitation()),
            () -> response.communicationUserId().ifPresent(left::expectMapped)));
  }

  @Override
  public void close() {
    host.close();
    storage.close();
    acs.close();
  }

  // The first request opens every connection and creates the table. On a slow machine this may
  // take longer than the time budget of a request.
  private void primeAll() {
    for (int attempt = 1; attempt < 5; attempt++) {
      if (FaultedOperation.CREATE_NEW.on(admin, newUser()).http().statusCode() == 201) {
        return;
      }
    }
    FaultedOperation.CREATE_NEW.on(admin, newUser()).expect(201);
  }

  private LazyApplication newApplication() {
    Map<String, String> settings = new HashMap<>(environment);
    settings.putAll(Emulators.WITHOUT_RATE_LIMIT);
    return LazyApplication.of(settings, this::connections);
  }

  private HttpClient.Builder connections() {
    return HttpClient.newBuilder().sslContext(acs.clientSslContext());
  }

  private String prepare(FaultedOperation operation) {
    if (operation == FaultedOperation.HEALTH) {
      application = newApplication();
    }
    return operation.prepare(admin, directAcs);
  }

  private static String newUser() {
    return UUID.randomUUID().toString();
  }

  // A health report is cached for some seconds, and ACS's throttling lasts longer than the test. An
  // end of an invitation with which ACS's throttling interfered says that guests remain.
  private void resetCaches(FaultCase it, FaultedResponse response) {
    boolean isThrottled =
        response.statusAndCode().startsWith("429") || response.statusAndCode().equals("202");
    if (it.operation() == FaultedOperation.HEALTH || isThrottled) {
      application = newApplication();
    }
  }

  private Traces newTraces() {
    var left = reader.afterRecovery().since(known);
    known = reader.afterEmptyingTheTable();
    return left;
  }

  private static List<String> violations(Runnable... checks) {
    List<String> violations = new ArrayList<>();
    for (Runnable check : checks) {
      try {
        check.run();
      } catch (AssertionError e) {
        violations.add(String.valueOf(e.getMessage()));
      }
    }
    return violations;
  }
}
