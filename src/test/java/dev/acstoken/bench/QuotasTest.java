package dev.acstoken.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Verifies which means limits a benchmark's CPU time. Folders imitate the control groups of
 * machines of other kinds.
 */
class QuotasTest {

  private static final List<String> COMMAND = List.of("java", "-version");

  @TempDir Path root;

  @Test
  void aGroupOfVersion1GetsItsShareOfEachPeriod() throws IOException {
    Files.createDirectory(root.resolve("cpu"));

    Path group = groupBelow(root.resolve("cpu"), 0.25);

    assertEquals("100000", Files.readString(group.resolve("cpu.cfs_period_us")));
    assertEquals("25000", Files.readString(group.resolve("cpu.cfs_quota_us")));
  }

  @Test
  void aGroupOfVersion2GetsItsShareOfEachPeriod() throws IOException {
    Files.writeString(root.resolve("cgroup.controllers"), "cpuset cpu io\n");

    Path group = groupBelow(root, 2);

    assertEquals("200000 100000", Files.readString(group.resolve("cpu.max")));
    assertEquals("+cpu", Files.readString(root.resolve("cgroup.subtree_control")));
  }

  @Test
  void aProcessJoinsTheGroupAndThenBecomesTheCommand() throws IOException {
    Files.createDirectory(root.resolve("cpu"));

    Quota quota = new Quotas(root, true).of(1).orElseThrow();
    List<String> command = quota.limit(List.of("sh", "-c", "echo $$"));
    var process = new ProcessBuilder(command).start();
    String pid = Long.toString(process.pid());

    assertEquals(pid, process.inputReader().readLine());
    assertEquals(
        pid,
        Files.readString(onlyFolderBelow(root.resolve("cpu")).resolve("cgroup.procs")).strip());
  }

  @Test
  void withoutAControllerOfCpuTimeTheProcessRunsOnTheFirstCores() throws IOException {
    Files.writeString(root.resolve("cgroup.controllers"), "cpuset io\n");

    assertEquals(
        List.of("taskset", "-c", "0-0", "java", "-version"),
        new Quotas(root, true).of(1).orElseThrow().limit(COMMAND));
    assertEquals(
        List.of("taskset", "-c", "0-1", "java", "-version"),
        new Quotas(root, true).of(2).orElseThrow().limit(COMMAND));
  }

  @Test
  void aFractionOfACoreNeedsAControlGroup() {
    assertEquals(Optional.empty(), new Quotas(root, true).of(0.25));
  }

  @Test
  void withoutAnyMeansThereIsNoQuota() {
    assertEquals(Optional.empty(), new Quotas(root.resolve("none"), false).of(1));
  }

  @Test
  void aGroupOfThisMachineContainsItsProcessUntilItIsRemoved() throws Exception {
    Optional<Quota> possible = Quotas.ofThisMachine().of(0.25);
    assumeTrue(possible.isPresent(), "this machine has no control groups for this user");
    String groups;
    try (Quota quota = possible.get()) {
      var process = new ProcessBuilder(quota.limit(List.of("cat", "/proc/self/cgroup"))).start();
      groups = new String(process.getInputStream().readAllBytes(), UTF_8);
      process.waitFor();
    }

    String group =
        groups
            .lines()
            .filter(line -> line.contains("acs-token-bench-"))
            .map(line -> line.replaceAll(".*(acs-token-bench-[0-9]+).*", "$1"))
            .findFirst()
            .orElseThrow();
    assertTrue(Files.notExists(Path.of("/sys/fs/cgroup", group)));
    assertTrue(Files.notExists(Path.of("/sys/fs/cgroup/cpu", group)));
  }

  private Path groupBelow(Path parent, double cores) throws IOException {
    assertInstanceOf(ControlGroup.class, new Quotas(root, true).of(cores).orElseThrow());
    return onlyFolderBelow(parent);
  }

  private static Path onlyFolderBelow(Path parent) throws IOException {
    try (var files = Files.list(parent)) {
      return files.filter(Files::isDirectory).findFirst().orElseThrow();
    }
  }
}
