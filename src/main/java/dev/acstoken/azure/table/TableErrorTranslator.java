package dev.acstoken.azure.table;

import com.azure.core.exception.HttpResponseException;
import dev.acstoken.azure.resilience.DependencyCaller;
import dev.acstoken.azure.resilience.ErrorTranslator;
import dev.acstoken.azure.resilience.RetryAfter;
import dev.acstoken.identity.DependencyCall.Dependency;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.time.Duration;

/** Translates failures of Table Storage. None of them means that a row does not exist. */
public final class TableErrorTranslator implements ErrorTranslator {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
  private static final String DETAIL = "Identity storage is unavailable or returned an error.";

  @Override
  public Dependency dependency() {
    return Dependency.TABLE;
  }

  @Override
  public RuntimeException translate(RuntimeException e) {
    return e instanceof HttpResponseException || DependencyCaller.isConnectionFailure(e)
        ? new ServiceException(
            ErrorCode.STORAGE_UNAVAILABLE, DETAIL, RetryAfter.of(e).orElse(RETRY_AFTER), e)
        : e;
  }

  @Override
  public ServiceException deadlinePassed() {
    return new ServiceException(ErrorCode.STORAGE_UNAVAILABLE, DETAIL, RETRY_AFTER);
  }
}
