package dev.acstoken.devhost;

import com.sun.net.httpserver.HttpExchange;
import dev.acstoken.emulator.server.LocalServer;
import dev.acstoken.emulator.server.Response;
import dev.acstoken.emulator.server.TrustedOrigins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A new web app of Vite with the TypeScript package, served from an origin of its own, which to a
 * browser is another site than {@code localhost}.
 */
final class WebApp implements AutoCloseable {
  /** The address of this machine for an Android emulator, and in these tests for Chromium. */
  static final String ANDROID_EMULATOR = "10.0.2.2";

  private final Path pages;
  private final PageResults results = new PageResults();
  private final int port = FreePort.any();
  private final LocalServer server =
      LocalServer.http(
          "web-app",
          "127.0.0.1",
          port,
          TrustedOrigins.with(List.of(origin(ANDROID_EMULATOR))),
          this::handle);

  private WebApp(Path pages) {
    this.pages = pages;
  }

  /** Makes and builds the app, and starts serving it. */
  static WebApp build() throws IOException, InterruptedException {
    return new WebApp(FreshNodeProjects.withThePackage().builtWebApp());
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

  private Response file(String path) throws IOException {
    var file = pages.resolve(path.substring(1)).normalize();
    return file.startsWith(pages) && Files.isRegularFile(file)
        ? new Response(200, contentType(path), Files.readString(file))
        : Response.text(404, "There is no such file.");
  }

  private static String contentType(String path) {
    return path.endsWith(".js") ? "text/javascript" : "text/html; charset=utf-8";
  }
}
