package dev.acstoken.devhost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class TerminalLogTest {

  private static final ServedRequest ISSUED =
      new ServedRequest("POST", "/api/users/me/tokens", 201, Duration.ofMillis(23), "");

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void aRequestIsOneShortLine() {
    var log = log(false);
    log.open();

    log.onServed(ISSUED);
    log.onServed(
        new ServedRequest(
            "GET", "/api/users/{userId}/identity", 403, Duration.ofMillis(4), "forbidden"));

    assertEquals(
        List.of(
            "POST /api/users/me/tokens 201 23 ms",
            "GET /api/users/{userId}/identity 403 4 ms forbidden"),
        lines());
  }

  @Test
  void untilItIsOpenItKeepsProblemsAndForgetsRequests() {
    var log = log(false);

    log.onServed(ISSUED);
    log.publish(new LogRecord(Level.WARNING, "settings: One issuer trusts everyone."));

    assertEquals(List.of(), lines());
    log.open();
    assertEquals(List.of("WARNING settings: One issuer trusts everyone."), lines());
  }

  @Test
  void eventsAreNotShown() {
    var log = log(false);
    log.open();

    log.publish(new LogRecord(Level.INFO, "event=audit change=token_issued"));
    log.publish(new LogRecord(Level.WARNING, "event=request status=503"));

    assertEquals(List.of(), lines());
  }

  @Test
  void theLineOfARefusedRequestSaysWhy() {
    var log = log(false);
    log.open();
    var refused =
        new ServedRequest(
            "POST", "/api/users/me/tokens", 401, Duration.ofMillis(3), "invalid_token");

    log.publish(
        new LogRecord(
            Level.INFO,
            "event=request status=401 reason=audience found=api://other expected=api://endpoint"
                + " durationMs=3"));
    log.onServed(refused);
    log.publish(new LogRecord(Level.INFO, "event=request status=201 reason= found= expected="));
    log.onServed(ISSUED);

    assertEquals(
        List.of(
            "POST /api/users/me/tokens 401 3 ms invalid_token"
                + " reason=audience found=api://other expected=api://endpoint",
            "POST /api/users/me/tokens 201 23 ms"),
        lines());
  }

  @Test
  void aProblemOfTheEndpointHasItsCause() {
    var log = log(false);
    log.open();
    var problem = new LogRecord(Level.SEVERE, "RefreshToken failed.");
    problem.setThrown(new IllegalStateException("no key"));

    log.publish(problem);

    assertEquals("SEVERE RefreshToken failed.", lines().get(0));
    assertEquals("java.lang.IllegalStateException: no key", lines().get(1));
    assertTrue(lines().get(2).contains("TerminalLogTest"), lines().get(2));
  }

  @Test
  void verbosePrintsEverythingAtOnce() {
    var log = log(true);

    log.publish(new LogRecord(Level.INFO, "event=audit change=token_issued"));

    assertEquals(List.of("INFO event=audit change=token_issued"), lines());
  }

  @Test
  void theHealthIsShownWhenItChanges() {
    var log = log(false);
    log.open();

    for (int status : new int[] {200, 200, 503, 503, 200}) {
      log.onServed(new ServedRequest("GET", "/api/health", status, Duration.ofMillis(1), ""));
    }

    assertEquals(
        List.of("GET /api/health 200 1 ms", "GET /api/health 503 1 ms", "GET /api/health 200 1 ms"),
        lines());
  }

  @Test
  void aPreflightRequestOfABrowserIsNotShown() {
    var log = log(false);
    log.open();

    log.onServed(
        new ServedRequest("OPTIONS", "/api/users/me/tokens", 204, Duration.ofMillis(1), ""));

    assertEquals(List.of(), lines());
  }

  private TerminalLog log(boolean isVerbose) {
    return new TerminalLog(new PrintStream(printed, true, UTF_8), isVerbose);
  }

  /** Returns what was printed, without the times. */
  private List<String> lines() {
    return printed
        .toString(UTF_8)
        .lines()
        .map(line -> line.replaceFirst("^\\d\\d:\\d\\d:\\d\\d ", ""))
        .toList();
  }
}
