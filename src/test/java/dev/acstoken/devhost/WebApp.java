package dev.acstoken.devhost;

import com.sun.net.httpserver.HttpExchange;
import dev.acstoken.emulator.server.LocalServer;
import dev.acstoken.emulator.server.Response;
import dev.acstoken.emulator.server.TrustedOrigins;
import dev.acstoken.interop.ForeignProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The web app of {@code src/test/node/vite}, built with the TypeScript samples and served from an
 * origin of its own, which to a browser is another site than {@code localhost}.
 */
final class WebApp implements AutoCloseable {
  /** The address of this machine for an Android emulator, and in these tests for Chromium. */
  static final String ANDROID_EMULATOR = "10.0.2.2";

  private static final Path PROJECT = Path.of("src", "test", "node", "vite");
  private static final Path SAMPLES = Path.of("src", "samples", "typescript");
  private static final Path COPY = Path.of("target", "vite").toAbsolutePath();
  private static final Path BUILT = COPY.resolve("dist");

  private final PageResults results = new PageResults();
  private final int port = FreePort.any();
  private final LocalServer server =
      LocalServer.http(
          "web-app",
          "127.0.0.1",
          port,
          TrustedOrigins.with(List.of(origin(ANDROID_EMULATOR))),
          this::handle);

  private WebApp() {}

  /** Compiles the app as its own {@code npm run build} does, and starts serving it. */
  static WebApp build() throws IOException, InterruptedException {
    var packages = NodePackages.of(PROJECT);
    copy();
    ForeignProgram.run(
        packages
            .script("node_modules/typescript/bin/tsc", "-p", COPY.toString())
            .redirectErrorStream(true));
    ForeignProgram.run(
        packages
            .script("node_modules/vite/bin/vite.js", "build", COPY.toString(), "--emptyOutDir")
            .redirectErrorStream(true));
    return new WebApp();
  }

  /** Returns the origin of the page, under a name or an address of this machine. */
  String origin(String host) {
    return "http://" + host + ":" + port;
  }

  PageResults results() {
    return results;
  }

  @Override
  public void close() {
    server.close();
  }

  private static void copy() throws IOException {
    Files.createDirectories(COPY.resolve("src"));
    for (Path folder : List.of(Path.of(""), Path.of("src"))) {
      try (Stream<Path> files = Files.list(PROJECT.resolve(folder))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          replace(file, COPY.resolve(folder).resolve(file.getFileName()));
        }
      }
    }
    for (String sample : List.of("acs-tokens.mts", "teams-tokens.mts")) {
      replace(SAMPLES.resolve(sample), COPY.resolve("src").resolve(sample));
    }
    var packages = COPY.resolve("node_modules");
    Files.deleteIfExists(packages);
    Files.createSymbolicLink(packages, PROJECT.resolve("node_modules").toAbsolutePath());
  }

  private static void replace(Path from, Path to) throws IOException {
    Files.write(to, Files.readAllBytes(from));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (PageResults.isFor(exchange)) {
        results.receive(exchange);
      } else {
        var path = exchange.getRequestURI().getPath();
        file(path.equals("/") ? "/index.html" : path).send(exchange);
      }
    }
  }

  private static Response file(String path) throws IOException {
    var file = BUILT.resolve(path.substring(1)).normalize();
    return file.startsWith(BUILT) && Files.isRegularFile(file)
        ? new Response(200, contentType(path), Files.readString(file))
        : Response.text(404, "There is no such file.");
  }

  private static String contentType(String path) {
    return path.endsWith(".js") ? "text/javascript" : "text/html; charset=utf-8";
  }
}
