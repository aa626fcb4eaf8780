package dev.acstoken.functions;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import dev.acstoken.app.Application;
import dev.acstoken.app.LazyApplication;
import dev.acstoken.health.HealthChecks;
import dev.acstoken.health.HealthReport;
import dev.acstoken.http.AnonymousRequest;
import dev.acstoken.http.HealthResponse;
import dev.acstoken.http.RequestHandler;
import dev.acstoken.http.Response;
import dev.acstoken.identity.ServiceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** The functions for the service itself, its health and its contract, which anyone may call. */
public final class ServiceFunctions {

  private final RequestHandler handler;
  private final Supplier<HealthChecks> checks;
  private final String instance;

  public ServiceFunctions() {
    this(LazyApplication.fromEnvironment());
  }

  ServiceFunctions(LazyApplication application) {
    handler = application.requestHandler();
    checks = application.lazily(Application::healthChecks);
    instance = application.instance();
  }

  /** Reports whether the settings are valid and the dependencies are up. Admins get the reasons. */
  @FunctionName("Health")
  public HttpResponseMessage health(
      @HttpTrigger(
              name = "request",
              methods = HttpMethod.GET,
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "health")
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    return handler.forAnyone(request, context, this::reportHealth);
  }

  private Response reportHealth(AnonymousRequest request) {
    HealthReport report = report(request);
    request.report(report);
    return isWithDetails(request, report)
        ? HealthResponse.withDetails(report, instance)
        : HealthResponse.of(report);
  }

  private HealthReport report(AnonymousRequest request) {
    HealthChecks configured;
    try {
      configured = checks.get();
    } catch (ServiceException e) {
      request.log(e);
      return HealthReport.misconfigured();
    }
    return configured.report();
  }

  // Without the issuer's keys no admin can be authenticated, and waiting for the keys is slow.
  private static boolean isWithDetails(AnonymousRequest request, HealthReport report) {
    return "true".equals(request.message().getQueryParameters().get("verbose"))
        && report.isUp("issuer")
        && request.isFromAdmin();
  }

  /** Returns the OpenAPI contract. It needs no settings. */
  @FunctionName("OpenApi")
  public HttpResponseMessage openApi(
      @HttpTrigger(
              name = "request",
              methods = HttpMethod.GET,
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "openapi.yaml")
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    return handler.forAnyone(request, context, anonymous -> contract());
  }

  private static Response contract() {
    try (InputStream yaml =
        Objects.requireNonNull(ServiceFunctions.class.getResourceAsStream("/openapi.yaml"))) {
      return Response.ok("application/yaml", new String(yaml.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
