package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertTrue;

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

/**
 * An endpoint with an ACS and a Table Storage of its own that fail when told to: one case at a
 * time.
 */
final class FaultMatrixWorker implements AutoCloseable {

  private final AcsEmulator acs = AcsEmulator.builder().host("localhost").start();
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
            "TABLE_STORAGE_TABLE", "t" + UUID.randomUUID().toString().replace("-", ""),
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

  /** Where the operation can be hit: each of the requests that it makes. */
  List<FaultPlace> places(FaultedOperation operation) {
    var user = prepare(operation);
    acs.counters().reset();
    storage.clear();
    var unused = operation.on(admin, user);
    List<FaultPlace> places = new ArrayList<>();
    Stream.of(Operation.values())
        .filter(asked -> acs.counters().of(asked).received() > 0)
        .forEach(asked -> places.add(new FaultPlace.OfAcs(asked)));
    int nth = 0;
    for (String request : storage.requests()) {
      places.add(new FaultPlace.OfStorage(++nth, request));
    }
    return places;
  }

  /** Lets the operation meet the fault, then sees that a repetition heals what that left behind. */
  FaultResult run(FaultCase it) {
    var user = prepare(it.operation());
    acs.counters().reset();
    it.place().arm(acs, storage, it.fault(), it.lasts());
    long start = System.nanoTime();
    var reply = new FaultedResponse(it, it.operation().on(admin, user));
    var took = Duration.ofNanos(System.nanoTime() - start);
    long creations = acs.counters().of(Operation.CREATE_IDENTITY).received();
    acs.faults().clear();
    storage.clear();
    forget(it, reply);
    var repeated = new FaultedResponse(it, it.operation().on(admin, user));
    var left = left();
    return new FaultResult(
        it,
        reply.statusAndCode()
            + (creations == 0 ? "" : "+" + creations)
            + "*".repeat(left.lost().size()),
        took,
        complaints(
            reply::expectWellFormed,
            () -> assertTrue(repeated.isSuccess(), repeated::toString),
            () -> left.expectTidy(it.operation().leavesIdentity() ? 1 : 0),
            () -> reply.communicationUserId().ifPresent(left::expectMapped)));
  }

  @Override
  public void close() {
    host.close();
    storage.close();
    acs.close();
  }

  // The first request connects to everything and makes the table: on a slow machine that may take
  // longer than a request has.
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
    var user = newUser();
    if (operation.needsIdentity()) {
      FaultedOperation.CREATE_NEW.on(admin, user).expect(201);
    }
    if (operation == FaultedOperation.HEALTH) {
      application = newApplication();
    }
    return user;
  }

  private static String newUser() {
    return UUID.randomUUID().toString();
  }

  // A health report is cached for some seconds, and ACS's throttling lasts longer than the test.
  private void forget(FaultCase it, FaultedResponse reply) {
    if (it.operation() == FaultedOperation.HEALTH || reply.statusAndCode().startsWith("429")) {
      application = newApplication();
    }
  }

  private Traces left() {
    var before = known;
    known = reader.afterRecovery();
    return known.since(before);
  }

  private static List<String> complaints(Runnable... checks) {
    List<String> complaints = new ArrayList<>();
    for (Runnable check : checks) {
      try {
        check.run();
      } catch (AssertionError e) {
        complaints.add(String.valueOf(e.getMessage()));
      }
    }
    return complaints;
  }
}
