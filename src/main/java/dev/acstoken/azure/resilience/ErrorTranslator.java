package dev.acstoken.azure.resilience;

import dev.acstoken.identity.DependencyCall.Dependency;
import dev.acstoken.identity.IdentityException;

/** What a dependency's failures mean to the domain. */
public interface ErrorTranslator {

  /** Whose failures they are. */
  Dependency dependency();

  /**
   * The failure in the domain's terms; the same exception if it is none of the dependency's but a
   * bug of ours.
   */
  RuntimeException translate(RuntimeException e);

  IdentityException deadlinePassed();
}
