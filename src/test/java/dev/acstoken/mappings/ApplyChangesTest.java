package dev.acstoken.mappings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.User;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Verifies that the script of the guide applies the deletions and access changes since a backup,
 * whose users and identities the audit names only by pseudonyms.
 */
class ApplyChangesTest {

  private static final String ISSUER = "https://login.example";

  @TempDir Path folder;

  @Test
  void aDeletedIdentityIsNotRestored() throws Exception {
    backup(mapping("alice", 1), mapping("bob", 2));

    Script run = apply(identity(1) + ",identity_deleted,");

    assertEquals(List.of(mapping("bob", 2)), restored());
    assertTrue(run.printed().startsWith("Applied 1 of 1 changes"), run.printed());
  }

  @Test
  void thePolicyOfADeletedIdentityStays() throws Exception {
    backup(mapping("alice", 1).replace("}", ",\"blocked\":true}"));

    apply(identity(1) + ",identity_deleted,");

    assertEquals(
        List.of("{\"issuer\":\"" + ISSUER + "\",\"userId\":\"alice\",\"blocked\":true}"),
        restored());
  }

  @Test
  void aBlockIsRestored() throws Exception {
    backup(mapping("alice", 1).replace("}", ",\"scopes\":\"chat\"}"));

    apply(user("alice") + ",access_set,");

    assertEquals(List.of(mapping("alice", 1).replace("}", ",\"blocked\":true}")), restored());
  }

  @Test
  void aPolicyTakesThePlaceOfABlock() throws Exception {
    backup(mapping("alice", 1).replace("}", ",\"blocked\":true}"));

    apply(user("alice") + ",access_set,\"chat,voip\"");

    assertEquals(
        List.of(mapping("alice", 1).replace("}", ",\"scopes\":\"chat voip\"}")), restored());
  }

  @Test
  void aResetPolicyIsNotRestored() throws Exception {
    backup(mapping("alice", 1).replace("}", ",\"blocked\":true}"));

    apply(user("alice") + ",access_reset,");

    assertEquals(List.of(mapping("alice", 1)), restored());
  }

  @Test
  void aUserOfARenamedIssuerIsRestoredUnderTheNewName() throws Exception {
    backup(mapping("alice", 1).replace("}", ",\"scopes\":\"chat\"}"), mapping("bob", 2));

    apply(
        "%s,access_set,chat.join\r\n%s,access_set,"
            .formatted(user("alice"), new User("main", "alice").pseudonym()),
        ISSUER,
        "main");

    assertEquals(
        List.of(
            mapping("alice", 1).replace(ISSUER, "main").replace("}", ",\"blocked\":true}"),
            mapping("bob", 2).replace(ISSUER, "main")),
        restored());
  }

  @Test
  void theTenantOfAUserOfARenamedIssuerStays() throws Exception {
    backup(mapping("alice", 1).replace(ISSUER, "https://login.example/t1/v2.0"));

    apply("", "https://login.example/{tenantid}/v2.0", "main/{tenantid}");

    assertEquals(List.of(mapping("alice", 1).replace(ISSUER, "main/t1")), restored());
  }

  @Test
  void aDeletionThatWasNotConfirmedIsReported() throws Exception {
    backup(mapping("alice", 1));

    Script run = apply(identity(1) + ",deletion_unconfirmed,");

    assertEquals(List.of(mapping("alice", 1)), restored());
    assertTrue(
        run.printed().contains("Delete again after the restore: alice of " + ISSUER),
        run.printed());
  }

  @Test
  void aBlockOfAUserWhomTheBackupDoesNotContainIsReported() throws Exception {
    backup(mapping("alice", 1));

    Script run = apply(user("bob") + ",access_set,");

    assertTrue(
        run.printed().contains("Not in the backup: the user with the pseudonym " + user("bob")),
        run.printed());
  }

  @Test
  void aLineThatWasCutOffEndsTheRun() throws Exception {
    backup("{\"issuer\":");

    Script run = apply("");

    assertEquals(1, run.exitCode());
    assertTrue(run.printed().startsWith("Line 1 of "), run.printed());
    assertFalse(Files.exists(folder.resolve("restored.jsonl")));
  }

  private void backup(String... lines) throws Exception {
    Files.write(folder.resolve("backup.jsonl"), List.of(lines));
  }

  private Script apply(String change, String... names) throws Exception {
    // The portal begins the file with a byte order mark, and ends lines as Windows does.
    Path changes =
        Files.writeString(
            folder.resolve("changes.csv"), "\ufeffsubject,change,scopes\r\n" + change + "\r\n");
    Stream<Object> files =
        Stream.of(folder.resolve("backup.jsonl"), changes, folder.resolve("restored.jsonl"));
    return Script.run(
        "apply-changes.mjs", Map.of(), Stream.concat(files, Stream.of(names)).toArray());
  }

  private List<String> restored() throws Exception {
    return Files.readAllLines(folder.resolve("restored.jsonl"));
  }

  private static String mapping(String user, int identity) {
    return "{\"issuer\":\"%s\",\"userId\":\"%s\",\"communicationUserId\":\"%s\"}"
        .formatted(ISSUER, user, id(identity).value());
  }

  private static String identity(int number) {
    return id(number).pseudonym();
  }

  private static CommunicationUserId id(int number) {
    return new CommunicationUserId("8:acs:resource_" + number);
  }

  private static String user(String id) {
    return new User(ISSUER, id).pseudonym();
  }
}
