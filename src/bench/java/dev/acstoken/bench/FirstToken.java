package dev.acstoken.bench;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.internal.spi.middleware.Middleware;
import dev.acstoken.functions.TokenFunctions;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.ServiceLoader;

/** Does what the Java worker does up to the first token, in a separate JVM. */
final class FirstToken {

  private FirstToken() {}

  /** Gets the token. The argument "warm" loads the middleware first; "cold" does not. */
  public static void main(String[] args) {
    if (args[0].equals("warm")) {
      ServiceLoader.load(Middleware.class).forEach(middleware -> {});
    }
    print((request, context) -> new TokenFunctions().issueToken(request, context));
  }

  /** A function that responds with a token. */
  interface TokenFunction {
    HttpResponseMessage call(
        HttpRequestMessage<Optional<String>> request, ExecutionContext context);
  }

  /** Calls the function, and prints the status, the duration in milliseconds, and the classes. */
  static void print(TokenFunction function) {
    long arrival = System.nanoTime();
    int status =
        function.call(Call.requestOf(System.getenv("BENCH_BEARER")), Call.next()).getStatusCode();
    long nanos = System.nanoTime() - arrival;
    System.out.println(status);
    System.out.println(nanos / 1_000_000);
    System.out.println(ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount());
  }
}
