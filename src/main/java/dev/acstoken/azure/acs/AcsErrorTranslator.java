package dev.acstoken.azure.acs;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import dev.acstoken.azure.resilience.DependencyCaller;
import dev.acstoken.azure.resilience.ErrorTranslator;
import dev.acstoken.azure.resilience.RetryAfter;
import dev.acstoken.identity.DependencyCall.Dependency;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.time.Duration;

/** Translates failures of ACS. */
public final class AcsErrorTranslator implements ErrorTranslator {

  private static final String UNAVAILABLE =
      "Azure Communication Services is unavailable or returned an invalid response.";
  private static final Duration UNAVAILABLE_RETRY_AFTER = Duration.ofSeconds(2);

  // Used if ACS names no time. It counts requests in windows of 30 s, so a short wait is a good
  // guess.
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
  public ServiceException deadlinePassed() {
    return new ServiceException(ErrorCode.ACS_UNAVAILABLE, UNAVAILABLE, UNAVAILABLE_RETRY_AFTER);
  }

  private static ServiceException fromStatus(int status, RuntimeException e) {
    if (status == 429) {
      return new ServiceException(
          ErrorCode.ACS_THROTTLED,
          "Azure Communication Services is throttling requests.",
          RetryAfter.of(e).orElse(THROTTLED_RETRY_AFTER),
          e);
    }
    boolean isRefusal = status >= 400 && status < 500 && status != 408;
    return isRefusal ? rejected(e) : unavailable(e);
  }

  private static ServiceException rejected(RuntimeException e) {
    return new ServiceException(
        ErrorCode.ACS_REJECTED, "Azure Communication Services rejected this service's request.", e);
  }

  private static ServiceException unavailable(RuntimeException e) {
    return new ServiceException(
        ErrorCode.ACS_UNAVAILABLE,
        UNAVAILABLE,
        RetryAfter.of(e).orElse(UNAVAILABLE_RETRY_AFTER),
        e);
  }
}
