package dev.acstoken.interop.versions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.Move;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.protocol.PendingChange;
import dev.acstoken.interop.Interop;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies that version 0.1.0, after a roll back, reads the rows of this version, and that this
 * version reads those of 0.1.0.
 */
@Interop
class RowsOfBothVersionsIT {

  /** The calls of users for themselves. */
  private static final List<Call> OWN_CALLS =
      Stream.of(Call.values()).filter(call -> !call.isForAdmins()).toList();

  private static final String FORMER_ISSUER = "https://former.example";

  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static TwoVersions versions;

  @SuppressWarnings("NullAway.Init")
  private static TableFixture table;

  @BeforeAll
  static void start() throws Exception {
    versions = TwoVersions.start(FormerVersion.version010(), folder);
    table = new TableFixture(versions.emulators());
  }

  @AfterAll
  static void stop() {
    // Without the commit of 0.1.0, nothing was started.
    if (versions != null) {
      versions.close();
    }
  }

  /** The rows of files, with the statuses of GetIdentity, RefreshToken and IssueToken. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "0.1.0.json, active, 200, 200, 200",
        "0.1.0.json, revoking, 200, 200, 200",
        "0.1.0.json, deleting, 404, 404, 201",
        "0.1.0.json, blocked, 200, 403, 403",
        "0.1.0.json, all scopes, 200, 200, 200",
        "0.1.0.json, Zoë's policy / without? identity#, 404, 404, 201",
        "later.json, extended, 200, 200, 200",
        "later.json, extended without identity, 404, 404, 201",
      })
  void bothReadTheRowsOfAFileAlike(String file, String userId, int identity, int refresh, int issue)
      throws Exception {
    for (VersionProcess version : versions.both()) {
      Caller user = versions.user(userId + " at " + version.version());
      table.insert(file, userId, user);

      assertLife(version, user, identity, refresh, issue);
    }
  }

  /** Rows that this version writes and version 0.1.0 does not. */
  enum NewRows {
    OF_A_DENIED_IDENTITY,
    OF_A_PREVIOUS_IDENTITY,
    OF_PENDING_CHANGES,
    OF_A_POLICY_WITH_ALL_SCOPES,
    OF_A_MOVED_USER
  }

  @ParameterizedTest
  @EnumSource
  void bothReadTheRowsOfThisVersionAlike(NewRows rows) throws Exception {
    for (VersionProcess version : versions.both()) {
      Caller user = versions.user(rows + " at " + version.version());
      store(rows, table.newMapping(user));

      assertLife(version, user, 200, 200, 200);
    }
  }

  private static void store(NewRows rows, Mapping mapping) {
    switch (rows) {
      case OF_A_DENIED_IDENTITY -> {
        Optional<Instant> since = Optional.of(mapping.createdOn());
        var unused = table.store(mapping.withUnknownSince(since), AccessPolicy.INHERITED);
      }
      case OF_A_PREVIOUS_IDENTITY -> {
        var unused = table.replace(table.store(mapping, AccessPolicy.INHERITED));
      }
      case OF_PENDING_CHANGES -> {
        var unused = table.store(mapping, AccessPolicy.INHERITED);
        for (PendingChange.Kind kind : PendingChange.Kind.values()) {
          var unusedEntry = table.log().begin(kind, mapping, TableFixture.context());
        }
      }
      case OF_A_POLICY_WITH_ALL_SCOPES -> {
        var unused = table.store(mapping, AccessPolicy.custom(ScopeSet.of(TokenScope.values())));
      }
      case OF_A_MOVED_USER -> {
        Account account = table.store(mapping, AccessPolicy.INHERITED);
        table.put(account.withMove(new Move(Move.Stage.FROM, FORMER_ISSUER)));
      }
    }
  }

  private static void assertLife(
      VersionProcess version, Caller user, int identity, int refresh, int issue) throws Exception {
    versions.call(version, user, Call.GET, identity);
    versions.call(version, user, Call.REFRESH, refresh);
    versions.call(version, user, Call.ISSUE, issue);
    versions.call(version, user, Call.REVOKE, 204);
    versions.call(version, user, Call.DELETE, 204);
    versions.call(version, user, Call.GET, 404);
  }

  /**
   * Values of a made-up later version. This version never writes them. Version 0.1.0 does not know
   * that they may be of a later version, so it responds with {@code internal_error}.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "unknown State",
        "missing State",
        "unknown CreatedOn",
        "unknown AllowedScopes",
        "unknown CommunicationUserId"
      })
  void aValueThatAVersionDoesNotKnowIsAProblemAndStays(String userId) throws Exception {
    for (VersionProcess version : versions.both()) {
      Caller user = versions.user(userId + " at " + version.version());
      table.insert("later.json", userId, user);
      Map<String, Object> before = table.stored(user);
      boolean is010 = version.equals(versions.former());

      for (Call call : OWN_CALLS) {
        Result result = versions.call(version, user, call, is010 ? 500 : 503);
        assertEquals(
            is010 ? "internal_error" : "storage_unavailable", result.code(), result::toString);
        assertEquals(before, table.stored(user));
      }
    }
  }

  /** Rows of an adoption or a move that has not ended, which version 0.1.0 must not serve. */
  enum UnfinishedRows {
    OF_AN_ADOPTION,
    OF_A_MOVE,
    OF_A_MOVE_WITHOUT_IDENTITY,
    OF_A_POINTER
  }

  @ParameterizedTest
  @EnumSource
  void version010RefusesUsersWhoAreBeingAdoptedOrMoved(UnfinishedRows rows) throws Exception {
    Caller user = versions.user(rows.toString());
    Mapping mapping = table.newMapping(user);
    store(rows, table.store(mapping, AccessPolicy.custom(ScopeSet.of(TokenScope.CHAT))));
    Map<String, Object> before = table.stored(user);
    Set<String> identities = versions.emulators().acs().identities();

    for (Call call : Call.values()) {
      Result result = versions.call(versions.former(), user, call, 500);
      assertEquals("internal_error", result.code(), result::toString);
    }

    assertEquals(before, table.stored(user));
    assertEquals(identities, versions.emulators().acs().identities());
    boolean hasIdentity = rows == UnfinishedRows.OF_AN_ADOPTION || rows == UnfinishedRows.OF_A_MOVE;
    versions.call(versions.current(), user, Call.GET, hasIdentity ? 200 : 404);
  }

  private static void store(UnfinishedRows rows, Account account) {
    Move moving = new Move(Move.Stage.MOVING, "https://renamed.example");
    switch (rows) {
      case OF_AN_ADOPTION -> table.put(account.withState(Mapping.State.ADOPTING));
      case OF_A_MOVE -> table.put(account.withMove(moving));
      case OF_A_MOVE_WITHOUT_IDENTITY -> table.put(account.withoutMapping().withMove(moving));
      case OF_A_POINTER -> table.put(account.pointerTo(moving.issuer()));
    }
  }

  /** A roll back leaves the pending changes of this version to the recovery of the former one. */
  @Test
  void theRecoveryOf010CompletesWhatThisVersionLeft() throws Exception {
    Mapping committed =
        storePending("committed", Mapping.State.ACTIVE, PendingChange.Kind.IDENTITY);
    Mapping deleting =
        storePending("deleting", Mapping.State.DELETING, PendingChange.Kind.IDENTITY);
    Mapping revoking = storePending("revoking", Mapping.State.REVOKING, PendingChange.Kind.POLICY);
    String token = table.issueToken(revoking);
    Mapping orphan = table.newMapping(versions.user("orphan"));
    var unused = table.log().begin(PendingChange.Kind.IDENTITY, orphan, TableFixture.context());

    versions.recoverWith010();

    assertTrue(table.isLive(committed));
    assertEquals("active", table.stored(versions.user("committed")).get("State"));
    assertFalse(table.isLive(deleting));
    assertFalse(StoredRows.read(versions.emulators().azurite()).mapped().containsKey("deleting"));
    assertEquals("active", table.stored(versions.user("revoking")).get("State"));
    assertFalse(versions.emulators().acs().isValid(token));
    assertFalse(table.isLive(orphan));
    Set<String> left = Set.copyOf(StoredRows.read(versions.emulators().azurite()).pending());
    assertTrue(left.stream().noneMatch(key -> key.startsWith("unsettled/")), left::toString);
  }

  private static Mapping storePending(
      String user, Mapping.State state, PendingChange.Kind pending) {
    Mapping mapping = table.newMapping(versions.user(user)).withState(state);
    var unused = table.store(mapping, AccessPolicy.INHERITED);
    var unusedEntry = table.log().begin(pending, mapping, TableFixture.context());
    return mapping;
  }
}
