package dev.acstoken.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A control group of Linux, version 1 or 2. Its processes together get a share of the CPU time of
 * each tenth of a second. They stop when they have used it, until the next tenth begins. A JVM sees
 * the limit, and chooses its garbage collector and its numbers of threads accordingly.
 */
final class ControlGroup implements Quota {

  private static final long PERIOD_MICROS = 100_000;
  private static final int ATTEMPTS_TO_REMOVE = 20;
  private static final long MILLIS_BETWEEN_ATTEMPTS = 50;

  private final Path folder;

  private ControlGroup(Path folder) {
    this.folder = folder;
  }

  /**
   * Creates a group.
   *
   * @param root where the control groups are mounted
   * @return empty if there is no controller of CPU time there, or this user may not create groups
   */
  static Optional<ControlGroup> create(Path root, double cores) {
    String quota = Long.toString(Math.round(cores * PERIOD_MICROS));
    String period = Long.toString(PERIOD_MICROS);
    Path version1 = root.resolve("cpu");
    try {
      if (Files.isDirectory(version1)) {
        return Optional.of(
            create(version1, Map.of("cpu.cfs_period_us", period, "cpu.cfs_quota_us", quota)));
      }
      Path controllers = root.resolve("cgroup.controllers");
      if (Files.exists(controllers)
          && List.of(Files.readString(controllers).strip().split(" ")).contains("cpu")) {
        // A group has only the controllers that its parent passes on.
        Files.writeString(root.resolve("cgroup.subtree_control"), "+cpu");
        return Optional.of(create(root, Map.of("cpu.max", quota + " " + period)));
      }
    } catch (IOException e) {
      // The user may not create groups here.
    }
    return Optional.empty();
  }

  private static ControlGroup create(Path parent, Map<String, String> limits) throws IOException {
    Path folder = Files.createDirectory(parent.resolve("acs-token-bench-" + System.nanoTime()));
    try {
      for (var limit : limits.entrySet()) {
        Files.writeString(folder.resolve(limit.getKey()), limit.getValue());
      }
      return new ControlGroup(folder);
    } catch (IOException e) {
      Files.delete(folder);
      throw e;
    }
  }

  // The shell joins the group before it becomes the command, so the start is within the limit, too.
  @Override
  public List<String> limit(List<String> command) {
    List<String> joining =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                "echo $$ > \"$0\" && exec \"$@\"",
                folder.resolve("cgroup.procs").toString()));
    joining.addAll(command);
    return joining;
  }

  /** Removes the group. A process that was just killed may stay in it for a moment. */
  @Override
  public void close() {
    for (int attempt = 1; ; attempt++) {
      try {
        Files.delete(folder);
        return;
      } catch (IOException e) {
        if (attempt == ATTEMPTS_TO_REMOVE) {
          throw new UncheckedIOException(e);
        }
      }
      try {
        Thread.sleep(MILLIS_BETWEEN_ATTEMPTS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  @Override
  public String toString() {
    return "control group";
  }
}
