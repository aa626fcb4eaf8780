package dev.acstoken.bench;

import dev.acstoken.app.LazyApplication;
import dev.acstoken.auth.OperationKind;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.TokenRequest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * Gets a first token phase by phase, in a separate JVM. It prints the milliseconds and the number
 * of loaded classes of each phase, then waits so that it can be inspected.
 */
final class Phases {

  private long classes;
  private long since;

  private Phases() {}

  public static void main(String[] args) throws Exception {
    long jvm = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    new Phases().run(jvm);
    System.out.println("end");
    while (System.in.read() >= 0) {
      // Only the end of the input matters.
    }
  }

  private void run(long jvm) throws Exception {
    print("JVM", jvm);
    phase("TLS: context, trust store, a handshake with ACS", Phases::connect);
    var endpoint = phase("creation of the clients", LazyApplication.fromEnvironment()::get);
    phase(
        "discovery and JWKS",
        () -> {
          var issuers = endpoint.authenticator().keys();
          issuers.values().forEach(keys -> keys.requireAvailable(context().deadline()));
          return issuers.size();
        });
    var bearer = "Bearer " + System.getenv("BENCH_BEARER");
    var caller =
        phase(
            "bearer token verified",
            () ->
                endpoint
                    .authenticator()
                    .authenticate(bearer, OperationKind.IDENTITIES, context().deadline())
                    .orThrow());
    phase("table read", () -> endpoint.identities().get(caller.user(), context()));
    phase(
        "ACS: a token, the table read once more",
        () -> endpoint.tokens().issue(caller.user(), TokenRequest.DEFAULT, context()));
  }

  private <T> T phase(String name, Callable<T> step) throws Exception {
    T done = step.call();
    print(name, (System.nanoTime() - since) / 1_000_000);
    return done;
  }

  private void print(String name, long millis) {
    long now = ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount();
    System.out.println(name + ";" + millis + ";" + (now - classes));
    classes = now;
    since = System.nanoTime();
  }

  private static int connect() throws IOException, InterruptedException {
    URI acs = URI.create(System.getenv("BENCH_ACS_ENDPOINT"));
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(acs).build(), BodyHandlers.ofString())
        .statusCode();
  }

  private static RequestContext context() {
    return RequestContext.within(Duration.ofSeconds(8));
  }
}
