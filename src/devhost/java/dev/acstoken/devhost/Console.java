package dev.acstoken.devhost;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A page for people at {@code /}, to try every operation of the endpoint in a browser. What it
 * needs beside the endpoint stands below {@code /console/}: its files, the contract, bearer tokens
 * of the local issuer, and the ACS emulator's control API.
 *
 * <p>It gives anyone any token, so it answers browsers on this machine only, and no page but its
 * own: see {@link ConsoleVisit}.
 */
final class Console {
  static final String PREFIX = "/console/";

  private static final String FILES = "/console/";
  private static final String CONTRACT = "/openapi.yaml";
  private static final Pattern FILE = Pattern.compile("/console/([a-z-]+\\.(css|js|svg))");
  private static final int LONGEST_BODY = 16_384;

  private static final Map<String, String> CONTENT_TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
              + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
              + " require-trusted-types-for 'script'; trusted-types 'none'",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Referrer-Policy",
          "no-referrer",
          "X-Content-Type-Options",
          "nosniff");

  private final LocalIssuer issuer;
  private final EmulatorControl emulator;
  private final String setup;

  Console(Emulators emulators, HostSettings settings) {
    this.issuer = emulators.issuer();
    this.emulator =
        new EmulatorControl(emulators.acs().endpoint(), emulators.connections().build());
    this.setup = setup(emulators, settings);
  }

  /** Whether a path is this page's, unless a function has it for its route. */
  static boolean serves(String path) {
    return path.equals("/") || path.startsWith(PREFIX);
  }

  void handle(HttpExchange exchange) throws IOException {
    HEADERS.forEach(exchange.getResponseHeaders()::set);
    var visit = ConsoleVisit.of(exchange);
    visit.refusal().orElseGet(() -> reply(exchange, visit)).send(exchange);
  }

  private TextReply reply(HttpExchange exchange, ConsoleVisit visit) {
    var method = exchange.getRequestMethod();
    var path = exchange.getRequestURI().getPath();
    var file = FILE.matcher(path);
    if (path.equals("/") || file.matches()) {
      return method.equals("GET")
          ? file(path.equals("/") ? "index.html" : file.group(1))
          : TextReply.of(405, "GET only.");
    }
    return visit
        .refusalOfData()
        .orElseGet(() -> data(method, path.substring(PREFIX.length()), body(exchange)));
  }

  private TextReply data(String method, String path, String body) {
    return switch (method + " " + path) {
      case "GET setup" -> TextReply.json(setup);
      case "GET contract" -> TextReply.json(contract());
      case "POST bearer-token" -> bearerToken(body);
      default -> emulator.forward(method, path, body).orElseGet(Console::nothing);
    };
  }

  private TextReply bearerToken(String form) {
    try {
      return TextReply.of(200, TokenRequest.parse(null, form).fill(issuer::draft).mint());
    } catch (IllegalArgumentException e) {
      return TextReply.of(400, e.getMessage());
    }
  }

  private static TextReply file(String name) {
    var type = CONTENT_TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    try (var file = Console.class.getResourceAsStream(FILES + name)) {
      return file == null || type == null
          ? nothing()
          : new TextReply(200, type, new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TextReply nothing() {
    return TextReply.of(404, "There is no such thing here.");
  }

  private static String body(HttpExchange exchange) {
    try {
      return new String(exchange.getRequestBody().readNBytes(LONGEST_BODY), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The contract as JSON, which a browser can read without a library. */
  private static String contract() {
    try (var yaml = Objects.requireNonNull(Console.class.getResourceAsStream(CONTRACT))) {
      return new YAMLMapper().readTree(yaml).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String setup(Emulators emulators, HostSettings settings) {
    var setup = new LinkedHashMap<String, Object>();
    setup.put("endpoint", settings.routePrefix().isEmpty() ? "" : "/" + settings.routePrefix());
    setup.put("issuer", text(emulators.issuer().issuer()));
    setup.put("emulator", text(emulators.acs().endpoint()));
    return JSONObjectUtils.toJSONString(setup);
  }

  private static String text(URI address) {
    return address.toString();
  }
}
