package dev.acstoken.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.acstoken.emulator.TokenStatus.Active;
import dev.acstoken.emulator.TokenStatus.Inactive;
import dev.acstoken.emulator.TokenStatus.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies what an emulator keeps in a folder, and that a killed process loses nothing. */
class EmulatorStateTest {

  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  @TempDir private Path parent;

  @Test
  void theNextEmulatorKnowsIdentitiesTokensAndRevocations() {
    String id;
    String active;
    String revoked;
    String deleted;
    String teams;
    UUID resource;
    try (EmulatorState first = open()) {
      resource = first.resourceId();
      Identity alice = first.identities().withCustomId("alice");
      id = alice.id();
      revoked = issue(first, alice);
      alice.revoke();
      active = issue(first, alice);
      issue(first, alice);
      Identity bob = first.identities().create();
      deleted = issue(first, bob);
      bob.delete();
      teams = issue(first, first.identities().teamsUser("carol"));
    }

    for (int restart = 0; restart < 2; restart++) {
      try (EmulatorState next = open()) {
        Identity alice = next.identities().withCustomId("alice");

        assertEquals(resource, next.resourceId());
        assertEquals(id, alice.id());
        assertEquals(NOW, alice.createdOn());
        assertEquals(3, alice.tokensIssued());
        assertEquals(Optional.of(NOW), alice.lastTokenIssuedAt());
        assertInstanceOf(Active.class, inspect(next, active));
        assertInstanceOf(Active.class, inspect(next, teams));
        assertEquals(new Inactive(Reason.REVOKED), inspect(next, revoked));
        assertEquals(new Inactive(Reason.IDENTITY_DELETED), inspect(next, deleted));
        assertEquals(List.of(alice), next.identities().live());
      }
    }
  }

  @Test
  void aRevocationAfterARestartRevokesTokensOfBothEmulators() {
    String earlier;
    try (EmulatorState first = open()) {
      earlier = issue(first, first.identities().withCustomId("alice"));
    }

    try (EmulatorState next = open()) {
      Identity alice = next.identities().withCustomId("alice");
      String later = issue(next, alice);
      alice.revoke();

      assertEquals(new Inactive(Reason.REVOKED), inspect(next, earlier));
      assertEquals(new Inactive(Reason.REVOKED), inspect(next, later));
      assertInstanceOf(Active.class, inspect(next, issue(next, alice)));
    }
  }

  /** A killed process closes nothing. A copy of its files shows what it had written. */
  @Test
  void everyChangeIsWrittenBeforeItTakesEffect() throws IOException {
    try (EmulatorState running = open()) {
      Identity alice = running.identities().withCustomId("alice");
      String token = issue(running, alice);
      alice.revoke();
      Path copy = Files.createDirectory(parent.resolve("copy"));
      copy(folder(), copy);

      try (EmulatorState next = EmulatorState.keptIn(copy, UUID.randomUUID(), CLOCK)) {
        assertEquals(alice.id(), next.identities().withCustomId("alice").id());
        assertEquals(new Inactive(Reason.REVOKED), inspect(next, token));
      }
    }
  }

  @Test
  void aChangeThatCannotBeWrittenDoesNotTakeEffect() {
    EmulatorState closed = open();
    Identity alice = closed.identities().create();
    closed.close();

    assertThrows(UncheckedIOException.class, alice::delete);
    assertThrows(UncheckedIOException.class, () -> issue(closed, alice));
    assertThrows(UncheckedIOException.class, () -> closed.identities().create());
    assertEquals(List.of(alice), closed.identities().live());
    assertEquals(0, alice.tokensIssued());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"deleted\":\"", "{\"deleted\":\"8:acs:x\"}", "\0\0\0"})
  void aLastLineWithoutAnEndIsIgnored(String torn) throws IOException {
    String id;
    try (EmulatorState first = open()) {
      id = first.identities().withCustomId("alice").id();
    }
    Files.writeString(journal(), torn, StandardOpenOption.APPEND);

    try (EmulatorState next = open()) {
      assertEquals(id, next.identities().withCustomId("alice").id());
      next.identities().withCustomId("bob");
    }
    try (EmulatorState third = open()) {
      assertEquals(2, third.identities().live().size());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense\n",
        "{\"deleted\":\n{\"deleted\":\"x\"}\n",
        "{\"unknown\":\"x\"}\n",
        "{\"created\":\"8:acs:x\",\"at\":\"yesterday\"}\n",
        "{\"issued\":\"8:acs:x\",\"at\":\"2026-11-20T10:00:00Z\",\"tokens\":1}\n",
        "\n"
      })
  void aJournalThatCannotBeReadIsAnErrorThatNamesTheWayOut(String damage) throws IOException {
    open().close();
    Files.writeString(journal(), damage, StandardOpenOption.APPEND);

    assertUnreadable(journal());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "nonsense", "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}"})
  void aKeyThatCannotBeReadIsAnErrorThatNamesTheWayOut(String damage) throws IOException {
    open().close();
    Path key = folder().resolve("signing-key.json");
    Files.writeString(key, damage);

    assertUnreadable(key);
  }

  @Test
  void anEmptyJournalIsAnErrorThatNamesTheWayOut() throws IOException {
    open().close();
    Files.writeString(journal(), "");

    assertUnreadable(journal());
  }

  @Test
  void deletedIdentitiesAreForgottenWhenTheirTokensHaveExpired() throws IOException {
    String kept;
    try (EmulatorState first = open()) {
      Identity alice = first.identities().create();
      issue(first, alice);
      alice.delete();
      first.identities().create().delete();
      kept = first.identities().withCustomId("bob").id();
    }
    Clock later = Clock.offset(CLOCK, Duration.ofDays(2));
    EmulatorState.keptIn(folder(), UUID.randomUUID(), later).close();

    try (EmulatorState next = open()) {
      assertEquals(
          List.of(kept), next.identities().events().stream().map(IdentityEvent::id).toList());
    }
  }

  @Test
  void onlyOneEmulatorAtATimeUsesAFolder() {
    try (AcsEmulator first = AcsEmulator.builder().state(folder()).start()) {
      var thrown =
          assertThrows(
              UncheckedIOException.class,
              () -> AcsEmulator.builder().state(folder()).start().close());

      assertTrue(String.valueOf(thrown.getMessage()).contains("--state"), thrown.getMessage());
      assertEquals(List.of(), List.copyOf(first.identities()));
    }
    AcsEmulator.builder().state(folder()).start().close();
  }

  @Test
  void anEmulatorThatCannotStartLeavesTheFolderFree() {
    try (AcsEmulator other = AcsEmulator.start()) {
      int taken = other.endpoint().getPort();
      assertThrows(
          UncheckedIOException.class,
          () -> AcsEmulator.builder().port(taken).state(folder()).start().close());
    }
    AcsEmulator.builder().state(folder()).start().close();
  }

  @Test
  void aStateThatCannotBeRestoredLeavesNoFileOpen() throws IOException {
    Path openFiles = Path.of("/proc/self/fd");
    assumeTrue(Files.isDirectory(openFiles), "Only Linux lists the open files.");
    open().close();

    assertThrows(
        IllegalStateException.class,
        () -> EmulatorState.keptIn(folder(), UUID.randomUUID(), new BrokenClock()).close());

    try (Stream<Path> files = Files.list(openFiles)) {
      assertEquals(List.of(), files.filter(file -> isIn(folder(), file)).toList());
    }
  }

  @Test
  void aJournalThatCannotBeCompactedStillStoresChanges() throws IOException {
    // No longer name is possible, so the file cannot be replaced by way of another one.
    Path file = parent.resolve("j".repeat(250));
    Files.writeString(file, "{\"resource\":\"%s\"}\n".formatted(UUID.randomUUID()));

    try (IdentityJournal journal = IdentityJournal.open(file, UUID.randomUUID())) {
      assertThrows(UncheckedIOException.class, () -> journal.compact(List.of()));
      journal.append(new IdentityEvent.Created("8:acs:x", Optional.empty(), NOW));
    }

    assertEquals(2, Files.readAllLines(file).size());
  }

  @Test
  void emulatorsWithoutAFolderKeepNothing() {
    try (AcsEmulator one = AcsEmulator.start();
        AcsEmulator other = AcsEmulator.start()) {
      assertNotEquals(one.resourceId(), other.resourceId());
    }
  }

  @Test
  void onlyTheOwnerCanReadTheFiles() throws IOException {
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
    open().close();

    assertEquals("rwx------", permissions(folder()));
    assertEquals("rw-------", permissions(journal()));
    assertEquals("rw-------", permissions(folder().resolve("signing-key.json")));
  }

  private void assertUnreadable(Path file) {
    var thrown = assertThrows(UncheckedIOException.class, () -> open().close());
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.startsWith(file + " cannot be read"), message);
    assertTrue(message.contains("--fresh"), message);
  }

  private EmulatorState open() {
    return EmulatorState.keptIn(folder(), UUID.randomUUID(), CLOCK);
  }

  private Path folder() {
    return parent.resolve("state");
  }

  private Path journal() {
    return folder().resolve("identities.jsonl");
  }

  private static String issue(EmulatorState state, Identity identity) {
    return new AccessTokens(state, CLOCK)
        .issue(identity, List.of("chat"), NOW.plus(Duration.ofHours(1)))
        .token();
  }

  private static TokenStatus inspect(EmulatorState state, String token) {
    return new AccessTokens(state, CLOCK).inspect(token);
  }

  private static boolean isIn(Path folder, Path openFile) {
    try {
      return openFile.toRealPath().startsWith(folder.toRealPath());
    } catch (IOException e) {
      // A socket or a pipe, or the list itself.
      return false;
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static final class BrokenClock extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      throw new IllegalStateException("There is no time.");
    }
  }
}
