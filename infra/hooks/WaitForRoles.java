import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * The predeploy hook of azd. Before the first deployment it waits until the app may store its
 * package: publishing fails while the role assignments of the app's identity are propagating.
 *
 * <p>azd sets TOKEN_ENDPOINT_URL. The variable ROLES_WAIT_SECONDS changes how long the hook waits.
 */
final class WaitForRoles {

  private static final int PROGRESS_SECONDS = 30;

  private static final int TIMEOUT_SECONDS = 15;

  /** The start of a report of health, or of a problem of the endpoint. Other JSON has another. */
  private static final Pattern REPORT =
      Pattern.compile(
          "\\{(\"status\":\"[a-z]+\",\"checks\":\\{|\"type\":\"urn:acs-token-endpoint:problem:).*");

  private WaitForRoles() {}

  public static void main(String... arguments) throws InterruptedException {
    var url = variable("TOKEN_ENDPOINT_URL");
    if (url.isEmpty()) {
      fail(
          "This azd environment has no TOKEN_ENDPOINT_URL. Run \"azd provision\" first,"
              + " or \"azd env refresh\" if another clone has provisioned it.");
    }
    var seconds = seconds();
    if (seconds > 0 && !hasBeenPublished(url)) {
      sleep(seconds);
    }
    System.exit(0);
  }

  private static void sleep(int seconds) throws InterruptedException {
    System.out.println(
        "Waiting "
            + seconds
            + " s before the first package is published: the app's new role assignments have to"
            + " propagate. Set ROLES_WAIT_SECONDS to 0 to skip this wait.");
    for (int left = seconds; left > 0; left -= PROGRESS_SECONDS) {
      if (left < seconds) {
        System.out.println(left + " s left");
      }
      TimeUnit.SECONDS.sleep(Math.min(left, PROGRESS_SECONDS));
    }
  }

  /** Only a published package reports its health. */
  private static boolean hasBeenPublished(String url) throws InterruptedException {
    var health = URI.create(url + "/health");
    var request = HttpRequest.newBuilder(health).header("Accept", "application/json").build();
    var response = client(health).sendAsync(request, HttpResponse.BodyHandlers.ofString());
    try {
      var body = response.get(TIMEOUT_SECONDS, TimeUnit.SECONDS).body();
      return REPORT.matcher(body.replaceAll("\\s", "")).matches();
    } catch (ExecutionException | TimeoutException e) {
      response.cancel(true);
      return false;
    }
  }

  private static int seconds() {
    var text = variable("ROLES_WAIT_SECONDS");
    if (!text.matches("\\d{0,4}")) {
      fail("ROLES_WAIT_SECONDS is \"" + text + "\", which is not a number of seconds.");
    }
    return text.isEmpty() ? 90 : Integer.parseInt(text);
  }

  /** Java does not read the proxy that azd and other tools take from the environment. */
  private static HttpClient client(URI health) {
    var proxy = proxy(either("HTTPS_PROXY", "https_proxy"));
    var direct = List.of(either("NO_PROXY", "no_proxy").split("[, ]+"));
    if (proxy.isEmpty()
        || !health.getScheme().equals("https")
        || direct.contains(health.getHost())) {
      return HttpClient.newHttpClient();
    }
    return HttpClient.newBuilder().proxy(ProxySelector.of(proxy.get())).build();
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

  private static String either(String name, String otherName) {
    var value = variable(name);
    return value.isEmpty() ? variable(otherName) : value;
  }

  private static String variable(String name) {
    return Objects.requireNonNullElse(System.getenv(name), "").strip();
  }

  private static void fail(String problem) {
    System.err.println(problem);
    System.exit(1);
  }
}
