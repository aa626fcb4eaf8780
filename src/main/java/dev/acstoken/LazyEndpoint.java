package dev.acstoken;

import dev.acstoken.settings.SettingsException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes an endpoint when it is first asked for. As long as the settings are wrong every request
 * fails; of these failures one in a minute is news, and the others say nothing that the log does
 * not have.
 */
final class LazyEndpoint implements Supplier<TokenEndpoint> {

  private static final Duration NEWS_INTERVAL = Duration.ofMinutes(1);

  private final Supplier<TokenEndpoint> maker;
  private final LongSupplier nanoTime;
  private volatile @Nullable TokenEndpoint made;
  private @Nullable Long lastNews;

  LazyEndpoint(Supplier<TokenEndpoint> maker, LongSupplier nanoTime) {
    this.maker = maker;
    this.nanoTime = nanoTime;
  }

  @Override
  public TokenEndpoint get() {
    try {
      return make();
    } catch (SettingsException e) {
      throw isNews() ? e : e.again();
    }
  }

  /** The endpoint if the settings are right. If not, whoever needs it is left to be told. */
  Optional<TokenEndpoint> ifConfigured() {
    try {
      return Optional.of(make());
    } catch (SettingsException e) {
      return Optional.empty();
    }
  }

  private TokenEndpoint make() {
    TokenEndpoint endpoint = made;
    return endpoint != null ? endpoint : makeOnce();
  }

  private synchronized TokenEndpoint makeOnce() {
    TokenEndpoint endpoint = made;
    if (endpoint == null) {
      endpoint = maker.get();
      made = endpoint;
    }
    return endpoint;
  }

  private synchronized boolean isNews() {
    long now = nanoTime.getAsLong();
    if (lastNews != null && now - lastNews < NEWS_INTERVAL.toNanos()) {
      return false;
    }
    lastNews = now;
    return true;
  }
}
