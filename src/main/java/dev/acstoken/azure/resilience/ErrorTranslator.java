package dev.acstoken.azure.resilience;

import com.azure.core.exception.HttpResponseException;
import dev.acstoken.identity.DependencyCall.Dependency;
import dev.acstoken.identity.ServiceException;

/** Translates a dependency's failures into errors of this service. */
public interface ErrorTranslator {

  /** Returns the dependency whose failures are translated. */
  Dependency dependency();

  /**
   * Translates a failure.
   *
   * @return a {@link ServiceException}; or the same exception if it is not a failure of the
   *     dependency but a bug in this service
   */
  RuntimeException translate(RuntimeException e);

  /**
   * Returns whether the response did not come from the dependency but from something on the way to
   * it, such as a proxy. Such a failure is transient.
   */
  default boolean isForeign(HttpResponseException e) {
    return false;
  }

  /** Returns the error for an attempt that is not made because the deadline has passed. */
  ServiceException deadlinePassed();
}
