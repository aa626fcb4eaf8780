package dev.acstoken.interop.versions;

import dev.acstoken.devhost.EndpointProcess;
import java.net.URI;
import java.util.concurrent.Callable;

/** A version of the endpoint in a JVM of its own, which can be killed and started again. */
final class VersionProcess implements AutoCloseable {

  private final String version;
  private final Callable<EndpointProcess> start;
  private volatile EndpointProcess process;

  private VersionProcess(String version, Callable<EndpointProcess> start, EndpointProcess process) {
    this.version = version;
    this.start = start;
    this.process = process;
  }

  static VersionProcess start(String version, Callable<EndpointProcess> start) throws Exception {
    return new VersionProcess(version, start, start.call());
  }

  String version() {
    return version;
  }

  URI baseUri() {
    return process.baseUri();
  }

  /** Kills the process in the middle of its work and starts another one. */
  void restart() throws Exception {
    process.kill();
    process = start.call();
  }

  @Override
  public void close() {
    process.close();
  }
}
