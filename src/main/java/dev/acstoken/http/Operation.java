package dev.acstoken.http;

import java.io.IOException;

/** What a function does once its caller is known to be allowed to. */
@FunctionalInterface
public interface Operation<C> {

  /**
   * @throws IOException if the request's body is not JSON
   */
  Reply run(C call) throws IOException;
}
