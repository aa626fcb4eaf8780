package dev.acstoken.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.acstoken.health.HealthCheck.Probe;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Verifies how the results of checks become the status and the reasons of a report. */
class HealthChecksTest {

  private static final Probe PASSES = Optional::empty;

  @Test
  void aServiceWhoseChecksPassIsHealthy() {
    var report = run(HealthCheck.of("acs", PASSES), HealthCheck.of("storage", PASSES));

    assertEquals("healthy", report.status());
    assertEquals(List.of(), report.down());
    assertEquals("", reason(report, "acs"));
  }

  @Test
  void anOutageIsUnhealthy() {
    var report = run(HealthCheck.of("acs", failing(HealthProblem.outage("no response"))));

    assertEquals("unhealthy", report.status());
    assertEquals(List.of("acs"), report.down());
    assertEquals("no response", reason(report, "acs"));
  }

  @Test
  void aMisconfigurationPrevailsOverAnOutage() {
    var report =
        run(
            HealthCheck.of("acs", failing(HealthProblem.outage("no response"))),
            HealthCheck.of("issuer", failing(HealthProblem.misconfiguration("X is not Y"))));

    assertEquals("misconfigured", report.status());
    assertEquals(List.of("acs", "issuer"), report.down());
  }

  @Test
  void checksOfOneNameAreDownIfAnyFailsAndTheReasonNamesWhich() {
    var report =
        run(
            HealthCheck.of("issuer", PASSES).about("https://a"),
            HealthCheck.of("issuer", failing(HealthProblem.outage("no keys"))).about("https://b"),
            HealthCheck.of("issuer", failing(HealthProblem.misconfiguration("not Y")))
                .about("https://c"));

    assertEquals("misconfigured", report.status());
    assertEquals(List.of("issuer"), report.down());
    assertEquals("https://b: no keys; https://c: not Y", reason(report, "issuer"));
  }

  @Test
  void aFailureIsNamedByItsCode() {
    var report =
        run(
            HealthCheck.of(
                "storage", throwing(new ServiceException(ErrorCode.STORAGE_UNAVAILABLE, "Why."))));

    assertEquals("unhealthy", report.status());
    assertEquals("storage_unavailable", reason(report, "storage"));
  }

  @Test
  void aFailureWithAMessageForTheOperatorIsExplainedByIt() {
    var misconfigured =
        new ServiceException(ErrorCode.MISCONFIGURED, "Why.").withLogMessage("X is not Y.");
    var report = run(HealthCheck.of("issuer", throwing(misconfigured)));

    assertEquals("misconfigured", report.status());
    assertEquals("X is not Y.", reason(report, "issuer"));
  }

  @Test
  void anIdentityOfAnotherResourceIsAMisconfiguration() {
    var report =
        run(
            HealthCheck.of(
                "mappings", throwing(new ServiceException(ErrorCode.FOREIGN_IDENTITY, "Why."))));

    assertEquals("misconfigured", report.status());
    assertEquals("misconfigured", reason(report, "mappings"));
  }

  @Test
  void anUnexpectedExceptionIsNamedByItsTypeOnly() {
    var report =
        run(
            HealthCheck.of(
                "acs",
                () -> {
                  throw new IOException("hunter2");
                }));

    assertEquals("IOException", reason(report, "acs"));
  }

  @Test
  void anErrorOfTheJvmFailsItsCheckOnly() {
    var report =
        run(
            HealthCheck.of("storage", PASSES),
            HealthCheck.of(
                "acs",
                () -> {
                  throw new StackOverflowError();
                }));

    assertEquals(List.of("acs"), report.down());
    assertEquals("error", reason(report, "acs"));
  }

  @Test
  void aCheckThatHangsTimesOutAndIsNamed() {
    var never = new CountDownLatch(1);
    var report =
        run(
            HealthCheck.of("issuer", PASSES).about("https://a"),
            HealthCheck.of(
                    "issuer",
                    () -> {
                      never.await();
                      return Optional.empty();
                    })
                .about("https://b"));

    assertEquals("https://b: timed out", reason(report, "issuer"));
    never.countDown();
  }

  private static HealthReport run(HealthCheck... checks) {
    return new HealthChecks(List.of(checks), Map.of()).runChecks();
  }

  private static Probe failing(HealthProblem problem) {
    return () -> Optional.of(problem);
  }

  private static Probe throwing(ServiceException failure) {
    return () -> {
      throw failure;
    };
  }

  private static String reason(HealthReport report, String check) {
    return Optional.ofNullable(report.checks().get(check))
        .map(CheckResult::reason)
        .orElse("no such check");
  }
}
