package dev.acstoken.functions;

import static java.util.Comparator.comparing;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.acstoken.devhost.Azurite;
import dev.acstoken.devhost.LocalIssuer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What every operation answers when ACS or Table Storage fails it, whichever of its requests it is.
 */
class FaultMatrixTest {

  // Side by side: what waits costs seconds, what does not costs only the machine's work.
  private static final int WAITING_LANES = 16;
  private static final int BUSY_LANES = 3;

  /**
   * Status and code (a: acs_unavailable, r: acs_rejected, s: storage_unavailable, t: acs_throttled,
   * u: unhealthy), how many requests to make an identity went to ACS, and a * for an identity that
   * lives on there unknown, because only the reply would have named it.
   */
  private static final String EXPECTED =
      """
      One request fails                             401     403     429/1s  429/1h  500     503/1s  503/1h  garbled reset   lost    stall
        seconds, less than                          4       4       4       4       10      10      4       10      10      10      10
      CreateIdentity, new       ACS createIdentity  502r+1  502r+1  429t+1  429t+1  503a+1  503a+1  503a+1  503a+1* 503a+1  503a+1* 503a+1
      CreateIdentity, new       1 GET mapping       503s    503s    503s    503s    201+1   201+1   503s    201+1   201+1   201+1   201+1
      CreateIdentity, new       2 GET mapping       503s    503s    503s    503s    201+1   201+1   503s    201+1   201+1   201+1   201+1
      CreateIdentity, new       3 PUT unsettled     503s+1  503s+1  503s+1  503s+1  201+1   201+1   503s+1  201+1   201+1   201+1   201+1
      CreateIdentity, new       4 PUT owner         503s+1  503s+1  503s+1  503s+1  201+1   201+1   503s+1  201+1   201+1   201+1   201+1
      CreateIdentity, new       5 POST mapping      503s+1  503s+1  503s+1  503s+1  201+1   201+1   503s+1  201+1   201+1   201+1   201+1
      CreateIdentity, new       6 DELETE unsettled  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1
      CreateIdentity, existing  1 GET mapping       503s    503s    503s    503s    200     200     503s    200     200     200     200
      GetIdentity               1 GET mapping       503s    503s    503s    503s    200     200     503s    200     200     200     200
      DeleteIdentity            ACS deleteIdentity  502r    502r    429t    429t    204     204     503a    204     204     204     204
      DeleteIdentity            1 GET mapping       503s    503s    503s    503s    204     204     503s    204     204     204     204
      DeleteIdentity            2 PUT unsettled     503s    503s    503s    503s    204     204     503s    204     204     204     204
      DeleteIdentity            3 PUT mapping       503s    503s    503s    503s    204     204     503s    204     204     204     204
      DeleteIdentity            4 DELETE owner      503s    503s    503s    503s    204     204     503s    204     204     204     204
      DeleteIdentity            5 DELETE mapping    503s    503s    503s    503s    204     204     503s    204     204     204     204
      DeleteIdentity            6 DELETE unsettled  503s    503s    503s    503s    204     204     503s    204     204     204     204
      IssueToken, new           ACS createIdentity  502r+1  502r+1  429t+1  429t+1  503a+1  503a+1  503a+1  503a+1* 503a+1  503a+1* 503a+1
      IssueToken, new           1 GET mapping       503s    503s    503s    503s    201+1   201+1   503s    201+1   201+1   201+1   201+1
      IssueToken, new           2 GET mapping       503s    503s    503s    503s    201+1   201+1   503s    201+1   201+1   201+1   201+1
      IssueToken, new           3 PUT unsettled     503s+1  503s+1  503s+1  503s+1  201+1   201+1   503s+1  201+1   201+1   201+1   201+1
      IssueToken, new           4 PUT owner         503s+1  503s+1  503s+1  503s+1  201+1   201+1   503s+1  201+1   201+1   201+1   201+1
      IssueToken, new           5 POST mapping      503s+1  503s+1  503s+1  503s+1  201+1   201+1   503s+1  201+1   201+1   201+1   201+1
      IssueToken, new           6 DELETE unsettled  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1
      IssueToken, new           7 GET mapping       503s+1  503s+1  503s+1  503s+1  201+1   201+1   503s+1  201+1   201+1   201+1   201+1
      IssueToken, existing      ACS issueToken      502r    502r    429t    429t    200     200     503a    200     200     200     200
      IssueToken, existing      1 GET mapping       503s    503s    503s    503s    200     200     503s    200     200     200     200
      IssueToken, existing      2 GET mapping       503s    503s    503s    503s    200     200     503s    200     200     200     200
      RefreshToken              ACS issueToken      502r    502r    429t    429t    200     200     503a    200     200     200     200
      RefreshToken              1 GET mapping       503s    503s    503s    503s    200     200     503s    200     200     200     200
      RefreshToken              2 GET mapping       503s    503s    503s    503s    200     200     503s    200     200     200     200
      RevokeTokens              ACS revokeTokens    502r    502r    429t    429t    204     204     503a    204     204     204     204
      RevokeTokens              1 GET mapping       503s    503s    503s    503s    204     204     503s    204     204     204     204
      SetAccess, narrower       ACS revokeTokens    502r    502r    429t    429t    200     200     503a    200     200     200     200
      SetAccess, narrower       1 GET mapping       503s    503s    503s    503s    200     200     503s    200     200     200     200
      SetAccess, narrower       2 PUT unsettled     503s    503s    503s    503s    200     200     503s    200     200     200     200
      SetAccess, narrower       3 PUT mapping       503s    503s    503s    503s    200     200     503s    200     200     200     200
      SetAccess, narrower       4 PUT mapping       503s    503s    503s    503s    200     200     503s    200     200     200     200
      SetAccess, narrower       5 DELETE unsettled  200     200     200     200     200     200     200     200     200     200     200
      Health                    1 GET mapping       503u    503u    503u    503u    200     200     503u    200     200     200     503u

      It fails, and all after it                    401     403     429/1s  429/1h  500     503/1s  503/1h  garbled reset   lost    stall
        seconds, less than                          4       4       4       4       10      10      4       10      10      10      10
      CreateIdentity, new       ACS createIdentity  502r+1  502r+1  429t+1  429t+1  503a+1  503a+1  503a+1  503a+1* 503a+1  503a+1* 503a+1
      CreateIdentity, new       1 GET mapping       503s    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s
      CreateIdentity, new       2 GET mapping       503s    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s
      CreateIdentity, new       3 PUT unsettled     503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1
      CreateIdentity, new       4 PUT owner         503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1
      CreateIdentity, new       5 POST mapping      503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1
      CreateIdentity, new       6 DELETE unsettled  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1
      CreateIdentity, existing  1 GET mapping       503s    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s
      GetIdentity               1 GET mapping       503s    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s
      DeleteIdentity            ACS deleteIdentity  502r    502r    429t    429t    503a    503a    503a    204     503a    503a    503a
      DeleteIdentity            1 GET mapping       503s    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s
      DeleteIdentity            2 PUT unsettled     503s    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s
      DeleteIdentity            3 PUT mapping       503s    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s
      DeleteIdentity            4 DELETE owner      503s    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s
      DeleteIdentity            5 DELETE mapping    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s
      DeleteIdentity            6 DELETE unsettled  503s    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s
      IssueToken, new           ACS createIdentity  502r+1  502r+1  429t+1  429t+1  503a+1  503a+1  503a+1  503a+1* 503a+1  503a+1* 503a+1
      IssueToken, new           1 GET mapping       503s    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s
      IssueToken, new           2 GET mapping       503s    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s
      IssueToken, new           3 PUT unsettled     503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1
      IssueToken, new           4 PUT owner         503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1
      IssueToken, new           5 POST mapping      503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1
      IssueToken, new           6 DELETE unsettled  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1
      IssueToken, new           7 GET mapping       503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1
      IssueToken, existing      ACS issueToken      502r    502r    429t    429t    503a    503a    503a    503a    503a    503a    503a
      IssueToken, existing      1 GET mapping       503s    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s
      IssueToken, existing      2 GET mapping       503s    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s
      RefreshToken              ACS issueToken      502r    502r    429t    429t    503a    503a    503a    503a    503a    503a    503a
      RefreshToken              1 GET mapping       503s    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s
      RefreshToken              2 GET mapping       503s    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s
      RevokeTokens              ACS revokeTokens    502r    502r    429t    429t    503a    503a    503a    204     503a    503a    503a
      RevokeTokens              1 GET mapping       503s    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s
      SetAccess, narrower       ACS revokeTokens    502r    502r    429t    429t    503a    503a    503a    200     503a    503a    503a
      SetAccess, narrower       1 GET mapping       503s    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s
      SetAccess, narrower       2 PUT unsettled     503s    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s
      SetAccess, narrower       3 PUT mapping       503s    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s
      SetAccess, narrower       4 PUT mapping       503s    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s
      SetAccess, narrower       5 DELETE unsettled  200     200     200     200     200     200     200     200     200     200     200
      Health                    1 GET mapping       503u    503u    503u    503u    503u    503u    503u    503u    503u    503u    503u
      """;

  private static FaultMatrix matrix = new FaultMatrix(List.of());

  @BeforeAll
  static void meetEveryFault() {
    try (var azurite = Azurite.start();
        var issuer = LocalIssuer.start()) {
      matrix = new FaultMatrix(results(azurite, issuer));
    }
    System.out.println(matrix.answersAndSeconds());
  }

  @Test
  void everyFaultHasItsAnswer() {
    assertEquals(EXPECTED, matrix.answers());
  }

  @Test
  void everyAnswerComesInTime() {
    assertEquals(List.of(), resultsThat(result -> !result.isInTime()));
  }

  @Test
  void everyReplyIsWellFormedAndARepetitionHeals() {
    assertEquals(List.of(), resultsThat(result -> !result.complaints().isEmpty()));
  }

  private static List<FaultResult> resultsThat(Predicate<FaultResult> property) {
    return matrix.results().stream().filter(property).toList();
  }

  private static List<FaultResult> results(Azurite azurite, LocalIssuer issuer) {
    List<FaultCase> cases = cases(azurite, issuer);
    Map<FaultCase, FaultResult> results = new ConcurrentHashMap<>();
    var threads = Executors.newCachedThreadPool();
    try {
      List<CompletableFuture<Void>> lanes = new ArrayList<>();
      for (boolean waits : new boolean[] {true, false}) {
        Queue<FaultCase> queue = new ConcurrentLinkedQueue<>();
        cases.stream()
            .filter(next -> next.fault().isWaitedFor() == waits)
            .sorted(comparing(FaultCase::fault).reversed())
            .forEach(queue::add);
        for (int lane = 0; lane < (waits ? WAITING_LANES : BUSY_LANES); lane++) {
          lanes.add(
              CompletableFuture.runAsync(() -> work(azurite, issuer, queue, results), threads));
        }
      }
      lanes.forEach(CompletableFuture::join);
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
    try (var lane = new FaultMatrixWorker(azurite, issuer)) {
      for (var next = queue.poll(); next != null; next = queue.poll()) {
        results.put(next, lane.run(next));
      }
    }
  }

  private static List<FaultCase> cases(Azurite azurite, LocalIssuer issuer) {
    List<FaultCase> cases = new ArrayList<>();
    try (var endpoint = new FaultMatrixWorker(azurite, issuer)) {
      for (var operation : FaultedOperation.values()) {
        for (var place : endpoint.places(operation)) {
          for (var fault : MatrixFault.values()) {
            cases.add(new FaultCase(operation, place, fault, false));
            cases.add(new FaultCase(operation, place, fault, true));
          }
        }
      }
    }
    return cases;
  }
}
