package dev.acstoken.bench;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Chooses how to limit CPU time: with a control group where this user may create one, otherwise by
 * running the processes on some of the cores only, which is possible for whole cores.
 */
final class Quotas {

  private final Path controlGroups;
  private final boolean canPin;

  /**
   * Uses the given means.
   *
   * @param controlGroups where control groups are mounted
   * @param canPin whether there is a command {@code taskset}
   */
  Quotas(Path controlGroups, boolean canPin) {
    this.controlGroups = controlGroups;
    this.canPin = canPin;
  }

  static Quotas ofThisMachine() {
    return new Quotas(
        Path.of("/sys/fs/cgroup"),
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "taskset"))));
  }

  /**
   * Returns a limit.
   *
   * @param cores the limit in cores, which may be a fraction
   * @return empty if this machine has no means for this limit
   */
  Optional<Quota> of(double cores) {
    return ControlGroup.create(controlGroups, cores)
        .<Quota>map(group -> group)
        .or(() -> pinned(cores));
  }

  private Optional<Quota> pinned(double cores) {
    boolean isWhole = cores == Math.rint(cores);
    return canPin && isWhole ? Optional.of(new PinnedCores((int) cores)) : Optional.empty();
  }
}
