package dev.acstoken.functions;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.acstoken.devhost.Azurite;
import dev.acstoken.devhost.LocalIssuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Verifies how every operation ends when any one of its requests to ACS or Table Storage fails.
 *
 * <p>The cases are derived from the requests that each operation makes, and the expected outcomes
 * from {@link FaultRule}. The whole matrix is written to {@code target/fault-matrix.txt}.
 */
class FaultMatrixTest {

  private static final Path REPORT = Path.of("target", "fault-matrix.txt");

  // Cases that wait cost seconds and no CPU, so many of them run at the same time.
  private static final int WAITING_WORKERS = 24;
  private static final int BUSY_WORKERS = 3;

  private static FaultMatrix matrix = new FaultMatrix(List.of());

  @BeforeAll
  static void runEveryCase() throws IOException {
    try (var azurite = Azurite.start();
        var issuer = LocalIssuer.start()) {
      matrix = new FaultMatrix(results(azurite, issuer));
    }
    Files.writeString(REPORT, matrix.render());
    System.out.printf("Fault matrix: %,d cases, see %s%n", matrix.results().size(), REPORT);
  }

  @Test
  void everyCaseHasTheOutcomeOfItsRule() {
    assertEquals(List.of(), resultsThat(result -> !result.hasExpectedOutcome()));
  }

  @Test
  void everyResponseIsInTime() {
    assertEquals(List.of(), resultsThat(result -> !result.isInTime()));
  }

  @Test
  void everyFaultOccursEveryResponseIsWellFormedAndARepetitionSucceeds() {
    assertEquals(List.of(), resultsThat(result -> !result.violations().isEmpty()));
  }

  @Test
  void everyRuleAppliesToSomeCase() {
    assertEquals(
        EnumSet.allOf(FaultRule.class),
        matrix.results().stream().map(result -> FaultRule.of(result.faultCase())).collect(toSet()));
  }

  @Test
  void theCasesIncludeEveryCallToAcsThatTheOperationsMake() {
    assertEquals(
        Set.of(
            "CreateIdentity, new: ACS createIdentity",
            "CreateIdentity, adopting: ACS issueToken",
            "IssueToken, new: ACS createIdentity",
            "IssueToken, existing: ACS issueToken",
            "RefreshToken, cached: ACS issueToken",
            "RevokeTokens: ACS revokeTokens",
            "SetAccess, narrower: ACS revokeTokens",
            "DeleteIdentity: ACS deleteIdentity",
            "JoinAsGuest, new: ACS createIdentity",
            "JoinAsGuest, existing: ACS issueToken",
            "EndInvitation: ACS deleteIdentity"),
        matrix.results().stream()
            .map(FaultResult::faultCase)
            .filter(it -> it.place() instanceof FaultPlace.OfAcs)
            .map(it -> it.operation().title() + ": " + it.place().title())
            .collect(toSet()));
  }

  private static List<FaultResult> resultsThat(Predicate<FaultResult> property) {
    return matrix.results().stream().filter(property).toList();
  }

  private static List<FaultResult> results(Azurite azurite, LocalIssuer issuer) {
    List<FaultCase> cases = cases(azurite, issuer);
    Map<FaultCase, FaultResult> results = new ConcurrentHashMap<>();
    var threads = Executors.newCachedThreadPool();
    try {
      List<CompletableFuture<Void>> workers = new ArrayList<>();
      for (boolean waits : new boolean[] {true, false}) {
        Queue<FaultCase> queue = new ConcurrentLinkedQueue<>();
        cases.stream()
            .filter(next -> next.fault().isRefusal() != waits)
            .sorted(comparing(FaultCase::fault).reversed())
            .forEach(queue::add);
        for (int worker = 0; worker < (waits ? WAITING_WORKERS : BUSY_WORKERS); worker++) {
          workers.add(
              CompletableFuture.runAsync(() -> work(azurite, issuer, queue, results), threads));
        }
      }
      workers.forEach(CompletableFuture::join);
    } finally {
      threads.shutdownNow();
    }
    return cases.stream().map(results::get).toList();
  }

  private static void work(
      Azurite azurite,
      LocalIssuer issuer,
      Queue<FaultCase> queue,
      Map<FaultCase, FaultResult> results) {
    try (var worker = new FaultMatrixWorker(azurite, issuer)) {
      for (var next = queue.poll(); next != null; next = queue.poll()) {
        results.put(next, worker.run(next));
      }
    }
  }

  private static List<FaultCase> cases(Azurite azurite, LocalIssuer issuer) {
    List<FaultCase> cases = new ArrayList<>();
    try (var endpoint = new FaultMatrixWorker(azurite, issuer)) {
      for (var operation : FaultedOperation.values()) {
        for (var place : endpoint.places(operation)) {
          for (var fault : MatrixFault.values()) {
            if (place.canHave(fault) && operation.meets(fault)) {
              cases.add(new FaultCase(operation, place, fault, false));
              cases.add(new FaultCase(operation, place, fault, true));
            }
          }
        }
      }
    }
    return cases;
  }
}
