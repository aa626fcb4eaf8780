package dev.acstoken.app;

import dev.acstoken.http.RequestHandler;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.settings.Hosting;
import dev.acstoken.settings.SettingsException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Builds the application when a request first needs it, and memoizes it. While settings are missing
 * or invalid, every request fails, and the log names those settings at most once a minute.
 */
public final class LazyApplication {

  private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);

  private final Supplier<Application> builder;
  private final String instance;
  private final LongSupplier nanoTime;
  private volatile @Nullable Application built;
  private @Nullable Long lastLogged;

  LazyApplication(Supplier<Application> builder, String instance, LongSupplier nanoTime) {
    this.builder = builder;
    this.instance = instance;
    this.nanoTime = nanoTime;
  }

  /** Returns the application of this process, configured by its environment variables. */
  public static LazyApplication fromEnvironment() {
    return OfProcess.APPLICATION;
  }

  /** Returns an application that is built from the given settings when it is first needed. */
  public static LazyApplication of(
      Map<String, String> environment, Supplier<HttpClient.Builder> connections) {
    return of(() -> Application.of(environment, connections));
  }

  /** Returns an application that calls the builder when it is first needed. */
  public static LazyApplication of(Supplier<Application> builder) {
    return new LazyApplication(builder, Hosting.of(Map.of()).instance(), System::nanoTime);
  }

  /**
   * Returns the application.
   *
   * @throws ServiceException with {@link ErrorCode#MISCONFIGURED} if settings are missing or
   *     invalid
   */
  public Application get() {
    try {
      return build();
    } catch (SettingsException e) {
      throw misconfigured(e);
    }
  }

  /** Returns a supplier of a part of the application. The first call builds the application. */
  public <T> Supplier<T> lazily(Function<Application, T> part) {
    return () -> part.apply(get());
  }

  public RequestHandler requestHandler() {
    return new RequestHandler(
        lazily(Application::authenticator),
        lazily(Application::rateLimiter),
        lazily(Application::takeWarnings),
        instance);
  }

  /** Returns the short name of this instance of the app; {@code local} outside Azure. */
  public String instance() {
    return instance;
  }

  /** Returns the application; empty if its settings are invalid, which is not logged. */
  Optional<Application> ifConfigured() {
    try {
      return Optional.of(build());
    } catch (SettingsException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns a sentence for each setting that is missing or invalid, for the operator; empty if all
   * are valid.
   */
  public String settingsProblems() {
    try {
      build();
      return "";
    } catch (SettingsException e) {
      return e.problems();
    }
  }

  private Application build() {
    Application application = built;
    return application != null ? application : buildOnce();
  }

  private synchronized Application buildOnce() {
    Application application = built;
    if (application == null) {
      application = builder.get();
      built = application;
    }
    return application;
  }

  private ServiceException misconfigured(SettingsException e) {
    var failure =
        new ServiceException(
            ErrorCode.MISCONFIGURED,
            "Settings of this service are missing or invalid. Its log names them.",
            e);
    return shouldLog() ? failure.withLogMessage(String.valueOf(e.getMessage())) : failure;
  }

  private synchronized boolean shouldLog() {
    long now = nanoTime.getAsLong();
    if (lastLogged != null && now - lastLogged < LOG_INTERVAL.toNanos()) {
      return false;
    }
    lastLogged = now;
    return true;
  }

  /** Holds the application of this process, the only static state of the program. */
  private static final class OfProcess {

    static final LazyApplication APPLICATION =
        new LazyApplication(
            () -> Application.of(System.getenv(), HttpClient::newBuilder),
            Hosting.of(System.getenv()).instance(),
            System::nanoTime);
  }
}
