package dev.acstoken.interop.versions;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.data.tables.models.TableEntity;
import dev.acstoken.devhost.RecoverOldRecords;
import dev.acstoken.emulator.AcsEmulator;
import dev.acstoken.emulator.Fault;
import dev.acstoken.emulator.TokenStatus;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.interop.Interop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies that a former version and this one can serve the same table at the same time. Both run
 * as they were staged, in a JVM each.
 */
@Interop
@ParameterizedClass
@MethodSource("formerVersions")
class SideBySideIT {

  private static final long SEED = Long.getLong("sideBySideSeed", 20_261_129);
  private static final Duration DURATION =
      Duration.ofSeconds(Integer.getInteger("sideBySideSeconds", 24));
  private static final int USERS = 20;
  private static final Duration ACS_DELAY = Duration.ofMillis(10);
  private static final String UNAVAILABLE = "acs_unavailable";
  private static final Set<String> ALL_SCOPES = Set.of("chat", "voip");

  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static TwoVersions versions;

  @Parameter
  @SuppressWarnings("NullAway.Init")
  private FormerVersion formerVersion;

  static List<FormerVersion> formerVersions() throws InterruptedException {
    return List.of(FormerVersion.version010(), FormerVersion.find());
  }

  @BeforeParameterizedClassInvocation
  static void start(FormerVersion former) throws Exception {
    Path own = Files.createDirectory(folder.resolve(former.name()));
    versions = TwoVersions.start(former, own);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    versions.close();
  }

  @Test
  void aCrowdThatCallsBothKeepsOneIdentityPerUserAndNoTokenOutlivesItsEnd() throws Exception {
    AcsEmulator acs = versions.emulators().acs();
    Set<String> before = acs.identities();
    var crowd = new Crowd(versions, users());
    acs.faults().always(Fault.delayed(ACS_DELAY));

    crowd.run(SEED, DURATION);
    acs.faults().clear();
    int recovered = RecoverOldRecords.run(versions.emulators());

    System.out.printf(
        "%s beside %s: seed %d, %d requests, %d changes recovered, %s.%n",
        formerVersion.name(),
        versions.current().version(),
        SEED,
        crowd.exchanges().size(),
        recovered,
        crowd.byKind());
    assertEquals(List.of(), crowd.survivingTokens());
    assertEquals(List.of(), crowd.tokensBeyondRestrictions());
    assertEveryCallSucceededAtBoth(crowd);
    crowd.exchanges().forEach(SideBySideIT::assertSucceededOrMayBeRepeated);
    var stored = StoredRows.read(versions.emulators().azurite());
    assertFalse(stored.mapped().isEmpty());
    assertNothingIsPending(stored);
    assertOneIdentityPerUser(stored);
    assertNoIdentityIsLost(stored, crowd, before);
    crowd.exchanges().forEach(it -> assertTokenSuitsTheRow(it, stored));
  }

  private static List<Caller> users() {
    return IntStream.range(0, USERS).mapToObj(i -> versions.user("crowd-" + i)).toList();
  }

  // Otherwise a crowd whose every request fails would pass.
  private static void assertEveryCallSucceededAtBoth(Crowd crowd) {
    for (VersionProcess version : versions.both()) {
      Set<Call> succeeded =
          crowd.exchanges().stream()
              .filter(it -> it.version().equals(version.version()) && it.isSuccess())
              .map(Exchange::call)
              .collect(toSet());
      assertEquals(Set.of(Call.values()), succeeded, version.version());
    }
  }

  // Users without an identity get a 404 from GetIdentity and RefreshToken. Every other failure is
  // one of a dependency, or of too many changes to a user at once.
  private static void assertSucceededOrMayBeRepeated(Exchange exchange) {
    exchange
        .result()
        .filter(it -> !it.isSuccess())
        .ifPresent(
            it -> {
              assertTrue(it.isProblem(), exchange::toString);
              boolean mayLackIdentity = Set.of(Call.GET, Call.REFRESH).contains(exchange.call());
              if (!mayLackIdentity || it.status() != 404) {
                assertEquals(503, it.status(), exchange::toString);
                assertTrue(it.isRetryable(), exchange::toString);
              }
            });
  }

  private static void assertNothingIsPending(StoredRows stored) {
    assertEquals(List.of(), stored.pending());
    for (TableEntity account : stored.accounts().values()) {
      boolean isMapped = StoredRows.text(account, "CommunicationUserId").isPresent();
      assertEquals(
          isMapped ? "active" : null,
          account.getProperty("State"),
          () -> account.getProperties().toString());
      assertFalse(
          account.getProperties().containsKey("UnknownSince"),
          () -> account.getProperties().toString());
    }
  }

  private static void assertOneIdentityPerUser(StoredRows stored) {
    Map<String, Set<String>> expected =
        stored.mapped().entrySet().stream()
            .collect(
                toMap(
                    Map.Entry::getKey, it -> Set.of(new CommunicationUserId(it.getValue()).key())));
    assertEquals(expected, stored.owners());
    stored.accounts().keySet().forEach(it -> assertEquals(List.of(), stored.previous(it)));
  }

  // An identity is lost if nobody received its id: its creation was killed, or ACS responded too
  // late.
  private static void assertNoIdentityIsLost(StoredRows stored, Crowd crowd, Set<String> before) {
    Set<String> live = versions.emulators().acs().identities();
    var mapped = Set.copyOf(stored.mapped().values());
    assertTrue(live.containsAll(mapped), "every row names a live identity");
    var lost = new HashSet<>(live);
    lost.removeAll(mapped);
    lost.removeAll(before);
    long failedCreations =
        crowd.exchanges().stream()
            .filter(it -> Set.of(Call.CREATE, Call.ISSUE).contains(it.call()))
            .filter(it -> it.result().map(Result::code).orElse(UNAVAILABLE).equals(UNAVAILABLE))
            .count();
    assertTrue(lost.size() <= failedCreations, lost + " without a row");
    lost.retainAll(versions.table().written());
    assertEquals(Set.of(), lost, "live identities without a row, although one was written");
  }

  private static void assertTokenSuitsTheRow(Exchange exchange, StoredRows stored) {
    exchange
        .result()
        .flatMap(Result::token)
        .map(versions.emulators().acs()::status)
        .filter(TokenStatus.Active.class::isInstance)
        .map(TokenStatus.Active.class::cast)
        .ifPresent(
            token -> {
              TableEntity account = stored.account(exchange.user());
              assertEquals(account.getProperty("CommunicationUserId"), token.identity());
              Set<String> allowed =
                  StoredRows.text(account, "AllowedScopes")
                      .map(it -> Set.of(it.split(",")))
                      .orElse(ALL_SCOPES);
              assertTrue(
                  allowed.containsAll(token.scopes()),
                  () -> exchange + " " + account.getProperties());
            });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void eachSeesAtOnceWhatTheOtherHasDone(boolean formerActs) throws Exception {
    VersionProcess actor = formerActs ? versions.former() : versions.current();
    VersionProcess observer = formerActs ? versions.current() : versions.former();
    Caller user = versions.user("observed-" + formerActs);

    String identity = identity(versions.call(actor, user, Call.CREATE, 201));
    Result first = versions.call(observer, user, Call.ISSUE, 200);
    assertEquals(identity, identity(first));

    versions.call(actor, user, Call.RESTRICT, 200);
    assertIsValid(false, first);
    assertEquals(List.of("chat"), versions.call(observer, user, Call.ISSUE, 200).scopes());

    versions.call(actor, user, Call.RESET, 200);
    Result second = versions.call(observer, user, Call.REFRESH, 200);
    assertEquals(List.of("chat", "voip"), second.scopes());
    assertIsValid(true, second);

    versions.call(actor, user, Call.REVOKE, 204);
    assertIsValid(false, second);
    Result third = versions.call(observer, user, Call.REFRESH, 200);
    assertIsValid(true, third);

    versions.call(actor, user, Call.DELETE, 204);
    assertIsValid(false, third);
    versions.call(observer, user, Call.REFRESH, 404);
    String next = identity(versions.call(observer, user, Call.ISSUE, 201));
    assertNotEquals(identity, next);
    assertEquals(next, identity(versions.call(actor, user, Call.CREATE, 200)));
  }

  private static String identity(Result result) {
    return result.communicationUserId().orElseThrow();
  }

  private static void assertIsValid(boolean expected, Result result) {
    assertEquals(expected, versions.emulators().acs().isValid(result.token().orElseThrow()));
  }
}
