import static java.util.stream.Collectors.joining;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * The postdeploy hook of azd. It waits until the deployed endpoint is healthy, shows what it waits
 * for, and ends early if waiting cannot help.
 *
 * <p>azd sets TOKEN_ENDPOINT_URL. The HEALTH_* variables change the times.
 */
final class WaitForHealth {

  private final Endpoint endpoint;
  private final Duration limit = Variables.seconds("HEALTH_WAIT_SECONDS", 600);
  private final Duration pause = Variables.seconds("HEALTH_PAUSE_SECONDS", 10);
  private final Duration progress = Variables.seconds("HEALTH_PROGRESS_SECONDS", 30);

  /**
   * The time after which a state that waiting cannot mend ends the hook. Until then an instance of
   * the previous deployment may have responded, or a front end that does not know the app's
   * functions yet.
   */
  private final Duration grace = Variables.seconds("HEALTH_GRACE_SECONDS", 60);

  private final long start = System.nanoTime();

  private WaitForHealth(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  public static void main(String... arguments) throws InterruptedException {
    var url = Variables.text("TOKEN_ENDPOINT_URL");
    if (url.isEmpty()) {
      fail("TOKEN_ENDPOINT_URL is not set: run \"azd provision\" first.");
    }
    var endpoint = new Endpoint(url, Variables.seconds("HEALTH_TIMEOUT_SECONDS", 15));
    var problem = new WaitForHealth(endpoint).findProblem();
    if (problem.isPresent()) {
      fail(problem.get());
    }
    System.out.println("The endpoint is healthy: " + url);
    System.out.println(
        "Next: POST "
            + url
            + "/users/me/tokens with a user's access token, as docs/guides/app-developers.md shows.");
    System.exit(0);
  }

  static void fail(String problem) {
    System.err.println(problem);
    System.exit(1);
  }

  /** Waits, and returns what is wrong at the end. */
  private Optional<String> findProblem() throws InterruptedException {
    System.out.println(
        "Waiting up to " + limit.toSeconds() + " s for " + endpoint.health() + " ...");
    var downSince = new TreeMap<String, Duration>();
    var previous = Optional.<State>empty();
    var hopelessSince = Optional.<Duration>empty();
    var printed = Duration.ZERO;
    while (true) {
      var state = endpoint.look();
      var now = Duration.ofNanos(System.nanoTime() - start);
      if (state.isHealthy()) {
        return Optional.empty();
      }
      downSince.keySet().retainAll(state.down());
      state.down().forEach(check -> downSince.putIfAbsent(check, now));
      if (!previous.equals(Optional.of(state))) {
        System.out.println(time(now) + " " + Explanation.of(state));
        printed = now;
      } else if (now.minus(printed).compareTo(progress) >= 0) {
        System.out.println(progress(now, state, downSince));
        printed = now;
      }
      previous = Optional.of(state);
      hopelessSince = state.canHeal() ? Optional.empty() : hopelessSince.or(() -> Optional.of(now));
      var isHopeless = hopelessSince.filter(it -> !now.minus(it).minus(grace).isNegative());
      if (isHopeless.isPresent() || now.compareTo(limit) >= 0) {
        return Optional.of(Explanation.atTheEnd(state));
      }
      TimeUnit.MILLISECONDS.sleep(pause.toMillis());
    }
  }

  private String progress(Duration now, State state, Map<String, Duration> downSince) {
    var unchanged =
        downSince.isEmpty()
            ? state.summary()
            : downSince.entrySet().stream()
                .map(it -> it.getKey() + " is down since " + time(it.getValue()))
                .collect(joining(", "));
    var left = now.compareTo(limit) < 0 ? limit.minus(now) : Duration.ZERO;
    return time(now) + " " + unchanged + "; " + time(left) + " left";
  }

  private static String time(Duration time) {
    return "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
  }
}

/** The variables of the azd environment, which azd passes to its hooks. */
final class Variables {

  private Variables() {}

  static String text(String name) {
    return Objects.requireNonNullElse(System.getenv(name), "").strip();
  }

  static Duration seconds(String name, int fallback) {
    var text = text(name);
    if (!text.matches("\\d{0,6}")) {
      WaitForHealth.fail(name + " is \"" + text + "\", which is not a number of seconds.");
    }
    return Duration.ofSeconds(text.isEmpty() ? fallback : Integer.parseInt(text));
  }
}

/** The deployed endpoint. */
record Endpoint(String url, Duration timeout, HttpClient client) {

  Endpoint(String url, Duration timeout) {
    this(url, timeout, client(URI.create(url)));
  }

  URI health() {
    return URI.create(url + "/health");
  }

  /** Asks for the health. A redirect is not followed. */
  State look() throws InterruptedException {
    var request = HttpRequest.newBuilder(health()).header("Accept", "application/json").build();
    var response = client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    try {
      return State.of(response.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      response.cancel(true);
      return State.silent("no response in " + timeout.toSeconds() + " s");
    } catch (ExecutionException e) {
      var cause = Objects.requireNonNullElse(e.getCause(), e);
      return cause instanceof SSLException
          ? State.untrusted(String.valueOf(cause.getMessage()))
          : State.silent(cause.getClass().getSimpleName());
    }
  }

  /** Java does not read the proxy that azd and other tools take from the environment. */
  private static HttpClient client(URI url) {
    var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
    var proxy =
        List.of("HTTPS_PROXY", "https_proxy").stream()
            .map(Variables::text)
            .filter(it -> !it.isEmpty())
            .findFirst()
            .flatMap(Endpoint::proxy);
    var direct = (Variables.text("NO_PROXY") + "," + Variables.text("no_proxy")).split("[, ]+");
    if (url.getScheme().equals("https")
        && proxy.isPresent()
        && List.of(direct).stream().noneMatch(it -> covers(it, url.getHost()))) {
      return client.proxy(ProxySelector.of(proxy.get())).build();
    }
    return client.build();
  }

  /** Returns nothing for a text that Java does not read as a URL: then the hook uses no proxy. */
  private static Optional<InetSocketAddress> proxy(String text) {
    try {
      var uri = new URI(text.contains("://") ? text : "http://" + text);
      return Optional.ofNullable(uri.getHost())
          .map(host -> new InetSocketAddress(host, uri.getPort() < 0 ? 80 : uri.getPort()));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static boolean covers(String excluded, String host) {
    var domain = excluded.replaceFirst("^\\*?\\.", "");
    return excluded.equals("*")
        || !domain.isEmpty() && (host.equals(domain) || host.endsWith("." + domain));
  }
}

/**
 * What a look at the endpoint found.
 *
 * @param code the status code of HTTP, or 0 if there was no response
 * @param status the status of the report of health, or empty if the response is none
 * @param down the checks that failed, in alphabetical order
 * @param detail what is known about a response that is not a report
 */
record State(int code, String status, List<String> down, String detail) {

  static final int UNTRUSTED = -1;

  static State silent(String reason) {
    return new State(0, "", List.of(), reason);
  }

  static State untrusted(String reason) {
    return new State(UNTRUSTED, "", List.of(), reason);
  }

  static State of(HttpResponse<String> response) {
    var location = response.headers().firstValue("Location").orElse("");
    return Report.read(response.body())
        .map(it -> new State(response.statusCode(), it.status(), it.down(), ""))
        .orElseGet(() -> new State(response.statusCode(), "", List.of(), location));
  }

  boolean isHealthy() {
    return code == 200 && status.equals("healthy");
  }

  boolean isReport() {
    return !status.isEmpty();
  }

  /** Whether waiting may help. A service that starts responds with 5xx or not at all. */
  boolean canHeal() {
    return isReport() ? !isMisconfigured() : code == 0 || code >= 500 || code == 429;
  }

  boolean isMisconfigured() {
    return status.equals("misconfigured") || down.contains("settings");
  }

  /** Whether the propagation of role assignments explains everything that is down. */
  boolean mayPropagate() {
    return isReport()
        && !isMisconfigured()
        && !down.isEmpty()
        && Set.of("acs", "credential", "storage").containsAll(down);
  }

  String summary() {
    return code > 0 ? "status " + code : "no response (" + detail + ")";
  }
}

/** Explains a state to the people who deploy. */
final class Explanation {

  private static final String LOG =
      "infra/queries/explanations.kql shows it on the page Logs of the workspace";

  private static final String DETAILS = "GET /health/details with the master key";

  private Explanation() {}

  static String of(State state) {
    if (!state.isReport()) {
      return ofStatus(state);
    }
    return state.down().isEmpty()
        ? "It reports the status " + state.code() + " " + state.status()
        : state.down().stream()
            .map(check -> "[" + check + "] " + ofCheck(check, state))
            .collect(joining(". "));
  }

  static String atTheEnd(State state) {
    if (state.mayPropagate()) {
      return "The endpoint was deployed, but its role assignments are probably still propagating: "
          + of(state)
          + ". Wait some minutes, then: azd hooks run postdeploy";
    }
    return "The endpoint was deployed but is "
        + (state.isMisconfigured() ? "misconfigured" : "unhealthy")
        + ": "
        + of(state)
        + ". To check again: azd hooks run postdeploy";
  }

  private static String ofCheck(String check, State state) {
    return switch (check) {
      case "settings" ->
          "Settings are missing or wrong. "
              + DETAILS
              + " names each of them, and so does the log: "
              + LOG;
      case "storage" ->
          "Table Storage is unavailable or denies access. Role assignments"
              + " ('Storage Table Data Contributor' on the table) can take ten minutes to propagate";
      case "issuer" -> ofIssuer(state);
      case "credential" ->
          "The managed identity gets no access token."
              + " Check that AZURE_CLIENT_ID is its client id";
      case "acs" ->
          "The ACS resource does not respond or denies access."
              + " Check COMMUNICATION_SERVICES_ENDPOINT";
      case "mappings" ->
          "Identities in the table belong to another ACS resource."
              + " The log names both resources: "
              + LOG;
      default -> DETAILS + " says why";
    };
  }

  /** If mappings is down, too, the report does not tell which of the two is misconfigured. */
  private static String ofIssuer(State state) {
    if (state.down().contains("mappings")) {
      return "The signing keys of an issuer are unavailable, or its metadata names another issuer: "
          + DETAILS
          + " says which";
    }
    return state.isMisconfigured()
        ? "The issuer's metadata names another issuer than the settings: "
            + DETAILS
            + ", or the log, shows both values"
        : "The signing keys of an issuer are unavailable. Check AUTH_ISSUER or AUTH_ISSUERS; "
            + DETAILS
            + " says which document failed";
  }

  private static String ofStatus(State state) {
    var code = state.code();
    if (code == State.UNTRUSTED) {
      return "This machine's JDK does not trust its certificate (" + state.detail() + ")";
    }
    if (code == 0) {
      return "It does not respond (" + state.detail() + ")";
    }
    if (code == 401 || code == 403) {
      return "Something in front of it requires a sign-in, or access is restricted to other"
          + (" addresses (" + code + "). Exclude /health from that requirement,")
          + " or check from an allowed address";
    }
    if (code == 404) {
      return "Its functions are missing (404). Deploy the package: azd deploy";
    }
    if (code >= 300 && code < 400) {
      return "Something in front of it redirects to another page (%d, %s), as a sign-in does. "
              .formatted(code, state.detail())
          + "Exclude /health from that requirement";
    }
    if (code >= 500) {
      return "The response (status "
          + code
          + ") does not come from the endpoint itself."
          + " The app may have failed to start. The log may say why: "
          + LOG;
    }
    return "Something else responds at this URL (status " + code + "), not the endpoint";
  }
}

/**
 * The body of a response of Health. If the endpoint is not healthy, the report is in a problem; an
 * endpoint of version 0.1.0 sends it alone.
 *
 * @param down the checks that failed, in alphabetical order
 */
record Report(String status, List<String> down) {

  /** Reads a body, which is empty if it is not a report. */
  static Optional<Report> read(String body) {
    return Json.read(body)
        .filter(it -> it instanceof Map)
        .map(it -> (Map<?, ?>) it)
        .flatMap(it -> it.get("report") instanceof Map<?, ?> report ? ofProblem(report) : of(it));
  }

  private static Optional<Report> ofProblem(Map<?, ?> body) {
    return of(body).filter(it -> !it.status().equals("healthy"));
  }

  private static Optional<Report> of(Map<?, ?> body) {
    if (!(body.get("status") instanceof String status) || status.isEmpty()) {
      return Optional.empty();
    }
    if (!(body.get("checks") instanceof Map<?, ?> checks)) {
      return Optional.empty();
    }
    var down =
        checks.entrySet().stream()
            .filter(it -> "down".equals(it.getValue()))
            .map(it -> String.valueOf(it.getKey()))
            .filter(it -> it.matches("[A-Za-z]{1,40}"))
            .sorted()
            .toList();
    return Optional.of(new Report(status, down));
  }
}

/** A reader of JSON that keeps texts as they are written, and numbers and truths as literals. */
final class Json {

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\G\\s*+(?:\"(?<text>(?:[^\"\\\\]++|\\\\.)*+)\"|(?<mark>[{}\\[\\]:,])|(?<literal>[-+.\\w]++))");

  private static final int MAX_DEPTH = 20;

  private final Matcher token;

  private Json(String text) {
    token = TOKEN.matcher(text);
  }

  /** Returns the value that a text consists of, or empty if the text is not JSON. */
  static Optional<Object> read(String text) {
    var stripped = text.strip();
    var json = new Json(stripped);
    try {
      var value = json.value(0);
      return json.token.end() == stripped.length() ? Optional.of(value) : Optional.empty();
    } catch (NotJsonException e) {
      return Optional.empty();
    }
  }

  private Object value(int depth) throws NotJsonException {
    next();
    return rest(depth);
  }

  /** Reads the value that begins with the current token. */
  private Object rest(int depth) throws NotJsonException {
    if (token.group("text") != null) {
      return token.group("text");
    }
    if (token.group("literal") != null) {
      return new Literal(token.group("literal"));
    }
    require(depth < MAX_DEPTH);
    return is("{") ? object(depth) : array(depth);
  }

  private Map<String, Object> object(int depth) throws NotJsonException {
    var members = new LinkedHashMap<String, Object>();
    next();
    while (!is("}")) {
      var name = token.group("text");
      require(name != null);
      next();
      require(is(":"));
      members.put(name, value(depth + 1));
      separator("}");
    }
    return members;
  }

  private List<Object> array(int depth) throws NotJsonException {
    require(is("["));
    var items = new ArrayList<Object>();
    next();
    while (!is("]")) {
      items.add(rest(depth + 1));
      separator("]");
    }
    return items;
  }

  private void separator(String end) throws NotJsonException {
    next();
    if (!is(end)) {
      require(is(","));
      next();
    }
  }

  private void next() throws NotJsonException {
    require(token.find());
  }

  private boolean is(String mark) {
    return mark.equals(token.group("mark"));
  }

  private static void require(boolean condition) throws NotJsonException {
    if (!condition) {
      throw new NotJsonException();
    }
  }

  /** A number, a truth or null. */
  record Literal(String text) {}

  /** Signals a text that is not JSON. */
  static final class NotJsonException extends Exception {
    private static final long serialVersionUID = 1;
  }
}
