package dev.acstoken.interop.versions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.devhost.RecoverOldRecords;
import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.Move;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.protocol.PendingChange;
import dev.acstoken.interop.Interop;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Verifies what version 0.1.0 loses beside this version or after it, as {@code
 * docs/guides/upgrade.md} says, and that this version loses none of it.
 */
@Interop
class KnownLossesIT {

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
    // Without the former version's commit, nothing was started.
    if (versions != null) {
      versions.close();
    }
  }

  @Test
  void itForgetsSinceWhenAcsHasDeniedAnIdentity() throws Exception {
    for (VersionProcess version : versions.both()) {
      Caller user = user("denied", version);
      Mapping mapping = table.newMapping(user);
      var unused =
          table.store(
              mapping.withUnknownSince(Optional.of(mapping.createdOn())),
              AccessPolicy.custom(ScopeSet.of(TokenScope.CHAT)));

      versions.call(version, user, Call.RESET, 200);

      assertEquals(isThis(version), table.stored(user).containsKey("UnknownSince"));
    }
  }

  @Test
  void itRemovesColumnsThatItDoesNotKnow() throws Exception {
    for (VersionProcess version : versions.both()) {
      Caller user = user("extended", version);
      table.insert("later.json", "extended", user);

      versions.call(version, user, Call.RESET, 200);

      assertEquals(isThis(version), table.stored(user).containsKey("Department"));
    }
  }

  @Test
  void itNeitherRevokesNorDeletesPreviousIdentities() throws Exception {
    Caller user = versions.user("replaced");
    Mapping previous = table.newMapping(user);
    Mapping current = table.replace(table.store(previous, AccessPolicy.INHERITED));
    String token = table.issueToken(previous);

    versions.call(versions.former(), user, Call.REVOKE, 204);
    assertTrue(versions.emulators().acs().isValid(token));

    versions.call(versions.former(), user, Call.DELETE, 204);
    assertTrue(versions.emulators().acs().isValid(token));
    assertFalse(table.isLive(current));

    versions.call(versions.current(), user, Call.REVOKE, 204);
    assertFalse(versions.emulators().acs().isValid(token));
    assertTrue(table.isLive(previous));

    versions.call(versions.current(), user, Call.DELETE, 204);
    assertFalse(table.isLive(previous));
    assertEquals(List.of(), stored().previous(user.id()));
  }

  @Test
  void itLeavesPendingRevocationsAndDeletionsOfPreviousIdentitiesToThisVersion() throws Exception {
    Caller user = versions.user("pending");
    Mapping previous = table.newMapping(user);
    Mapping current = table.replace(table.store(previous, AccessPolicy.INHERITED));
    var revocation = PendingChange.Kind.REVOCATION;
    var unused = table.log().begin(revocation, current, TableFixture.context());
    var deletion = PendingChange.Kind.PREVIOUS_IDENTITY;
    var unusedToo = table.log().begin(deletion, previous, TableFixture.context());
    List<String> pending = stored().pending();
    assertEquals(2, pending.size());
    String token = versions.call(versions.former(), user, Call.ISSUE, 200).token().orElseThrow();

    versions.call(versions.former(), user, Call.REVOKE, 204);
    String later = versions.call(versions.former(), user, Call.ISSUE, 200).token().orElseThrow();

    assertEquals(Set.copyOf(pending), Set.copyOf(stored().pending()));
    assertTrue(table.isLive(previous));
    assertFalse(versions.emulators().acs().isValid(token));
    assertTrue(versions.emulators().acs().isValid(later));

    int recovered = RecoverOldRecords.run(versions.emulators());

    assertEquals(2, recovered);
    assertEquals(List.of(), stored().pending());
    assertFalse(table.isLive(previous));
    assertFalse(versions.emulators().acs().isValid(later));
  }

  @Test
  void itsRecoveryDeletesAPreviousIdentityWhoseCreationWasNeverConfirmed() throws Exception {
    Mapping previous = table.newMapping(versions.user("unconfirmed"));
    var unused = table.replace(table.store(previous, AccessPolicy.INHERITED));
    var creation = PendingChange.Kind.IDENTITY;
    var unusedEntry = table.log().begin(creation, previous, TableFixture.context());

    int recovered = RecoverOldRecords.run(versions.emulators());
    assertEquals(1, recovered);
    assertTrue(table.isLive(previous));

    var unusedToo = table.log().begin(creation, previous, TableFixture.context());
    versions.recoverWith010();
    assertFalse(table.isLive(previous));
  }

  @Test
  void itRemovesTheMarkOfAMovedUser() throws Exception {
    for (VersionProcess version : versions.both()) {
      Caller user = user("moved", version);
      Account account = table.store(table.newMapping(user), AccessPolicy.INHERITED);
      table.put(account.withMove(new Move(Move.Stage.FROM, "https://former.example")));

      versions.call(version, user, Call.RESTRICT, 200);

      assertEquals(isThis(version), table.stored(user).containsKey("MovedFrom"));
    }
  }

  @Test
  void itLeavesAnInterruptedAdoptionToThisVersion() throws Exception {
    Caller user = versions.user("adopted");
    Mapping mapping = table.newMapping(user);
    table.put(Account.blank(mapping.user()).withMapping(mapping.withState(Mapping.State.ADOPTING)));
    var unused = table.log().begin(PendingChange.Kind.ADOPTION, mapping, TableFixture.context());

    versions.recoverWith010();

    assertTrue(table.isLive(mapping));
    assertEquals("adopting", table.stored(user).get("State"));

    assertEquals(1, RecoverOldRecords.run(versions.emulators()));
    assertEquals("active", table.stored(user).get("State"));
    assertTrue(table.isLive(mapping));
  }

  @Test
  void itBelievesAtOnceThatAnIdentityIsLost() throws Exception {
    for (VersionProcess version : versions.both()) {
      Caller user = user("lost", version);
      Mapping lost = table.newMapping(user);
      var unused = table.store(lost, AccessPolicy.INHERITED);
      assertTrue(table.acs().delete(lost.communicationUserId(), TableFixture.context()));

      if (isThis(version)) {
        Result result = versions.call(version, user, Call.ISSUE, 503);
        assertEquals("identity_unconfirmed", result.code());
        assertEquals(lost.communicationUserId().value(), mapped(user));
      } else {
        versions.call(version, user, Call.ISSUE, 201);
        assertNotEquals(lost.communicationUserId().value(), mapped(user));
        assertEquals(List.of(), stored().previous(user.id()));
      }
    }
  }

  @Test
  void itReplacesAnIdentityOfAnotherAcsResource() throws Exception {
    for (VersionProcess version : versions.both()) {
      Caller user = user("foreign", version);
      Mapping own = table.newMapping(user);
      Mapping foreign =
          Mapping.active(
              own.user(),
              new CommunicationUserId("8:acs:another_" + version.version()),
              "https://another.communication.azure.com",
              own.createdOn());
      var unused = table.store(foreign, AccessPolicy.INHERITED);

      if (isThis(version)) {
        assertEquals("misconfigured", versions.call(version, user, Call.ISSUE, 503).code());
        assertEquals(foreign.communicationUserId().value(), mapped(user));
      } else {
        versions.call(version, user, Call.ISSUE, 201);
        assertNotEquals(foreign.communicationUserId().value(), mapped(user));
      }
    }
  }

  @Test
  void itAcceptsIdsWithASlashInPathsAndDoesNothing() throws Exception {
    for (VersionProcess version : versions.both()) {
      Caller user = user("ward/nurse", version);
      var unused = table.store(table.newMapping(user), AccessPolicy.INHERITED);
      String path = "/users/" + URLEncoder.encode(user.id(), UTF_8) + "/access";

      Result result = versions.admin().send(version, "PUT", path, Call.RESTRICT.body());

      assertEquals(isThis(version) ? 400 : 200, result.status(), result::toString);
      assertFalse(table.stored(user).containsKey("AllowedScopes"));
    }
  }

  private static Caller user(String name, VersionProcess version) {
    return versions.user(name + (isThis(version) ? "-now" : "-before"));
  }

  private static boolean isThis(VersionProcess version) {
    return version.equals(versions.current());
  }

  private static String mapped(Caller user) {
    return String.valueOf(table.stored(user).get("CommunicationUserId"));
  }

  private static StoredRows stored() {
    return StoredRows.read(versions.emulators().azurite());
  }
}
