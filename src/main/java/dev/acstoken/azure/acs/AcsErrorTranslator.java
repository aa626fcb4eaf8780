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
  private static final String FOREIGN =
      "The response with status %d does not have the form of a response of ACS. A proxy, a firewall"
          + " or a gateway on the way to ACS may have sent it.";
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
    if (e instanceof HttpResponseException failure) {
      return translate(failure);
    }
    return DependencyCaller.isConnectionFailure(e) ? unavailable(e) : e;
  }

  @Override
  public boolean isForeign(HttpResponseException e) {
    return !(e instanceof ClientAuthenticationException) && isForeign(AcsFailure.of(e));
  }

  @Override
  public ServiceException deadlinePassed() {
    return new ServiceException(ErrorCode.ACS_UNAVAILABLE, UNAVAILABLE, UNAVAILABLE_RETRY_AFTER);
  }

  private static ServiceException translate(HttpResponseException e) {
    return switch (AcsFailure.of(e)) {
      case REJECTED -> rejected(e);
      case THROTTLED -> throttled(e);
      case UNAVAILABLE -> unavailable(e);
      case FOREIGN, UNKNOWN_IDENTITY ->
          unavailable(e).withLogMessage(FOREIGN.formatted(e.getResponse().getStatusCode()));
    };
  }

  // A call for which an unknown identity is possible handles it before the translation. As a
  // response to any other call it is not ACS's own.
  private static boolean isForeign(AcsFailure failure) {
    return failure == AcsFailure.FOREIGN || failure == AcsFailure.UNKNOWN_IDENTITY;
  }

  private static ServiceException throttled(RuntimeException e) {
    return new ServiceException(
        ErrorCode.ACS_THROTTLED,
        "Azure Communication Services is throttling requests.",
        RetryAfter.of(e).orElse(THROTTLED_RETRY_AFTER),
        e);
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
