package dev.acstoken.devhost;

import dev.acstoken.emulator.server.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The settings of {@code host.json} that the development host uses.
 *
 * @param routePrefix the prefix of every route, without slashes at its ends; may be empty
 * @param customHeaders the headers that are added to every response that lacks them
 */
record HostSettings(String routePrefix, Map<String, String> customHeaders) {
  static final HostSettings DEFAULT = new HostSettings("api", Map.of());

  HostSettings {
    customHeaders = Map.copyOf(customHeaders);
  }

  /**
   * Reads the file.
   *
   * @throws CannotStartException when the file cannot be read or is not a JSON object
   */
  static HostSettings read(Path hostJson) {
    try {
      var json =
          Json.object(Files.readAllBytes(hostJson))
              .orElseThrow(() -> new CannotStartException(hostJson + " is not a JSON object."));
      var http = object(object(json, "extensions"), "http");
      var headers = new LinkedHashMap<String, String>();
      object(http, "customHeaders")
          .forEach((name, value) -> headers.put(String.valueOf(name), String.valueOf(value)));
      var prefix = http.get("routePrefix");
      return new HostSettings(
          prefix == null ? DEFAULT.routePrefix : prefix.toString().replaceAll("^/|/$", ""),
          headers);
    } catch (IOException e) {
      throw new CannotStartException(hostJson + " could not be read: " + e, e);
    }
  }

  /** Returns the path that the routes begin with, without a slash at its end; may be empty. */
  String basePath() {
    return routePrefix.isEmpty() ? "" : "/" + routePrefix;
  }

  private static Map<?, ?> object(Object parent, String name) {
    return parent instanceof Map<?, ?> map && map.get(name) instanceof Map<?, ?> child
        ? child
        : Map.of();
  }
}
