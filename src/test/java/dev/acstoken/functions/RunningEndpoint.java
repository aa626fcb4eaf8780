package dev.acstoken.functions;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableClientBuilder;
import dev.acstoken.app.LazyApplication;
import dev.acstoken.devhost.Azurite;
import dev.acstoken.devhost.DevelopmentHost;
import dev.acstoken.devhost.FunctionsHost;
import dev.acstoken.devhost.LocalIssuer;
import dev.acstoken.emulator.AcsEmulator;
import dev.acstoken.identity.User;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;

/**
 * The whole endpoint over HTTP on free ports, with emulators that are real servers. It is started
 * once for all test classes of a process. Tests do not interfere, because each uses its own users.
 */
final class RunningEndpoint implements BeforeAllCallback, AfterEachCallback {

  /** Test classes share the instance, and together have more new users than one may get. */
  private static final Map<String, String> WITHOUT_LIMITS_OF_THE_INSTANCE =
      Map.of(
          "INSTANCE_ISSUE_REQUESTS_PER_MINUTE", "1000000",
          "INSTANCE_NEW_IDENTITIES_PER_MINUTE", "1000000",
          "INSTANCE_REVOCATIONS_PER_MINUTE", "1000000");

  private final List<FunctionsHost> others = new ArrayList<>();
  private @Nullable DevelopmentHost host;

  @Override
  public void beforeAll(ExtensionContext context) {
    host =
        context
            .getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(RunningEndpoint.class))
            .computeIfAbsent(
                DevelopmentHost.class,
                type -> primed(DevelopmentHost.onFreePorts(WITHOUT_LIMITS_OF_THE_INSTANCE)),
                DevelopmentHost.class);
  }

  // On a busy machine, a cold start may take longer than the time budget of a request.
  private static DevelopmentHost primed(DevelopmentHost host) {
    var bearer = "Bearer " + host.emulators().issuer().token("early");
    var early = new EndpointClient(host.baseUri(), Map.of("authorization", bearer));
    for (int i = 0; i < 5 && early.post("/users/me/tokens").http().statusCode() >= 300; i++) {}
    return host;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    acs().faults().clear();
    issuer().resume();
    others.forEach(FunctionsHost::close);
    others.clear();
  }

  /** Returns a client with a bearer token of this user. */
  EndpointClient as(String user, String... roles) {
    return withToken(issuer().token(user, roles));
  }

  EndpointClient withToken(String bearerToken) {
    return new EndpointClient(host().baseUri(), Map.of("authorization", "Bearer " + bearerToken));
  }

  EndpointClient anonymous() {
    return new EndpointClient(host().baseUri(), Map.of());
  }

  /**
   * Serves another endpoint on the same emulators with some settings changed. A blank value counts
   * as a missing setting.
   */
  URI with(String... namesAndValues) {
    return serve(
        LazyApplication.of(environmentWith(namesAndValues), host().emulators()::connections));
  }

  LazyApplication newApplication(String... namesAndValues) {
    return LazyApplication.of(environmentWith(namesAndValues), host().emulators()::connections);
  }

  Map<String, String> environmentWith(String... namesAndValues) {
    Map<String, String> environment = new HashMap<>(host().emulators().environment());
    environment.putAll(WITHOUT_LIMITS_OF_THE_INSTANCE);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      environment.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return environment;
  }

  /**
   * Serves another endpoint on the same emulators.
   *
   * @param signIn the settings that say whose tokens are accepted
   * @param connections supplies the HTTP clients that reach the identity provider
   */
  URI trusting(Map<String, String> signIn, Supplier<HttpClient.Builder> connections) {
    Map<String, String> environment = environmentWith();
    environment.keySet().removeIf(name -> name.startsWith("AUTH_"));
    environment.putAll(signIn);
    return serve(LazyApplication.of(environment, connections));
  }

  /** Serves the functions of an application that the test provides. */
  URI serve(LazyApplication application) {
    var other = DevelopmentHost.serve(() -> application);
    others.add(other);
    return other.baseUri();
  }

  /** Returns a client of the endpoint's table. */
  TableClient table() {
    var environment = environmentWith();
    return new TableClientBuilder()
        .connectionString(environment.get("TABLE_STORAGE_CONNECTION_STRING"))
        .tableName(environment.getOrDefault("TABLE_STORAGE_TABLE", "identities"))
        .buildClient();
  }

  /** Returns the key of a user's partition in the table. */
  String partitionOf(String user) {
    return new User(issuer().issuer().toString(), user).key();
  }

  Azurite azurite() {
    return host().emulators().azurite();
  }

  AcsEmulator acs() {
    return host().emulators().acs();
  }

  /** Returns a client that reaches ACS without the endpoint. */
  DirectAcs directAcs() {
    return new DirectAcs(acs());
  }

  LocalIssuer issuer() {
    return host().emulators().issuer();
  }

  private DevelopmentHost host() {
    if (host == null) {
      throw new IllegalStateException("Register RunningEndpoint as an extension of the test.");
    }
    return host;
  }
}
