package dev.acstoken.azure.acs;

import com.azure.core.exception.HttpResponseException;
import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The error in a response of ACS: {@code {"error": {"code", "message", "target"}}}.
 *
 * @param code the kind of error
 * @param target the field of the request that caused the error, if the response names one
 */
record AcsError(String code, Optional<String> target) {

  /** Reads the error; empty without a response, or if its body has another form. */
  static Optional<AcsError> of(HttpResponseException e) {
    if (e.getResponse() == null) {
      return Optional.empty();
    }
    byte[] body = e.getResponse().getBodyAsBinaryData().toBytes();
    try (JsonReader json = JsonProviders.createReader(body)) {
      return json.readUntyped() instanceof Map<?, ?> response
              && response.get("error") instanceof Map<?, ?> error
          ? Optional.of(new AcsError(text(error.get("code")).orElse(""), text(error.get("target"))))
          : Optional.empty();
    } catch (IOException | IllegalStateException unreadable) {
      return Optional.empty();
    }
  }

  private static Optional<String> text(@Nullable Object value) {
    return value instanceof String text ? Optional.of(text) : Optional.empty();
  }
}
