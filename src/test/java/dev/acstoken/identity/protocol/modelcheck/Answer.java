package dev.acstoken.identity.protocol.modelcheck;

import dev.acstoken.identity.Failure;
import dev.acstoken.identity.IdentityException;
import java.util.Optional;

/**
 * What a caller was told by a port.
 *
 * @param value the answer, unless it failed
 * @param failure how it failed, if it did
 */
public record Answer(Optional<Object> value, Optional<Failure> failure) {

  static Answer of(Object value) {
    return new Answer(Optional.of(value), Optional.empty());
  }

  static Answer failed(Failure failure) {
    return new Answer(Optional.empty(), Optional.of(failure));
  }

  Object get() {
    failure.ifPresent(
        it -> {
          throw new IdentityException(it, "Simulated.");
        });
    return value.orElseThrow();
  }
}
