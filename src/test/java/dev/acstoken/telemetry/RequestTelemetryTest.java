package dev.acstoken.telemetry;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.TraceContext;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.StateChange;
import dev.acstoken.identity.TokenScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Verifies that an event is a warning only if the operator has to know of it, and that no token is
 * missing in the events.
 */
class RequestTelemetryTest {

  private static final StateChange TOKEN =
      StateChange.of(StateChange.Kind.TOKEN_ISSUED).withScopes(ScopeSet.of(TokenScope.CHAT));

  private final List<LogRecord> events = new ArrayList<>();
  private final Invocation invocation = new Invocation();
  private final RequestTelemetry telemetry = new RequestTelemetry(invocation, null, "local");

  @Test
  void aSuccessIsNoWarning() {
    telemetry.finish(201);

    assertEquals(Level.INFO, level());
  }

  @Test
  void aTimersSuccessIsNoWarning() {
    telemetry.finish();

    assertEquals(Level.INFO, level());
  }

  @Test
  void anUnhealthyServiceIsAWarning() {
    telemetry.setUnhealthy("unhealthy", List.of("storage"));
    telemetry.finish(503);

    assertEquals(Level.WARNING, level());
  }

  /** Whatever its status: anyone can cause a 503 with a key id that is not known yet. */
  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void anErrorIsAWarningExactlyIfTheServiceIsAtFault(ErrorCode code) {
    telemetry.finish(code, 503);

    assertEquals(code.category().isServiceFault() ? Level.WARNING : Level.INFO, level());
    assertTrue(events.get(0).getMessage().contains("outcome=" + code.code() + " status=503"));
  }

  @Test
  void aKeyThatIsNotKnownYetDiffersFromOneThatIsUnavailableByTheLevel() {
    telemetry.finish(ErrorCode.KEY_NOT_FETCHED, 503);
    new RequestTelemetry(invocation, null, "local").finish(ErrorCode.KEY_UNAVAILABLE, 503);

    assertEquals(
        List.of(Level.INFO, Level.WARNING), events.stream().map(LogRecord::getLevel).toList());
  }

  @Test
  void aTokenOfARequestThatFailsIsAnEventOfItsOwn() {
    telemetry.onChange(TOKEN);
    telemetry.finish(ErrorCode.STORAGE_UNAVAILABLE, 503);

    assertEquals(
        List.of("audit token_issued chat", "request  chat"), eventsWith("change", "scopes"));
  }

  @Test
  void onlyTheLastTokenOfARequestIsInItsEvent() {
    telemetry.onChange(TOKEN);
    telemetry.onChange(TOKEN.withScopes(ScopeSet.of(TokenScope.VOIP)));
    telemetry.finish(200);

    assertEquals(
        List.of("audit token_issued chat", "request token_issued voip"),
        eventsWith("change", "scopes"));
  }

  @Test
  void aTokenBeforeAnotherChangeIsAnEventOfItsOwn() {
    telemetry.onChange(TOKEN);
    telemetry.onChange(StateChange.of(StateChange.Kind.IDENTITY_ADOPTED));
    telemetry.finish(201);

    assertEquals(
        List.of("audit token_issued", "audit identity_adopted", "request "), eventsWith("change"));
  }

  @Test
  void aDiscardedTokenIsAnEventOfItsOwn() {
    telemetry.onChange(TOKEN);
    telemetry.onTokenDiscarded();
    telemetry.finish(200);

    assertEquals(List.of("audit token_issued", "request "), eventsWith("change"));
  }

  @Test
  void aTokenThatATimerCausesIsAnEventOfItsOwn() {
    telemetry.onChange(TOKEN);
    telemetry.finish();

    assertEquals(List.of("audit token_issued", "request "), eventsWith("change"));
  }

  /** Returns the kind of each event and some of its fields. */
  private List<String> eventsWith(String... fields) {
    return events.stream()
        .map(
            event ->
                Stream.concat(Stream.of("event"), Stream.of(fields))
                    .map(field -> valueOf(field, event.getMessage()))
                    .collect(joining(" ")))
        .toList();
  }

  private static String valueOf(String field, String event) {
    return Stream.of(event.split(" ", -1))
        .filter(pair -> pair.startsWith(field + "="))
        .map(pair -> pair.substring(field.length() + 1))
        .findFirst()
        .orElseThrow();
  }

  private Level level() {
    assertEquals(1, events.size());
    return events.get(0).getLevel();
  }

  private final class Invocation implements ExecutionContext {

    private final Logger logger = Logger.getAnonymousLogger();

    Invocation() {
      logger.setUseParentHandlers(false);
      logger.setLevel(Level.ALL);
      logger.addHandler(
          new Handler() {
            @Override
            public void publish(LogRecord event) {
              events.add(event);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
          });
    }

    @Override
    public Logger getLogger() {
      return logger;
    }

    @Override
    public String getInvocationId() {
      return "call-1";
    }

    @Override
    public String getFunctionName() {
      return "GetIdentity";
    }

    @Override
    public TraceContext getTraceContext() {
      return new Trace();
    }
  }

  private record Trace() implements TraceContext {

    @Override
    public String getTraceparent() {
      return "";
    }

    @Override
    public String getTracestate() {
      return "";
    }

    @Override
    public Map<String, String> getAttributes() {
      return Map.of();
    }
  }
}
