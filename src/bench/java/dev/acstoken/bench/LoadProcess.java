package dev.acstoken.bench;

import dev.acstoken.bench.Load.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The process of {@link Loads}. */
final class LoadProcess implements AutoCloseable {

  private final Jvm jvm;

  private LoadProcess(Jvm jvm) {
    this.jvm = jvm;
  }

  /**
   * Starts the process.
   *
   * @param flags the flags of its JVM
   * @param readAhead whether the endpoint reads the row while ACS issues the token
   * @param users a file with a bearer token in each line
   */
  static LoadProcess start(
      Upstream upstream, Quota quota, List<String> flags, boolean readAhead, Path users)
      throws IOException {
    List<String> options = new ArrayList<>(flags);
    options.addAll(upstream.trust());
    options.addAll(Jvm.classPath());
    options.add(Loads.class.getName());
    return new LoadProcess(Jvm.start(quota, options, upstream.forLoads(readAhead, users)));
  }

  Result run(Way way, int callers, double seconds) {
    return Result.ofLine(jvm.send(way.name() + " " + callers + " " + seconds));
  }

  @Override
  public void close() {
    jvm.close();
  }
}
