package dev.acstoken.emulator;

import dev.acstoken.emulator.server.Response;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The body of a response that a fault sends, as ACS or something on the way to it would send it.
 */
public enum FaultBody {
  /** ACS's own error, which for 404 and 401 says that the identity is unknown. */
  ACS,
  /** The JSON error of another service, such as an API gateway. */
  JSON,
  /** An HTML page, such as that of a proxy or a front door. */
  HTML,
  /** No body. */
  EMPTY;

  /** Returns its name in the control API. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<FaultBody> named(String wireName) {
    for (FaultBody body : values()) {
      if (body.wireName().equals(wireName)) {
        return Optional.of(body);
      }
    }
    return Optional.empty();
  }

  Response response(int status) {
    return switch (this) {
      case ACS -> ofAcs(status).response();
      case JSON ->
          Response.json(status, Map.of("statusCode", status, "message", "Sent by an API gateway."));
      case HTML ->
          new Response(
              status,
              "text/html; charset=utf-8",
              "<!DOCTYPE html><html><head><title>%d</title></head><body>Sent by a proxy.</body></html>"
                  .formatted(status));
      case EMPTY -> new Response(status, "", "");
    };
  }

  private static AcsErrorException ofAcs(int status) {
    return switch (status) {
      case 401 -> AcsErrorException.identityNotOwned();
      case 404 -> AcsErrorException.identityNotFound();
      default -> AcsErrorException.ofStatus(status);
    };
  }
}
