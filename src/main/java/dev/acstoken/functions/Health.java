package dev.acstoken.functions;

import com.azure.json.JsonWriter;
import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import dev.acstoken.app.TokenEndpoint;
import dev.acstoken.health.HealthReport;
import dev.acstoken.http.AnyoneCall;
import dev.acstoken.http.JsonBody;
import dev.acstoken.http.Reply;
import dev.acstoken.http.RequestHandler;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells whether the endpoint is configured and its dependencies are up; to admins, also why not.
 */
public final class Health {

  private final RequestHandler handler;

  public Health() {
    this(TokenEndpoint::ofEnvironment);
  }

  Health(Supplier<TokenEndpoint> endpoint) {
    handler = new RequestHandler(endpoint);
  }

  @FunctionName("Health")
  public HttpResponseMessage run(
      @HttpTrigger(
              name = "request",
              methods = HttpMethod.GET,
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "health")
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    return handler.forAnyone(request, context, Health::answer);
  }

  private static Reply answer(AnyoneCall call) {
    HealthReport report = HealthReport.of(call.endpoint());
    call.trace().found(report);
    return Reply.of(
        report.isHealthy() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE,
        new Body(report, isWithDetails(call, report)));
  }

  // Without the issuer's keys nobody can be known for an admin, and waiting for them takes long.
  private static boolean isWithDetails(AnyoneCall call, HealthReport report) {
    return "true".equals(call.request().getQueryParameters().get("verbose"))
        && report.isUp("issuer")
        && call.isByAdmin();
  }

  private record Body(HealthReport report, boolean withDetails) implements JsonBody {

    @Override
    public void writeFields(JsonWriter json) throws IOException {
      json.writeStringField("status", report.status()).writeStartObject("checks");
      for (String check : report.checks().keySet()) {
        json.writeStringField(check, report.isUp(check) ? "up" : "down");
      }
      json.writeEndObject();
      if (withDetails) {
        writeDetails(json);
      }
    }

    private void writeDetails(JsonWriter json) throws IOException {
      json.writeStringField("instance", TokenEndpoint.instance()).writeStartObject("details");
      for (Map.Entry<String, HealthReport.Finding> check : report.checks().entrySet()) {
        json.writeStartObject(check.getKey())
            .writeLongField("durationMs", check.getValue().took().toMillis())
            .writeStringField("reason", check.getValue().reason())
            .writeEndObject();
      }
      json.writeEndObject();
    }
  }
}
