package dev.acstoken.emulator;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/** A token and its expiry. */
record IssuedToken(String token, Instant expiresOn) {

  private static final DateTimeFormatter SEVEN_DIGITS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSxxx");

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("token", token);
    json.put("expiresOn", SEVEN_DIGITS.format(expiresOn.atOffset(ZoneOffset.UTC)));
    return json;
  }

  @Override
  public String toString() {
    return "IssuedToken[expiresOn=" + expiresOn + "]";
  }
}
