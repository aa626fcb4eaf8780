package dev.acstoken.http;

import com.microsoft.azure.functions.HttpRequestMessage;
import dev.acstoken.auth.Caller;
import dev.acstoken.health.HealthReport;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.telemetry.FailureLog;
import dev.acstoken.telemetry.RequestTelemetry;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Logger;

/** A request from any caller, authenticated or not. */
public final class AnonymousRequest {

  private final HttpRequestMessage<Optional<String>> message;
  private final Supplier<Caller> caller;
  private final RequestTelemetry telemetry;
  private final Logger log;

  AnonymousRequest(
      HttpRequestMessage<Optional<String>> message,
      Supplier<Caller> caller,
      RequestTelemetry telemetry,
      Logger log) {
    this.message = message;
    this.caller = caller;
    this.telemetry = telemetry;
    this.log = log;
  }

  /** Returns the HTTP request. */
  public HttpRequestMessage<Optional<String>> message() {
    return message;
  }

  /**
   * Returns whether an admin sent the request. False if the bearer token is missing or rejected.
   */
  public boolean isFromAdmin() {
    try {
      return caller.get().isAdmin();
    } catch (ServiceException e) {
      return false;
    }
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
