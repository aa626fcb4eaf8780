package dev.acstoken.devhost;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Azurite's table service, in memory, on a port of 127.0.0.1. It stops with {@link #close()} and
 * with the JVM, even if the JVM is killed.
 */
public final class Azurite implements AutoCloseable {
  /**
   * The account that every storage emulator has. Its key is published and therefore not a secret.
   */
  private static final String ACCOUNT = "devstoreaccount1";

  private static final String KEY =
      "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

  private static final Duration START_TIMEOUT = Duration.ofSeconds(20);
  private static final int MAX_ATTEMPTS = 3;

  private final Process process;
  private final int port;
  private final Thread atShutdown;

  private Azurite(Process process, int port) {
    this.process = process;
    this.port = port;
    this.atShutdown = new Thread(process::destroyForcibly, "Azurite shutdown");
    Runtime.getRuntime().addShutdownHook(atShutdown);
  }

  /**
   * Starts on a free port and returns once the service responds. The first start on a machine
   * downloads Azurite from the configured npm registry.
   *
   * @throws CannotStartException when Node.js is missing, or when Azurite exits or does not
   *     respond; the message contains the last lines that Azurite printed
   */
  public static Azurite start() {
    return start(0, Progress.SILENT);
  }

  /**
   * Starts on a given port and returns once the service responds.
   *
   * @param port the port, or 0 for a free one; 10002 is the usual one
   * @throws CannotStartException as {@link #start()}, and when the port is in use
   */
  public static Azurite start(int port) {
    return start(port, Progress.SILENT);
  }

  static Azurite start(int port, Progress progress) {
    var node = NodeRuntime.find();
    var packages = NodePackages.installed(node, progress);
    return progress.during(
        "Starting Azurite, the table storage",
        () -> port == 0 ? startOnFreePort(node, packages) : startOn(port, node, packages));
  }

  private static Azurite startOnFreePort(NodeRuntime node, NodePackages packages) {
    for (int attempt = 1; ; attempt++) {
      int port = FreePort.any();
      try {
        return startOn(port, node, packages);
      } catch (CannotStartException e) {
        if (attempt == MAX_ATTEMPTS || FreePort.isFree(port)) {
          throw e;
        }
      }
    }
  }

  private static Azurite startOn(int port, NodeRuntime node, NodePackages packages) {
    if (!FreePort.isFree(port)) {
      throw portTaken(port, null);
    }
    var command =
        node.script(
            packages.file("azurite-table.js"),
            List.of(
                "--silent",
                "--inMemoryPersistence",
                "--disableTelemetry",
                "--tableHost",
                "127.0.0.1",
                "--tablePort",
                Integer.toString(port)));
    try {
      var process = command.start();
      var output = OutputTail.of(process, "Azurite");
      var azurite = new Azurite(process, port);
      try {
        azurite.awaitResponse(output);
        return azurite;
      } catch (IOException | InterruptedException | RuntimeException e) {
        azurite.close();
        throw e;
      }
    } catch (IOException e) {
      throw new CannotStartException("Azurite could not be started.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotStartException("Interrupted while Azurite started.", e);
    }
  }

  /** Returns the URL of the table service: {@code http://127.0.0.1:port/devstoreaccount1}. */
  public URI tableEndpoint() {
    return URI.create("http://127.0.0.1:" + port + "/" + ACCOUNT);
  }

  /** Returns the connection string for {@code TableServiceClientBuilder}. */
  public String connectionString() {
    return "DefaultEndpointsProtocol=http;AccountName="
        + ACCOUNT
        + ";AccountKey="
        + KEY
        + ";TableEndpoint="
        + tableEndpoint()
        + ";";
  }

  /** Returns the port of 127.0.0.1 that it listens on. */
  public int port() {
    return port;
  }

  /** Stops the process and discards its data. Closing it again has no effect. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(atShutdown);
    } catch (IllegalStateException e) {
      // The JVM is already shutting down, and the hook does the same.
    }
  }

  long pid() {
    return process.pid();
  }

  private void awaitResponse(OutputTail output) throws IOException, InterruptedException {
    var client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    var request = HttpRequest.newBuilder(tableEndpoint()).timeout(Duration.ofSeconds(5)).build();
    long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    while (System.nanoTime() < deadline) {
      if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
        var printed = output.afterExit();
        if (printed.contains("EADDRINUSE") || printed.contains("already in use")) {
          throw portTaken(port, printed);
        }
        throw new CannotStartException(
            "Azurite exited with code "
                + process.exitValue()
                + " before it responded. It printed:\n"
                + printed);
      }
      if (isAzurite(client, request)) {
        return;
      }
    }
    throw new CannotStartException(
        "Azurite does not respond on port "
            + port
            + " after "
            + START_TIMEOUT.toSeconds()
            + " s. It printed:\n"
            + output.soFar());
  }

  private static boolean isAzurite(HttpClient client, HttpRequest request)
      throws InterruptedException {
    try {
      var server =
          client.send(request, BodyHandlers.discarding()).headers().firstValue("server").orElse("");
      return server.startsWith("Azurite-Table");
    } catch (IOException e) {
      return false;
    }
  }

  private static CannotStartException portTaken(int port, @Nullable String printed) {
    return new CannotStartException(
        "Port "
            + port
            + " of 127.0.0.1 is already in use, so Azurite cannot listen there. Stop the other"
            + " program or choose another port."
            + (printed == null ? "" : "\n" + printed));
  }
}
