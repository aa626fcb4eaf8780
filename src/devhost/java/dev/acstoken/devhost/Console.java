package dev.acstoken.devhost;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.sun.net.httpserver.HttpExchange;
import dev.acstoken.auth.Roles;
import dev.acstoken.emulator.server.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The console: a web page at {@code /} from which people try every operation of the endpoint. Under
 * {@code /console/} are the resources that the page needs in addition to the endpoint: its files,
 * the contract, bearer and Teams tokens of the local issuer, and the ACS emulator's control API.
 *
 * <p>The console issues tokens for any user, so it serves only browsers on this machine and only
 * its own page: see {@link ConsoleAccess}.
 */
final class Console implements HostPage {
  static final String PREFIX = "/console/";

  private static final String FILES = "/console/";
  private static final String CONTRACT = "/openapi.yaml";
  private static final Pattern FILE = Pattern.compile("/console/([a-z-]+\\.(css|js|svg))");
  private static final int MAX_BODY_BYTES = 16_384;

  private static final Map<String, String> CONTENT_TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  private static final PageHeaders HEADERS = new PageHeaders();

  private final LocalIssuer issuer;
  private final EmulatorProxy emulator;
  private final Map<String, Object> setup;

  /**
   * Creates the console of one endpoint.
   *
   * @param roles the roles that the endpoint knows
   */
  Console(Emulators emulators, HostSettings settings, Roles roles) {
    this.issuer = emulators.issuer();
    this.emulator = new EmulatorProxy(emulators.acs().endpoint(), emulators.connections().build());
    this.setup = setup(emulators, settings, roles);
  }

  @Override
  public boolean serves(String path) {
    return path.equals("/") || path.startsWith(PREFIX);
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    HEADERS.setOn(exchange.getResponseHeaders());
    var access = ConsoleAccess.of(exchange);
    access.rejection().orElseGet(() -> respond(exchange, access)).send(exchange);
  }

  private Response respond(HttpExchange exchange, ConsoleAccess access) {
    var method = exchange.getRequestMethod();
    var path = exchange.getRequestURI().getPath();
    var file = FILE.matcher(path);
    if (path.equals("/") || file.matches()) {
      return HostPage.isRead(exchange)
          ? file(path.equals("/") ? "index.html" : file.group(1))
          : Response.text(405, "Only GET and HEAD are supported.");
    }
    return access
        .dataRejection()
        .orElseGet(() -> data(method, path.substring(PREFIX.length()), body(exchange)));
  }

  private Response data(String method, String path, String body) {
    return switch (method + " " + path) {
      case "GET setup" -> Response.json(200, setup);
      case "GET contract" -> Response.json(200, contract());
      case "POST bearer-token" -> token(body, issuer::tokenBuilder);
      case "POST teams-token" -> token(body, issuer::teamsTokenBuilder);
      default -> emulator.forward(method, path, body).orElseGet(Console::notFound);
    };
  }

  private static Response token(String form, Function<String, TokenBuilder> tokens) {
    try {
      return Response.text(200, TokenParameters.parse(null, form).tokenFrom(tokens).mint());
    } catch (IllegalArgumentException e) {
      return Response.text(400, e.getMessage());
    }
  }

  private static Response file(String name) {
    var type = CONTENT_TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    return type == null
        ? notFound()
        : HostPage.resource(FILES + name)
            .map(text -> new Response(200, type, text))
            .orElseGet(Console::notFound);
  }

  private static Response notFound() {
    return Response.text(404, "The console has no such resource.");
  }

  private static String body(HttpExchange exchange) {
    try {
      return new String(
          exchange.getRequestBody().readNBytes(MAX_BODY_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the contract as JSON, which a browser can parse without a library. */
  private static Map<String, Object> contract() {
    try (var yaml = Objects.requireNonNull(Console.class.getResourceAsStream(CONTRACT))) {
      return new YAMLMapper().readValue(yaml, new TypeReference<>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> setup(
      Emulators emulators, HostSettings settings, Roles roles) {
    var setup = new LinkedHashMap<String, Object>();
    setup.put("endpoint", settings.basePath());
    setup.put("issuer", text(emulators.issuer().issuer()));
    setup.put("emulator", text(emulators.acs().endpoint()));
    setup.put("roles", Stream.of(roles.admin(), roles.inviter()).distinct().toList());
    return setup;
  }

  private static String text(URI address) {
    return address.toString();
  }
}
