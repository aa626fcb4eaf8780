package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.acstoken.local.Azurite;
import dev.acstoken.local.LocalIssuer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What every operation answers when ACS or Table Storage fails it, whichever of its requests it is.
 */
class FaultMatrixTest {

  private static final int LANES = 16;

  /**
   * Status and code (a: acs_unavailable, r: acs_rejected, s: storage_unavailable, t: acs_throttled,
   * u: unhealthy), how many requests to make an identity went to ACS, and a * for an identity there
   * that is lost, because only the reply would have named it.
   */
  private static final String EXPECTED =
      """
      One request fails                             401     403     429/1s  429/1h  500     503/1s  503/1h  garbled reset   lost    stall
        seconds, less than                          2       2       2       2       10      10      2       10      10      10      10
      CreateIdentity, new       ACS createIdentity  502r+1  502r+1  429t+1  429t+1  503a+1  503a+1  503a+1  503a+1* 503a+1  503a+1* 503a+1
      CreateIdentity, new       1 GET mapping       503s    503s    503s    503s    201+1   201+1   503s    201+1   201+1   201+1   201+1
      CreateIdentity, new       2 GET mapping       503s    503s    503s    503s    201+1   201+1   503s    201+1   201+1   201+1   201+1
      CreateIdentity, new       3 PUT unsettled     503s+1  503s+1  503s+1  503s+1  201+1   201+1   503s+1  201+1   201+1   201+1   201+1
      CreateIdentity, new       4 PUT reverse       503s+1  503s+1  503s+1  503s+1  201+1   201+1   503s+1  201+1   201+1   201+1   201+1
      CreateIdentity, new       5 POST mapping      503s+1  503s+1  503s+1  503s+1  201+1   201+1   503s+1  201+1   201+1   201+1   201+1
      CreateIdentity, new       6 DELETE unsettled  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1
      CreateIdentity, existing  1 GET mapping       503s    503s    503s    503s    200     200     503s    200     200     200     200
      GetIdentity               1 GET mapping       503s    503s    503s    503s    200     200     503s    200     200     200     200
      DeleteIdentity            ACS deleteIdentity  502r    502r    429t    429t    204     204     503a    204     204     204     204
      DeleteIdentity            1 GET mapping       503s    503s    503s    503s    204     204     503s    204     204     204     204
      DeleteIdentity            2 PUT unsettled     503s    503s    503s    503s    204     204     503s    204     204     204     204
      DeleteIdentity            3 PATCH mapping     503s    503s    503s    503s    204     204     503s    204     204     204     204
      DeleteIdentity            4 DELETE reverse    503s    503s    503s    503s    204     204     503s    204     204     204     204
      DeleteIdentity            5 DELETE mapping    503s    503s    503s    503s    204     204     503s    204     204     204     204
      DeleteIdentity            6 DELETE unsettled  503s    503s    503s    503s    204     204     503s    204     204     204     204
      IssueToken, new           ACS createIdentity  502r+1  502r+1  429t+1  429t+1  503a+1  503a+1  503a+1  503a+1* 503a+1  503a+1* 503a+1
      IssueToken, new           1 GET mapping       503s    503s    503s    503s    201+1   201+1   503s    201+1   201+1   201+1   201+1
      IssueToken, new           2 GET mapping       503s    503s    503s    503s    201+1   201+1   503s    201+1   201+1   201+1   201+1
      IssueToken, new           3 PUT unsettled     503s+1  503s+1  503s+1  503s+1  201+1   201+1   503s+1  201+1   201+1   201+1   201+1
      IssueToken, new           4 PUT reverse       503s+1  503s+1  503s+1  503s+1  201+1   201+1   503s+1  201+1   201+1   201+1   201+1
      IssueToken, new           5 POST mapping      503s+1  503s+1  503s+1  503s+1  201+1   201+1   503s+1  201+1   201+1   201+1   201+1
      IssueToken, new           6 DELETE unsettled  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1
      IssueToken, existing      ACS issueToken      502r    502r    429t    429t    200     200     503a    200     200     200     200
      IssueToken, existing      1 GET mapping       503s    503s    503s    503s    200     200     503s    200     200     200     200
      IssueToken, existing      2 GET mapping       503s    503s    503s    503s    200     200     503s    200     200     200     200
      RefreshToken              ACS issueToken      502r    502r    429t    429t    200     200     503a    200     200     200     200
      RefreshToken              1 GET mapping       503s    503s    503s    503s    200     200     503s    200     200     200     200
      RefreshToken              2 GET mapping       503s    503s    503s    503s    200     200     503s    200     200     200     200
      RevokeTokens              ACS revokeTokens    502r    502r    429t    429t    204     204     503a    204     204     204     204
      RevokeTokens              1 GET mapping       503s    503s    503s    503s    204     204     503s    204     204     204     204
      Health                    1 GET mapping       503u    503u    503u    503u    200     200     503u    200     200     200     503u

      It fails, and all after it                    401     403     429/1s  429/1h  500     503/1s  503/1h  garbled reset   lost    stall
        seconds, less than                          2       2       2       2       10      10      2       10      10      10      10
      CreateIdentity, new       ACS createIdentity  502r+1  502r+1  429t+1  429t+1  503a+1  503a+1  503a+1  503a+1* 503a+1  503a+1* 503a+1
      CreateIdentity, new       1 GET mapping       503s    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s
      CreateIdentity, new       2 GET mapping       503s    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s
      CreateIdentity, new       3 PUT unsettled     503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1
      CreateIdentity, new       4 PUT reverse       503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1
      CreateIdentity, new       5 POST mapping      503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1
      CreateIdentity, new       6 DELETE unsettled  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1
      CreateIdentity, existing  1 GET mapping       503s    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s
      GetIdentity               1 GET mapping       503s    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s
      DeleteIdentity            ACS deleteIdentity  502r    502r    429t    429t    503a    503a    503a    204     503a    503a    503a
      DeleteIdentity            1 GET mapping       503s    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s
      DeleteIdentity            2 PUT unsettled     503s    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s
      DeleteIdentity            3 PATCH mapping     503s    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s
      DeleteIdentity            4 DELETE reverse    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s
      DeleteIdentity            5 DELETE mapping    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s
      DeleteIdentity            6 DELETE unsettled  503s    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s
      IssueToken, new           ACS createIdentity  502r+1  502r+1  429t+1  429t+1  503a+1  503a+1  503a+1  503a+1* 503a+1  503a+1* 503a+1
      IssueToken, new           1 GET mapping       503s    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s
      IssueToken, new           2 GET mapping       503s    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s
      IssueToken, new           3 PUT unsettled     503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1
      IssueToken, new           4 PUT reverse       503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1
      IssueToken, new           5 POST mapping      503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1
      IssueToken, new           6 DELETE unsettled  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1  503s+1
      IssueToken, existing      ACS issueToken      502r    502r    429t    429t    503a    503a    503a    503a    503a    503a    503a
      IssueToken, existing      1 GET mapping       503s    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s
      IssueToken, existing      2 GET mapping       503s    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s
      RefreshToken              ACS issueToken      502r    502r    429t    429t    503a    503a    503a    503a    503a    503a    503a
      RefreshToken              1 GET mapping       503s    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s
      RefreshToken              2 GET mapping       503s    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s
      RevokeTokens              ACS revokeTokens    502r    502r    429t    429t    503a    503a    503a    204     503a    503a    503a
      RevokeTokens              1 GET mapping       503s    503s    503s    503s    503s    503s    503s    503s    503s    503s    503s
      Health                    1 GET mapping       503u    503u    503u    503u    503u    503u    503u    503u    503u    503u    503u
      """;

  private static FaultMatrix matrix = new FaultMatrix(List.of());

  @BeforeAll
  static void meetEveryFault() throws InterruptedException, ExecutionException {
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
    assertEquals(
        List.of(), matrix.results().stream().filter(result -> !result.isInTime()).toList());
  }

  @Test
  void everyReplyIsWellFormedAndARepetitionHeals() {
    assertEquals(
        List.of(),
        matrix.results().stream().filter(result -> !result.complaints().isEmpty()).toList());
  }

  private static List<FaultResult> results(Azurite azurite, LocalIssuer issuer)
      throws InterruptedException, ExecutionException {
    List<FaultCase> cases;
    try (var lane = new FaultLane(azurite, issuer)) {
      cases = cases(lane);
    }
    // What takes longest comes first.
    BlockingQueue<FaultCase> waiting = new LinkedBlockingQueue<>();
    cases.stream().sorted(Comparator.comparing(FaultCase::fault).reversed()).forEach(waiting::add);
    Map<FaultCase, FaultResult> results = new ConcurrentHashMap<>();
    Callable<Void> work =
        () -> {
          try (var lane = new FaultLane(azurite, issuer)) {
            for (var next = waiting.poll(); next != null; next = waiting.poll()) {
              results.put(next, lane.run(next));
            }
          }
          return null;
        };
    var threads = Executors.newFixedThreadPool(LANES);
    try {
      List<Future<Void>> lanes = new ArrayList<>();
      for (int lane = 0; lane < LANES; lane++) {
        lanes.add(threads.submit(work));
      }
      for (var lane : lanes) {
        lane.get();
      }
    } finally {
      threads.shutdownNow();
    }
    return cases.stream().map(results::get).toList();
  }

  private static List<FaultCase> cases(FaultLane lane) {
    return Stream.of(FaultedOperation.values())
        .flatMap(
            operation ->
                lane.places(operation).stream()
                    .flatMap(
                        place ->
                            Stream.of(MatrixFault.values())
                                .flatMap(
                                    fault ->
                                        Stream.of(false, true)
                                            .map(
                                                lasts ->
                                                    new FaultCase(
                                                        operation, place, fault, lasts)))))
        .toList();
  }
}
