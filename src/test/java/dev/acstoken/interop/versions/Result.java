package dev.acstoken.interop.versions;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A response of either version. */
record Result(int status, String contentType, String body) {

  boolean isSuccess() {
    return status / 100 == 2;
  }

  /** Returns whether it is a problem response that every version of the contract describes. */
  boolean isProblem() {
    return contentType.startsWith("application/problem+json")
        && Integer.valueOf(status).equals(number("status"))
        && !code().isEmpty();
  }

  boolean isRetryable() {
    return Boolean.TRUE.equals(json().get("retryable"));
  }

  /** Returns a problem's code; empty for other responses. */
  String code() {
    return text("code").orElse("");
  }

  Optional<String> token() {
    return text("token");
  }

  Optional<String> communicationUserId() {
    return json().get("user") instanceof Map<?, ?> user
        ? Optional.of(String.valueOf(user.get("communicationUserId")))
        : Optional.empty();
  }

  List<String> scopes() {
    return json().get("scopes") instanceof List<?> scopes
        ? scopes.stream().map(String::valueOf).sorted().toList()
        : List.of();
  }

  /** Returns a problem's member {@code status}; 0 if there is none. */
  private int number(String member) {
    return json().get(member) instanceof Number number ? number.intValue() : 0;
  }

  private Optional<String> text(String member) {
    return Optional.ofNullable((String) json().get(member));
  }

  private Map<String, Object> json() {
    try {
      return body.startsWith("{") ? JSONObjectUtils.parse(body) : Map.of();
    } catch (ParseException e) {
      throw new AssertionError("Not JSON: " + body, e);
    }
  }
}
