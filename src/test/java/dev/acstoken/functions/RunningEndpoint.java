package dev.acstoken.functions;

import dev.acstoken.app.LazyApplication;
import dev.acstoken.devhost.DevelopmentHost;
import dev.acstoken.devhost.FunctionsHost;
import dev.acstoken.devhost.LocalIssuer;
import dev.acstoken.emulator.AcsEmulator;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The whole endpoint over HTTP on free ports, started once for all tests: its emulators are real
 * servers. Tests keep apart by using users of their own.
 */
final class RunningEndpoint implements BeforeAllCallback, AfterEachCallback {
  private static @Nullable DevelopmentHost shared;

  private final List<FunctionsHost> others = new ArrayList<>();

  @Override
  public void beforeAll(ExtensionContext context) {
    synchronized (RunningEndpoint.class) {
      if (shared == null) {
        var started = DevelopmentHost.onFreePorts();
        shared = started;
        context
            .getRoot()
            .getStore(ExtensionContext.Namespace.GLOBAL)
            .put(RunningEndpoint.class, started);
      }
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    acs().faults().clear();
    issuer().resume();
    others.forEach(FunctionsHost::close);
    others.clear();
  }

  /** Requests with the bearer token of a user. */
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
   * Another endpoint on the same emulators, some of its settings changed; a blank one is missing.
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
    for (int i = 0; i < namesAndValues.length; i += 2) {
      environment.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return environment;
  }

  /** Serves the functions over an application that a test brings. */
  URI serve(LazyApplication application) {
    var other = DevelopmentHost.serve(() -> application);
    others.add(other);
    return other.baseUri();
  }

  AcsEmulator acs() {
    return host().emulators().acs();
  }

  LocalIssuer issuer() {
    return host().emulators().issuer();
  }

  private static DevelopmentHost host() {
    if (shared == null) {
      throw new IllegalStateException("A test registers this as an extension.");
    }
    return shared;
  }
}
