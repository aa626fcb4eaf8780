package dev.acstoken.bench;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.internal.spi.middleware.Middleware;
import dev.acstoken.devhost.IncomingRequest;
import dev.acstoken.devhost.WorkerRequest;
import dev.acstoken.functions.TokenFunctions;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.logging.Logger;

/** Does what the Java worker does up to the first token, in a separate JVM. */
final class FirstToken {

  private FirstToken() {}

  /** Gets the token. The argument "warm" loads the middleware first; "cold" does not. */
  public static void main(String[] args) {
    if (args[0].equals("warm")) {
      ServiceLoader.load(Middleware.class).forEach(middleware -> {});
    }
    var response =
        new TokenFunctions().issueToken(request(System.getenv("BENCH_BEARER")), new Call());
    System.out.println(response.getStatusCode());
    System.out.println(ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount());
  }

  private static WorkerRequest request(String bearer) {
    return new WorkerRequest(
        new IncomingRequest(
            "POST",
            "http://localhost/api/users/me/tokens",
            Map.of("authorization", "Bearer " + bearer, "content-length", "0"),
            Map.of(),
            Optional.empty()));
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
}
