package dev.acstoken.bench;

import java.util.ArrayList;
import java.util.List;

/** Runs processes on the first cores of the machine only, with {@code taskset}. */
record PinnedCores(int cores) implements Quota {

  @Override
  public List<String> limit(List<String> command) {
    List<String> pinned = new ArrayList<>(List.of("taskset", "-c", "0-" + (cores - 1)));
    pinned.addAll(command);
    return pinned;
  }

  @Override
  public void close() {
    // Nothing was created.
  }

  @Override
  public String toString() {
    return "taskset";
  }
}
