package dev.acstoken.azure.table;

import com.azure.core.exception.HttpResponseException;
import dev.acstoken.azure.resilience.DependencyCaller;
import dev.acstoken.azure.resilience.ErrorTranslator;
import dev.acstoken.azure.resilience.RetryAfter;
import dev.acstoken.identity.DependencyCall.Dependency;
import dev.acstoken.identity.Failure;
import dev.acstoken.identity.IdentityException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What an answer, or none, of Table Storage means: whatever it is, nothing about absence. */
public final class TableErrorTranslator implements ErrorTranslator {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  @Override
  public Dependency dependency() {
    return Dependency.TABLE;
  }

  @Override
  public RuntimeException translate(RuntimeException e) {
    return e instanceof HttpResponseException || DependencyCaller.isConnectionFailure(e)
        ? unavailable(RetryAfter.of(e).orElse(RETRY_AFTER), e)
        : e;
  }

  @Override
  public IdentityException deadlinePassed() {
    return unavailable(RETRY_AFTER, null);
  }

  private static IdentityException unavailable(Duration retryAfter, @Nullable RuntimeException e) {
    return new IdentityException(
        Failure.STORAGE_UNAVAILABLE, "The store of identities does not answer.", retryAfter, e);
  }
}
