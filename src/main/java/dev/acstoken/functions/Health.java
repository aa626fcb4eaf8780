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
import dev.acstoken.HealthReport;
import dev.acstoken.TokenEndpoint;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Tells whether the endpoint is configured and its dependencies are up. */
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

  private static Reply answer(Supplier<TokenEndpoint> endpoint) {
    HealthReport report = HealthReport.of(endpoint);
    return Reply.of(
        report.isHealthy() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE, new Body(report));
  }

  private record Body(HealthReport report) implements JsonBody {

    @Override
    public void writeFields(JsonWriter json) throws IOException {
      json.writeStringField("status", report.isHealthy() ? "healthy" : "unhealthy")
          .writeStartObject("checks");
      for (Map.Entry<String, Boolean> check : report.checks().entrySet()) {
        json.writeStringField(check.getKey(), check.getValue() ? "up" : "down");
      }
      json.writeEndObject();
    }
  }
}
