package dev.acstoken.functions;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** The events that the endpoint logs. */
final class RequestEvents {

  private RequestEvents() {}

  /** Returns the field names of actual events, by event. */
  static Map<String, Set<String>> fields(RunningEndpoint endpoint, LogCapture log) {
    var response = endpoint.as("user-" + UUID.randomUUID()).post("/users/me/tokens").expect(201);
    return Map.of(
        "request", new TreeSet<>(log.event(response).keySet()),
        "audit", new TreeSet<>(log.audit(response).get(0).keySet()));
  }
}
