package dev.acstoken.client;

import java.util.OptionalInt;

/** The endpoint is unavailable: all attempts failed. A later attempt may succeed. */
public final class UnavailableException extends AcsTokenException {

  private static final long serialVersionUID = 1L;

  private final int lastStatus;

  UnavailableException(int lastStatus) {
    super("The token endpoint is unavailable: the last response had the status " + lastStatus);
    this.lastStatus = lastStatus;
  }

  UnavailableException(Throwable cause) {
    super("The token endpoint is unavailable: there was no response", cause);
    lastStatus = 0;
  }

  /**
   * Returns the HTTP status of the last response. It is absent if the last attempt got no response;
   * the cause then says why.
   */
  public OptionalInt lastStatus() {
    return lastStatus == 0 ? OptionalInt.empty() : OptionalInt.of(lastStatus);
  }
}
