package dev.acstoken.devhost;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.Map;
import java.util.Optional;

/**
 * The endpoint's response to an app.
 *
 * @param millis the duration of the call
 */
record AppResponse(AppCall call, AppUser user, int status, String body, long millis) {

  boolean isSuccess() {
    return status / 100 == 2;
  }

  /** Returns the identity that the response names, if it names one. */
  Optional<String> communicationUserId() {
    return json().get("user") instanceof Map<?, ?> named
        ? Optional.of(String.valueOf(named.get("communicationUserId")))
        : Optional.empty();
  }

  Optional<String> token() {
    return Optional.ofNullable((String) json().get("token"));
  }

  /** Returns the call, the status and a problem's code and detail, for counting. */
  String kind() {
    var problem = isSuccess() ? "" : " %s: %s".formatted(json().get("code"), json().get("detail"));
    return call + " " + status + problem;
  }

  private Map<String, Object> json() {
    try {
      return body.isEmpty() ? Map.of() : JSONObjectUtils.parse(body);
    } catch (ParseException e) {
      throw new AssertionError("Not JSON: " + body, e);
    }
  }
}
