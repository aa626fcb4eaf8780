package dev.acstoken.http;

import dev.acstoken.identity.ServiceException;

/**
 * The work of a function, which begins after its caller was authorized. It has two parts, and the
 * caller is charged between them, so that a request that is refused anyway costs nothing.
 */
@FunctionalInterface
public interface Operation<R> {

  /**
   * Reads the request and checks whatever needs no dependency: its body, its headers and the
   * settings.
   *
   * @return the rest of the work, which may call dependencies
   * @throws ServiceException if the request is refused
   */
  Work prepare(R request);

  /** The work after the caller was charged. */
  @FunctionalInterface
  interface Work {

    Response run();
  }
}
