package dev.acstoken.azure.resilience;

import dev.acstoken.identity.DependencyCall.Dependency;
import dev.acstoken.identity.ServiceException;

/** Translates a dependency's failures into errors of this service. */
public interface ErrorTranslator {

  Dependency dependency();

  /**
   * Translates a failure.
   *
   * @return a {@link ServiceException}; the same exception if it is no failure of the dependency
   *     but a bug of this service
   */
  RuntimeException translate(RuntimeException e);

  /** Returns the error of a call for which the request has no time left. */
  ServiceException deadlinePassed();
}
