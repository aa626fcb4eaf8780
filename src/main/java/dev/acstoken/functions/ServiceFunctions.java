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

/**
 * The functions for the service itself: its health and its contract, which anyone may call, and the
 * details of its health, for the operator.
 */
public final class ServiceFunctions {

  private final RequestHandler handler;
  private final Supplier<HealthChecks> checks;
  private final LazyApplication application;

  public ServiceFunctions() {
    this(LazyApplication.fromEnvironment());
  }

  ServiceFunctions(LazyApplication application) {
    handler = application.requestHandler();
    checks = application.lazily(Application::healthChecks);
    this.application = application;
  }

  /**
   * Reports whether the settings are valid and the dependencies are up. Load balancers such as
   * Azure Front Door probe with {@code HEAD}. The host then sends no body.
   */
  @FunctionName("Health")
  public HttpResponseMessage health(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET, HttpMethod.HEAD},
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "health")
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    return handler.forAnyone(
        request,
        context,
        anonymous -> HealthResponse.of(reportHealth(anonymous), anonymous.requestId()));
  }

  /**
   * Reports also why a check failed. It needs no bearer token, so that it works while no bearer
   * token can be verified.
   */
  @FunctionName("HealthDetails")
  public HttpResponseMessage healthDetails(
      @HttpTrigger(
              name = "request",
              methods = HttpMethod.GET,
              authLevel = AuthorizationLevel.ADMIN,
              route = "health/details")
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    return handler.forOperator(
        request,
        context,
        operator ->
            HealthResponse.withDetails(
                reportHealth(operator), application.instance(), operator.requestId()));
  }

  private HealthReport reportHealth(AnonymousRequest request) {
    HealthReport report = report(request);
    request.report(report);
    return report;
  }

  private HealthReport report(AnonymousRequest request) {
    HealthChecks configured;
    try {
      configured = checks.get();
    } catch (ServiceException e) {
      request.log(e);
      return HealthReport.misconfigured(application.settingsProblems());
    }
    return configured.report();
  }

  /** Returns the OpenAPI contract. It needs no settings. */
  @FunctionName("OpenApi")
  public HttpResponseMessage openApi(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET, HttpMethod.HEAD},
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
