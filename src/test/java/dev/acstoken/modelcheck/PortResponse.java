package dev.acstoken.modelcheck;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.util.Optional;

/**
 * The response of a port to a caller.
 *
 * @param value the returned value; empty if the call failed
 * @param failure the error code; empty if the call succeeded
 */
public record PortResponse(Optional<Object> value, Optional<ErrorCode> failure) {

  static PortResponse of(Object value) {
    return new PortResponse(Optional.of(value), Optional.empty());
  }

  static PortResponse failed(ErrorCode failure) {
    return new PortResponse(Optional.empty(), Optional.of(failure));
  }

  Object get() {
    failure.ifPresent(
        it -> {
          throw new ServiceException(it, "Injected by the model checker.");
        });
    return value.orElseThrow();
  }
}
