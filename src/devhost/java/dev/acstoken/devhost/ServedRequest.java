package dev.acstoken.devhost;

import java.time.Duration;

/**
 * A request that the development host has served, for its log. It shows no more about users than
 * the endpoint's events do.
 *
 * @param method the HTTP method
 * @param path the path, with the names of parameters in place of their values, except {@code me}
 * @param status the HTTP status
 * @param duration the time until the response was sent
 * @param code the code of a problem; empty for any other response
 */
record ServedRequest(String method, String path, int status, Duration duration, String code) {

  /**
   * Receives each request after its response was sent, also if the client was gone. It is called by
   * the thread that served the request.
   */
  interface Listener {
    Listener NONE = request -> {};

    void onServed(ServedRequest request);
  }

  /** Returns one short line: {@code POST /api/users/me/tokens 403 12 ms scope_not_allowed}. */
  @Override
  public String toString() {
    return "%s %s %d %d ms %s".formatted(method, path, status, duration.toMillis(), code).strip();
  }
}
