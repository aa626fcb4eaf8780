package dev.acstoken.emulator;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request to the control API to inject a fault. */
record FaultRequest(Operation operation, Fault fault, int times, boolean always) {

  private static final Set<String> FIELDS =
      Set.of(
          "operation",
          "kind",
          "status",
          "body",
          "delayMillis",
          "retryAfterSeconds",
          "times",
          "always");
  private static final int MAX_TIMES = 10_000;

  /**
   * Parses the request body.
   *
   * @throws IllegalArgumentException with a message for the caller
   */
  static FaultRequest parse(Map<?, ?> json) {
    for (Object field : json.keySet()) {
      require(FIELDS.contains(field), "Unknown field: " + field);
    }
    Object name = json.get("operation");
    Operation operation =
        Operation.named(String.valueOf(name))
            .orElseThrow(() -> new IllegalArgumentException("Unknown operation: " + name));
    Fault fault = fault(json);
    Object delay = json.get("delayMillis");
    if (delay != null) {
      fault = fault.withDelay(Duration.ofMillis(number(delay, "delayMillis", 0, 3_600_000)));
    }
    Object retryAfter = json.get("retryAfterSeconds");
    if (retryAfter != null) {
      fault =
          fault.withRetryAfter(
              Duration.ofSeconds(number(retryAfter, "retryAfterSeconds", 0, 86_400)));
    }
    Object times = json.get("times");
    Object always = json.get("always");
    require(always == null || always instanceof Boolean, "always must be true or false");
    return new FaultRequest(
        operation,
        fault,
        times == null ? 1 : number(times, "times", 1, MAX_TIMES),
        Boolean.TRUE.equals(always));
  }

  void addTo(Faults faults) {
    if (always) {
      faults.always(operation, fault);
    } else {
      Fault[] copies = new Fault[times];
      Arrays.fill(copies, fault);
      faults.next(operation, copies);
    }
  }

  private static Fault fault(Map<?, ?> json) {
    Object kind = json.get("kind");
    require(json.get("body") == null || "status".equals(kind), "body is only for the kind status");
    return switch (String.valueOf(kind)) {
      case "delayed" -> Fault.delayed(Duration.ZERO);
      case "stalled" -> Fault.stalled();
      case "status" -> status(json);
      case "throttled" -> Fault.throttled(Duration.ofSeconds(1));
      case "dropped" -> Fault.dropped();
      case "lost-reply" -> Fault.lostReply();
      case "malformed-reply" -> Fault.malformedReply();
      default -> throw new IllegalArgumentException("Unknown kind: " + kind);
    };
  }

  private static Fault status(Map<?, ?> json) {
    Object name = json.get("body");
    if (name == null) {
      return Fault.status(number(json.get("status"), "status", 400, 599));
    }
    FaultBody body =
        FaultBody.named(String.valueOf(name))
            .orElseThrow(() -> new IllegalArgumentException("Unknown body: " + name));
    return Fault.status(number(json.get("status"), "status", 200, 599), body);
  }

  private static int number(@Nullable Object value, String field, int min, int max) {
    if (value instanceof Integer number && number >= min && number <= max) {
      return number;
    }
    throw new IllegalArgumentException(
        "%s must be a whole number from %d to %d".formatted(field, min, max));
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
