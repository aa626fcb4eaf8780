package dev.acstoken.infra;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.contract.Contract;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Verifies that host.json sets the time limit, the logging and the routes of the functions. */
class HostJsonTest {

  private static final BicepValue HOST = AzdProject.json(Path.of("host.json"));
  private static final LogLevels LEVELS = new LogLevels(texts(HOST.at("logging", "logLevel")));

  @Test
  void aHangingFunctionIsEndedWithin30Seconds() {
    var timeout =
        Duration.between(LocalTime.MIN, LocalTime.parse(HOST.at("functionTimeout").text()));

    assertTrue(timeout.compareTo(Duration.ofSeconds(30)) <= 0, timeout.toString());
    assertTrue(
        timeout.compareTo(Duration.ofSeconds(25)) > 0, "a run of the recovery may take 25 s");
  }

  /** Alerts count exceptions, and operators look up problems by request id in the traces. */
  @Test
  void failuresAreNeverSampled() {
    assertEquals(
        "Exception;Trace",
        HOST.at("logging", "applicationInsights", "samplingSettings", "excludedTypes").text());
    assertEquals("Warning", LEVELS.of("Anything"));
  }

  /**
   * A function logs its events in a category that ends in {@code .User}. The host reports each call
   * in other categories, which would only add costs.
   */
  @Test
  void theEventsOfEveryFunctionAreLoggedWithoutTheHostsOwn() {
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
  void theEventsOfANewFunctionAreLogged() {
    assertEquals("Information", LEVELS.of("Function.NewFunction.User"));
  }

  @Test
  void everyRequestIsReportedToTheAlerts() {
    assertEquals("Information", LEVELS.of("Host.Results"));
  }

  /** The templates also have the prefix: in the endpoint's URL and in the paths without sign-in. */
  @Test
  void theTemplatesUseTheRoutePrefixOfTheHost() {
    assertEquals("api", HOST.at("extensions", "http", "routePrefix").text());
    assertTrue(
        BicepFile.named("app/functions.bicep").outputs().stream()
            .anyMatch(it -> it.value().text().endsWith("defaultHostName}/api'")));
  }

  /**
   * A browser hides all other headers from a web app of another origin. It never hides those that
   * the Fetch standard lists, of which the contract has one.
   */
  @Test
  void aWebAppOfAnotherOriginCanReadEveryHeaderOfTheContract() {
    var documented =
        Contract.SERVED.operations().stream()
            .flatMap(it -> it.responses().stream())
            .flatMap(it -> it.headerNames().stream())
            .collect(toCollection(TreeSet::new));
    var exposed =
        HOST.at("extensions", "http", "customHeaders", "Access-Control-Expose-Headers").text();

    assertTrue(documented.remove("cache-control"), documented.toString());
    assertEquals(
        documented,
        Stream.of(exposed.toLowerCase(Locale.ROOT).split(", "))
            .collect(toCollection(TreeSet::new)));
  }

  private static Map<String, String> texts(BicepValue object) {
    return object.names().stream().collect(toMap(name -> name, name -> object.at(name).text()));
  }
}
