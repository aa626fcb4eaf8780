package dev.acstoken.http;

import com.azure.json.JsonWriter;
import dev.acstoken.health.CheckResult;
import dev.acstoken.health.HealthReport;
import dev.acstoken.identity.ErrorCode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * The response of Health and of HealthDetails. If the service is not healthy, it is a problem that
 * contains what the response would be otherwise.
 *
 * @param report the results of the checks
 * @param instance the app's instance that ran the checks; empty for a response of Health
 */
public record HealthResponse(HealthReport report, Optional<String> instance) implements JsonBody {

  /**
   * Returns the response of Health.
   *
   * @param requestId the id of the request in the log
   */
  public static Response of(HealthReport report, String requestId) {
    return new HealthResponse(report, Optional.empty()).toResponse(requestId);
  }

  /**
   * Returns the response of HealthDetails: also each check's duration and reason, and the notes.
   */
  public static Response withDetails(HealthReport report, String instance, String requestId) {
    return new HealthResponse(report, Optional.of(instance)).toResponse(requestId);
  }

  private Response toResponse(String requestId) {
    if (report.isHealthy()) {
      return Response.ok(this);
    }
    String failed = "These checks failed: " + String.join(", ", report.down()) + ".";
    Problem problem =
        report.isMisconfigured()
            ? Problem.unhealthy(
                ErrorCode.UNHEALTHY_CONFIGURATION,
                failed + " The operator has to correct the configuration.",
                this,
                requestId)
            : Problem.unhealthy(ErrorCode.UNHEALTHY, failed, this, requestId);
    return problem.toResponse();
  }

  @Override
  public void writeFields(JsonWriter json) throws IOException {
    json.writeStringField("status", report.status()).writeStartObject("checks");
    for (String check : report.checks().keySet()) {
      json.writeStringField(check, report.isUp(check) ? "up" : "down");
    }
    json.writeEndObject();
    if (instance.isPresent()) {
      json.writeStringField("instance", instance.get());
      writeDetails(json);
    }
  }

  private void writeDetails(JsonWriter json) throws IOException {
    json.writeStartObject("details");
    for (Map.Entry<String, CheckResult> check : report.checks().entrySet()) {
      json.writeStartObject(check.getKey())
          .writeLongField("durationMs", check.getValue().took().toMillis())
          .writeStringField("reason", check.getValue().reason())
          .writeEndObject();
    }
    json.writeEndObject();
    json.writeStartObject("notes");
    for (Map.Entry<String, String> note : report.notes().entrySet()) {
      json.writeStringField(note.getKey(), note.getValue());
    }
    json.writeEndObject();
  }
}
