package dev.acstoken.azure.acs;

import com.azure.core.exception.HttpResponseException;
import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import com.azure.json.JsonToken;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The error in a response of ACS: {@code {"error": {"code", "message", "target"}}}.
 *
 * @param code the kind of error
 * @param message the description of the error
 * @param target the field of the request that caused the error, if the response names one
 */
record AcsError(String code, Optional<String> message, Optional<String> target) {

  // IdentityNotOwned is the code for an identity of another resource. This happens when a resource
  // was deleted and created again under the same name: the mappings still name the identities of
  // the old resource.
  private static final Set<String> UNKNOWN_IDENTITY =
      Set.of("IdentityNotFound", "IdentityNotOwned");

  // This message was recorded from ACS, unlike the code IdentityNotFound.
  private static final String UNKNOWN_IDENTITY_MESSAGE = "Provided identity doesn't exist.";

  private static final String DENIED = "Denied";

  /** Reads the error; empty without a response, or if its body has another form. */
  static Optional<AcsError> of(HttpResponseException e) {
    if (e.getResponse() == null) {
      return Optional.empty();
    }
    byte[] body = e.getResponse().getBodyAsBinaryData().toBytes();
    try (JsonReader json = JsonProviders.createReader(body)) {
      return json.readUntyped() instanceof Map<?, ?> response
              && isAtEnd(json)
              && response.get("error") instanceof Map<?, ?> error
          ? of(error)
          : Optional.empty();
    } catch (IOException | IllegalStateException unreadable) {
      return Optional.empty();
    }
  }

  private static Optional<AcsError> of(Map<?, ?> error) {
    return text(error.get("code"))
        .map(code -> new AcsError(code, text(error.get("message")), text(error.get("target"))));
  }

  private static boolean isAtEnd(JsonReader json) throws IOException {
    JsonToken next = json.nextToken();
    return next == null || next == JsonToken.END_DOCUMENT;
  }

  private static Optional<String> text(@Nullable Object value) {
    return value instanceof String text && !text.isEmpty() ? Optional.of(text) : Optional.empty();
  }

  /** Returns whether ACS does not know the identity that the request names. */
  boolean isUnknownIdentity() {
    return UNKNOWN_IDENTITY.contains(code)
        || message.filter(UNKNOWN_IDENTITY_MESSAGE::equals).isPresent();
  }

  /** Returns whether ACS refuses this service's credential. */
  boolean isDenied() {
    return code.equals(DENIED);
  }
}
