package dev.acstoken.azure.acs;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import dev.acstoken.azure.resilience.DependencyCaller;
import dev.acstoken.azure.resilience.ErrorTranslator;
import dev.acstoken.azure.resilience.RetryAfter;
import dev.acstoken.identity.DependencyCall.Dependency;
import dev.acstoken.identity.Failure;
import dev.acstoken.identity.IdentityException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What an answer, or none, of ACS means. */
public final class AcsErrorTranslator implements ErrorTranslator {

  private static final Duration UNAVAILABLE_RETRY_AFTER = Duration.ofSeconds(2);

  // ACS's limits count in windows of 30 s, so a short pause is the honest guess when it names none.
  private static final Duration THROTTLED_RETRY_AFTER = Duration.ofSeconds(5);

  @Override
  public Dependency dependency() {
    return Dependency.ACS;
  }

  @Override
  public RuntimeException translate(RuntimeException e) {
    if (e instanceof ClientAuthenticationException) {
      return rejected(e);
    }
    if (e instanceof HttpResponseException response && response.getResponse() != null) {
      return fromStatus(response.getResponse().getStatusCode(), e);
    }
    return e instanceof HttpResponseException || DependencyCaller.isConnectionFailure(e)
        ? unavailable(e)
        : e;
  }

  @Override
  public IdentityException deadlinePassed() {
    return unavailable(UNAVAILABLE_RETRY_AFTER, null);
  }

  private static IdentityException fromStatus(int status, RuntimeException e) {
    if (status == 429) {
      return throttled(RetryAfter.of(e).orElse(THROTTLED_RETRY_AFTER), e);
    }
    boolean refused = status >= 400 && status < 500 && status != 408;
    return refused ? rejected(e) : unavailable(e);
  }

  public static IdentityException throttled(Duration retryAfter, @Nullable RuntimeException e) {
    return new IdentityException(
        Failure.ACS_THROTTLED,
        "Azure Communication Services asks to call less often.",
        retryAfter,
        e);
  }

  private static IdentityException rejected(RuntimeException e) {
    return new IdentityException(
        Failure.ACS_REJECTED,
        "Azure Communication Services refuses this service's request.",
        null,
        e);
  }

  private static IdentityException unavailable(RuntimeException e) {
    return unavailable(RetryAfter.of(e).orElse(UNAVAILABLE_RETRY_AFTER), e);
  }

  private static IdentityException unavailable(Duration retryAfter, @Nullable RuntimeException e) {
    return new IdentityException(
        Failure.ACS_UNAVAILABLE,
        "Azure Communication Services does not answer as it should.",
        retryAfter,
        e);
  }
}
