package dev.acstoken.emulator;

import java.util.LinkedHashMap;
import java.util.Map;

/** What goes back to the client. */
public record Reply(int status, String contentType, String body, Map<String, String> headers) {

  private static final String JSON = "application/json; charset=utf-8";

  static Reply json(int status, Map<String, ?> body) {
    return new Reply(status, JSON, Json.text(body), Map.of());
  }

  static Reply error(int status, Map<String, ?> body) {
    return new Reply(status, "application/json", Json.text(body), Map.of());
  }

  static Reply text(String contentType, String body) {
    return new Reply(200, contentType, body, Map.of());
  }

  static Reply noContent() {
    return new Reply(204, "", "", Map.of());
  }

  Reply withHeader(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(name, value);
    return new Reply(status, contentType, body, all);
  }

  /** The first half of the body, which is no JSON document any more. */
  Reply truncated() {
    return new Reply(status, contentType, body.substring(0, body.length() / 2), headers);
  }
}
