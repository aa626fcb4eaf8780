package dev.acstoken.http;

import com.azure.json.JsonWriter;
import com.microsoft.azure.functions.HttpStatus;
import dev.acstoken.health.CheckResult;
import dev.acstoken.health.HealthReport;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * The response of Health and of HealthDetails.
 *
 * @param report the results of the checks
 * @param instance the app's instance that ran the checks; empty for a response of Health
 */
public record HealthResponse(HealthReport report, Optional<String> instance) implements JsonBody {

  public static Response of(HealthReport report) {
    return of(new HealthResponse(report, Optional.empty()));
  }

  /**
   * Returns the response of HealthDetails: also each check's duration and reason, and the notes.
   */
  public static Response withDetails(HealthReport report, String instance) {
    return of(new HealthResponse(report, Optional.of(instance)));
  }

  private static Response of(HealthResponse body) {
    return Response.of(
        body.report().isHealthy() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE, body);
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
