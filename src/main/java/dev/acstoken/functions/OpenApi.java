package dev.acstoken.functions;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import dev.acstoken.app.TokenEndpoint;
import dev.acstoken.http.Reply;
import dev.acstoken.http.RequestHandler;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** Gives the contract; needs no settings. */
public final class OpenApi {

  private final RequestHandler handler;

  public OpenApi() {
    this(TokenEndpoint::ofEnvironment);
  }

  OpenApi(Supplier<TokenEndpoint> endpoint) {
    handler = new RequestHandler(endpoint);
  }

  @FunctionName("OpenApi")
  public HttpResponseMessage run(
      @HttpTrigger(
              name = "request",
              methods = HttpMethod.GET,
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "openapi.yaml")
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    return handler.forAnyone(request, context, unused -> contract());
  }

  private static Reply contract() throws IOException {
    try (InputStream yaml =
        Objects.requireNonNull(OpenApi.class.getResourceAsStream("/openapi.yaml"))) {
      return Reply.ok("application/yaml", new String(yaml.readAllBytes(), UTF_8));
    }
  }
}
