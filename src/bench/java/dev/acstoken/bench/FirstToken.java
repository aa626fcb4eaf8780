package dev.acstoken.bench;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import com.microsoft.azure.functions.HttpStatusType;
import com.microsoft.azure.functions.internal.spi.middleware.Middleware;
import dev.acstoken.devhost.WorkerResponse;
import dev.acstoken.functions.TokenFunctions;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.logging.Logger;

/** Does what the Java worker does up to the first token, in a JVM of its own. */
final class FirstToken {

  private FirstToken() {}

  /** Takes "warm" or "cold": whether the middleware is loaded. */
  public static void main(String[] args) {
    if (args[0].equals("warm")) {
      ServiceLoader.load(Middleware.class).forEach(middleware -> {});
    }
    var response =
        new TokenFunctions()
            .issueToken(new Request(System.getenv("BENCH_BEARER")), "me", new Call());
    System.out.println(response.getStatusCode());
    System.out.println(ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount());
  }

  private record Call() implements ExecutionContext {
    @Override
    public Logger getLogger() {
      return Logger.getAnonymousLogger();
    }

    @Override
    public String getInvocationId() {
      return "bench";
    }

    @Override
    public String getFunctionName() {
      return "IssueToken";
    }
  }

  private record Request(String bearer) implements HttpRequestMessage<Optional<String>> {
    @Override
    public URI getUri() {
      return URI.create("http://localhost/api/users/me/tokens");
    }

    @Override
    public HttpMethod getHttpMethod() {
      return HttpMethod.POST;
    }

    @Override
    public Map<String, String> getHeaders() {
      return Map.of("authorization", "Bearer " + bearer, "content-length", "0");
    }

    @Override
    public Map<String, String> getQueryParameters() {
      return Map.of();
    }

    @Override
    public Optional<String> getBody() {
      return Optional.empty();
    }

    @Override
    public HttpResponseMessage.Builder createResponseBuilder(HttpStatus status) {
      return new WorkerResponse(status);
    }

    @Override
    public HttpResponseMessage.Builder createResponseBuilder(HttpStatusType status) {
      return new WorkerResponse(status);
    }
  }
}
