package dev.acstoken.http;

import dev.acstoken.health.HealthReport;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.telemetry.FailureLog;
import dev.acstoken.telemetry.RequestTelemetry;
import java.util.logging.Logger;

/** A request whose caller the endpoint does not authenticate. A bearer token is not read. */
public final class AnonymousRequest {

  private final RequestTelemetry telemetry;
  private final Logger log;

  AnonymousRequest(RequestTelemetry telemetry, Logger log) {
    this.telemetry = telemetry;
    this.log = log;
  }

  /** Returns the id of this request in the log. */
  public String requestId() {
    return telemetry.requestId();
  }

  /** Adds failed health checks to the telemetry. */
  public void report(HealthReport health) {
    if (!health.isHealthy()) {
      telemetry.setUnhealthy(health.status(), health.down());
    }
  }

  /** Logs a failure that the request survives. */
  public void log(ServiceException e) {
    FailureLog.write(log, telemetry.requestId(), e);
  }
}
