package dev.acstoken.devhost;

import dev.acstoken.emulator.server.PrivateFiles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Azurite's table service, in memory or in a folder, on a port of 127.0.0.1. It stops with {@link
 * #close()} and with the JVM, even if the JVM is killed. In a folder, every change is written
 * before Azurite confirms it, so no way to stop loses one.
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

  // Ctrl-C ends both processes, this one a little later.
  private static final Executor AFTER_CTRL_C =
      CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS);

  private static final Logger LOG = Logger.getLogger(Azurite.class.getName());

  private final Process process;
  private final int port;
  private final Thread atShutdown;
  private volatile boolean isClosed;

  private Azurite(Process process, int port) {
    this.process = process;
    this.port = port;
    this.atShutdown = new Thread(process::destroyForcibly, "Azurite shutdown");
    Runtime.getRuntime().addShutdownHook(atShutdown);
  }

  /**
   * Starts in memory on a free port and returns once the service responds. The first start on a
   * machine downloads Azurite from the configured npm registry.
   *
   * @throws CannotStartException when Node.js is missing, or when Azurite exits or does not
   *     respond; the message contains the last lines that Azurite printed
   */
  public static Azurite start() {
    return start(0, Optional.empty(), Progress.SILENT);
  }

  /**
   * Starts in memory on a given port and returns once the service responds.
   *
   * @param port the port, or 0 for a free one; 10002 is the usual one
   * @throws CannotStartException as {@link #start()}, and when the port is in use
   */
  public static Azurite start(int port) {
    return start(port, Optional.empty(), Progress.SILENT);
  }

  /**
   * Starts on a given port, otherwise like {@link #start(int)}.
   *
   * @param folder the folder that keeps the tables; empty to keep them in memory
   */
  static Azurite start(int port, Optional<Path> folder, Progress progress) {
    var node = NodeRuntime.find();
    var packages = NodePackages.installed(node, progress);
    return progress.during(
        "Starting Azurite, the table storage",
        () ->
            port == 0
                ? startOnFreePort(folder, node, packages)
                : startOn(port, folder, node, packages));
  }

  private static Azurite startOnFreePort(
      Optional<Path> folder, NodeRuntime node, NodePackages packages) {
    for (int attempt = 1; ; attempt++) {
      int port = FreePort.any();
      try {
        return startOn(port, folder, node, packages);
      } catch (CannotStartException e) {
        if (attempt == MAX_ATTEMPTS || FreePort.isFree(port)) {
          throw e;
        }
      }
    }
  }

  private static Azurite startOn(
      int port, Optional<Path> folder, NodeRuntime node, NodePackages packages) {
    if (!FreePort.isFree(port)) {
      throw portTaken(port, null);
    }
    var arguments =
        new ArrayList<>(
            List.of("--silent", "--disableTelemetry", "--tableHost", "127.0.0.1", "--tablePort"));
    arguments.add(Integer.toString(port));
    folder.ifPresentOrElse(
        it -> arguments.addAll(List.of("--location", it.toString())),
        () -> arguments.add("--inMemoryPersistence"));
    var command = node.script(packages.file("azurite-table.js"), arguments);
    try {
      if (folder.isPresent()) {
        PrivateFiles.createFolder(folder.get());
      }
      var process = command.start();
      var output = OutputTail.of(process, "Azurite");
      var azurite = new Azurite(process, port);
      try {
        azurite.awaitResponse(output, folder);
        var unused = process.onExit().thenRunAsync(azurite::tellIfNotClosed, AFTER_CTRL_C);
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

  /** Stops the process. Data in memory is lost. Closing it again has no effect. */
  @Override
  public void close() {
    isClosed = true;
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

  private void tellIfNotClosed() {
    if (!isClosed) {
      LOG.severe(
          "Azurite has ended. Requests get 503 storage_unavailable until the host is started again.");
    }
  }

  private void awaitResponse(OutputTail output, Optional<Path> folder)
      throws IOException, InterruptedException {
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
                + printed
                + folder
                    .map(
                        it ->
                            "\nIf its tables in %s are damaged, start with --fresh.".formatted(it))
                    .orElse(""));
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
            + " of 127.0.0.1 is already in use, so Azurite cannot listen there. "
            + CannotStartException.chooseAnotherPort("--azurite-port")
            + (printed == null ? "" : "\n" + printed));
  }
}
