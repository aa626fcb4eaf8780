package dev.acstoken.infra;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How the Functions host is told to serve the functions. */
class HostJsonTest {

  private static final BicepValue HOST = AzdProject.json(Path.of("host.json"));
  private static final LogLevels LEVELS = new LogLevels(texts(HOST.at("logging", "logLevel")));

  @Test
  void endsAFunctionThatHangs() {
    var timeout =
        Duration.between(LocalTime.MIN, LocalTime.parse(HOST.at("functionTimeout").text()));

    assertTrue(timeout.compareTo(Duration.ofSeconds(30)) <= 0, timeout.toString());
    assertTrue(
        timeout.compareTo(Duration.ofSeconds(25)) > 0, "a run of the recovery may take 25 s");
  }

  /** Alerts count the one, and problems are looked up by their request id in the other. */
  @Test
  void neverSamplesFailures() {
    assertEquals(
        "Exception;Trace",
        HOST.at("logging", "applicationInsights", "samplingSettings", "excludedTypes").text());
    assertEquals("Warning", LEVELS.of("Anything"));
  }

  /** A function logs in this category; the host reports each call in others, which would cost. */
  @Test
  void takesTheEventsOfEveryFunctionAndNotTheHostsOwn() {
    var functions = FunctionNames.all();

    assertTrue(functions.size() > 10, functions.toString());
    assertAll(
        functions.stream()
            .map(it -> "Function." + it)
            .map(
                category ->
                    () -> {
                      assertEquals("Information", LEVELS.of(category + ".User"), category);
                      assertEquals("Warning", LEVELS.of(category), category);
                    }));
  }

  @Test
  void takesTheEventsOfAFunctionThatIsYetToBeWritten() {
    assertEquals("Information", LEVELS.of("Function.YetToBeWritten.User"));
  }

  @Test
  void reportsEveryRequestToTheAlerts() {
    assertEquals("Information", LEVELS.of("Host.Results"));
  }

  /** Bicep and azd name the prefix too: the endpoint's URL, the paths that need no sign-in. */
  @Test
  void hasTheRoutePrefixThatTheTemplatesName() {
    assertEquals("api", HOST.at("extensions", "http", "routePrefix").text());
    assertTrue(
        BicepFile.named("app/functions.bicep").outputs().stream()
            .anyMatch(it -> it.value().text().endsWith("defaultHostName}/api'")));
  }

  private static Map<String, String> texts(BicepValue object) {
    return object.names().stream().collect(toMap(name -> name, name -> object.at(name).text()));
  }
}
