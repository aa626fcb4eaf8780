package dev.acstoken.devhost;

import com.sun.net.httpserver.HttpExchange;
import dev.acstoken.devhost.DemoBundle.Bundling;
import dev.acstoken.devhost.DemoBundle.Failed;
import dev.acstoken.devhost.DemoBundle.Ready;
import dev.acstoken.emulator.server.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The demo page at {@code /demo/}: an app that signs a user in and shows how the client package
 * refreshes the tokens. Its sources are in {@code src/demo}. While they are bundled, another page
 * says so and reloads itself.
 *
 * <p>Like the console, it serves only browsers on this machine: see {@link ConsoleAccess}.
 */
final class Demo implements HostPage {
  static final String PREFIX = "/demo/";

  private static final Path SOURCES = Path.of("src", "demo");
  private static final Path CLIENT_PACKAGE = Path.of("src", "samples", "typescript");
  private static final Path SCRIPTS = Path.of("target", "demo");
  private static final Pattern SHOWN_SOURCE = Pattern.compile("[a-z-]+\\.ts");
  private static final String HTML = "text/html; charset=utf-8";
  private static final String SCRIPT = "text/javascript; charset=utf-8";

  private final DemoBundle bundle;
  private final Map<String, String> addresses;
  private final PageHeaders headers;

  /**
   * Creates the page.
   *
   * @param issuer the address of the issuer of bearer tokens
   * @param settings the settings of the host, which contain the endpoint's path
   */
  static Demo of(URI issuer, HostSettings settings) {
    return new Demo(
        new DemoBundle(
            List.of(SOURCES, CLIENT_PACKAGE.resolve("src")), SCRIPTS, new DemoBundler(SOURCES)),
        issuer,
        settings);
  }

  Demo(DemoBundle bundle, URI issuer, HostSettings settings) {
    this.bundle = bundle;
    this.addresses =
        Map.of(
            "endpoint",
            settings.basePath().isEmpty() ? "/" : settings.basePath(),
            "issuer",
            issuer.toString());
    this.headers = new PageHeaders(issuer);
  }

  @Override
  public boolean serves(String path) {
    return path.startsWith(PREFIX) || PREFIX.equals(path + "/");
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    headers.setOn(exchange.getResponseHeaders());
    ConsoleAccess.of(exchange)
        .rejection()
        .orElseGet(
            () ->
                HostPage.isRead(exchange)
                    ? respond(exchange.getRequestURI().getPath())
                    : Response.text(405, "Only GET and HEAD are supported."))
        .send(exchange);
  }

  @Override
  public void close() {
    bundle.close();
  }

  private Response respond(String path) {
    if (!path.startsWith(PREFIX)) {
      return Response.text(308, "The page is at " + PREFIX).withHeader("Location", PREFIX);
    }
    var name = path.substring(PREFIX.length());
    return switch (name) {
      case "" -> page();
      case "state" -> Response.json(200, stateForPage());
      case "addresses" -> Response.json(200, addresses);
      case "bundling.js" -> new Response(200, SCRIPT, resource(name));
      case "demo.css" -> new Response(200, "text/css; charset=utf-8", source(name));
      case "demo.js" -> script();
      default -> shownSource(name);
    };
  }

  private Response page() {
    var html = bundle.visit() instanceof Ready ? source("index.html") : resource("bundling.html");
    return new Response(200, HTML, html);
  }

  private Map<String, String> stateForPage() {
    var state = bundle.state();
    if (state instanceof Failed failed) {
      return Map.of("state", "failed", "reason", failed.reason());
    }
    return Map.of("state", state instanceof Bundling ? "bundling" : "ready");
  }

  private Response script() {
    return bundle.state() instanceof Ready ready
        ? new Response(200, SCRIPT, text(ready.script()))
        : Response.text(404, "The script has not been bundled yet.");
  }

  private static Response shownSource(String name) {
    var file = SOURCES.resolve("src").resolve(name);
    return SHOWN_SOURCE.matcher(name).matches() && Files.isRegularFile(file)
        ? Response.text(200, text(file))
        : Response.text(404, "The demo page has no such resource.");
  }

  private static String source(String name) {
    return text(SOURCES.resolve(name));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String resource(String name) {
    return HostPage.resource(PREFIX + name).orElseThrow();
  }
}
