package dev.acstoken.functions;

import dev.acstoken.TokenEndpoint;
import dev.acstoken.emulator.AcsEmulator;
import dev.acstoken.emulator.Operation;
import dev.acstoken.local.Azurite;
import dev.acstoken.local.DevelopmentHost;
import dev.acstoken.local.FaultyTableStorage;
import dev.acstoken.local.FunctionsHost;
import dev.acstoken.local.LocalIssuer;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

/**
 * An endpoint with an ACS and a Table Storage of its own, which fail when told to: a case at a
 * time.
 */
final class FaultLane implements AutoCloseable {

  private static final Map<String, String> SHORT_CODES =
      Map.of(
          "acs_rejected", "r",
          "acs_throttled", "t",
          "acs_unavailable", "a",
          "storage_unavailable", "s");

  private final AcsEmulator acs = AcsEmulator.builder().host("localhost").start();
  private final FaultyTableStorage storage;
  private final Map<String, String> environment;
  private final FunctionsHost host;
  private final EndpointClient admin;
  private final Traces.Reader traces;
  private volatile TokenEndpoint endpoint;

  FaultLane(Azurite azurite, LocalIssuer issuer) {
    var table = "t" + UUID.randomUUID().toString().replace("-", "");
    storage = FaultyTableStorage.inFrontOf(azurite);
    environment =
        Map.of(
            "COMMUNICATION_SERVICES_CONNECTION_STRING", acs.connectionString(),
            "TABLE_STORAGE_CONNECTION_STRING", storage.connectionString(),
            "TABLE_STORAGE_TABLE", table,
            "AUTH_ISSUER", issuer.issuer().toString(),
            "AUTH_AUDIENCE", issuer.audience());
    endpoint = newEndpoint();
    host = DevelopmentHost.serve(() -> endpoint);
    admin =
        new EndpointClient(
            host.baseUri(),
            Map.of("authorization", "Bearer " + issuer.token("admin", "Identity.Admin")));
    traces = new Traces.Reader(acs, azurite.connectionString(), environment, this::connections);
    var unused = FaultedOperation.CREATE_NEW.on(admin, newUser()).expect(201);
  }

  /** Where the operation can be hit: each of its requests, in turn. */
  List<FaultPlace> places(FaultedOperation operation) {
    var user = userFor(operation);
    var before = received();
    storage.clear();
    var unused = operation.on(admin, user);
    List<FaultPlace> places = new ArrayList<>();
    received()
        .forEach(
            (kind, count) -> {
              if (count > before.getOrDefault(kind, 0L)) {
                places.add(new FaultPlace.OfAcs(kind));
              }
            });
    for (String request : storage.requests()) {
      places.add(new FaultPlace.OfStorage(places.size() + 1 - acsPlaces(places), request));
    }
    return places;
  }

  private static int acsPlaces(List<FaultPlace> places) {
    return (int) places.stream().filter(FaultPlace.OfAcs.class::isInstance).count();
  }

  /** Lets the operation meet the fault, then sees that a repetition heals what that left behind. */
  FaultResult run(FaultCase it) {
    List<String> complaints = new ArrayList<>();
    var before = traces.read();
    var user = userFor(it.operation());
    long creations = creations();
    arm(it);
    long start = System.nanoTime();
    var reply = it.operation().on(admin, user);
    var took = Duration.ofNanos(System.nanoTime() - start);
    creations = creations() - creations;
    acs.faults().clear();
    storage.clear();
    check(complaints, () -> checkReply(it, reply));
    check(complaints, () -> checkRepetition(it, user));
    int lost = lost(complaints, it, before);
    var answer =
        status(it, reply)
            + (creations == 0 ? "" : "+" + creations)
            + (lost == 0 ? "" : "*".repeat(lost));
    return new FaultResult(it, answer, took, complaints);
  }

  @Override
  public void close() {
    host.close();
    storage.close();
    acs.close();
  }

  private TokenEndpoint newEndpoint() {
    return TokenEndpoint.of(environment, this::connections);
  }

  private HttpClient.Builder connections() {
    return HttpClient.newBuilder().sslContext(acs.clientSslContext());
  }

  private static String newUser() {
    return UUID.randomUUID().toString();
  }

  private String userFor(FaultedOperation operation) {
    var user = newUser();
    if (operation.needsIdentity()) {
      FaultedOperation.CREATE_NEW.on(admin, user).expect(201);
    }
    forgetHealth(operation);
    return user;
  }

  // An answer about the endpoint's health serves for some seconds.
  private void forgetHealth(FaultedOperation operation) {
    if (operation == FaultedOperation.HEALTH) {
      endpoint = newEndpoint();
    }
  }

  private void arm(FaultCase it) {
    if (it.place() instanceof FaultPlace.OfAcs place) {
      place.arm(acs, it.fault(), it.lasts());
    } else if (it.place() instanceof FaultPlace.OfStorage place) {
      place.arm(storage, it.fault(), it.lasts());
    }
  }

  private long creations() {
    return acs.counters().of(Operation.CREATE_IDENTITY).received();
  }

  private Map<Operation, Long> received() {
    Map<Operation, Long> received = new EnumMap<>(Operation.class);
    acs.counters().all().forEach((kind, count) -> received.put(kind, count.received()));
    return received;
  }

  private static String status(FaultCase it, EndpointReply reply) {
    int status = reply.http().statusCode();
    if (it.operation().succeedsWith(status)) {
      return Integer.toString(status);
    }
    return it.operation() == FaultedOperation.HEALTH
        ? status + "u"
        : status + SHORT_CODES.getOrDefault(reply.text("code"), "?");
  }

  private static void checkReply(FaultCase it, EndpointReply reply) {
    int status = reply.http().statusCode();
    if (it.operation().succeedsWith(status)) {
      reply.expect(status);
    } else if (it.operation() == FaultedOperation.HEALTH) {
      checkHealth(reply);
    } else {
      reply.expectProblem(status, reply.text("code"));
      checkRetryAfter(it, reply);
    }
  }

  private static void checkHealth(EndpointReply reply) {
    var checks = Map.of("acs", "up", "issuer", "up", "settings", "up", "storage", "down");
    if (!checks.equals(reply.expect(503).json().get("checks"))) {
      throw new AssertionError(reply.http().body());
    }
  }

  // Whoever names a time is not to be asked sooner.
  private static void checkRetryAfter(FaultCase it, EndpointReply reply) {
    var named = it.fault().retryAfter();
    if (named.isPresent()
        && !reply.text("code").equals("acs_unavailable")
        && !reply.header("retry-after").equals(Long.toString(named.get().toSeconds()))) {
      throw new AssertionError("Retry-After: " + reply.header("retry-after"));
    }
  }

  private void checkRepetition(FaultCase it, String user) {
    forgetHealth(it.operation());
    var reply = it.operation().on(admin, user);
    if (!it.operation().succeedsWith(reply.http().statusCode())) {
      throw new AssertionError("The repetition got " + reply.http().body());
    }
  }

  /**
   * How many identities live on that nobody knows of; whatever else is left over is a complaint.
   */
  private int lost(List<String> complaints, FaultCase it, Traces before) {
    var after = traces.afterSweep().since(before);
    var unknown = new TreeSet<>(after.living());
    unknown.removeAll(after.mapped());
    check(complaints, () -> after.expectSettled(it.operation().leavesIdentity() ? 1 : 0));
    return unknown.size();
  }

  private static void check(List<String> complaints, Runnable check) {
    try {
      check.run();
    } catch (AssertionError | RuntimeException e) {
      complaints.add(String.valueOf(e.getMessage()));
    }
  }
}
