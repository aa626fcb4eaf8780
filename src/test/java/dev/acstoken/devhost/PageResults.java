package dev.acstoken.devhost;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.nimbusds.jose.util.JSONArrayUtils;
import com.sun.net.httpserver.HttpExchange;
import dev.acstoken.emulator.server.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Receives the results that a page in a browser reports to the server that it comes from: {@code
 * POST /results} with {@code [{"step": "…", "failure": null}]}. So no browser needs a driver.
 */
final class PageResults {
  // Long, because it only has to end a test that would otherwise hang.
  private static final long SECONDS = 90;

  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

  /** Returns whether a request carries results. */
  static boolean isFor(HttpExchange exchange) {
    return exchange.getRequestURI().getPath().equals("/results");
  }

  void receive(HttpExchange exchange) throws IOException {
    received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    Response.noContent().send(exchange);
  }

  /**
   * Waits until the page has taken all its steps, and returns the failures; none if all passed.
   *
   * @throws AssertionError if the page reports nothing
   */
  List<String> awaitFailures() throws InterruptedException, ParseException {
    var json = received.poll(SECONDS, TimeUnit.SECONDS);
    if (json == null) {
      throw new AssertionError("The page has not taken all its steps.");
    }
    var steps = JSONArrayUtils.parse(json).stream().map(step -> (Map<?, ?>) step).toList();
    assertFalse(steps.isEmpty());
    return steps.stream()
        .filter(step -> step.get("failure") != null)
        .map(step -> step.get("step") + ": " + step.get("failure"))
        .toList();
  }
}
