package dev.acstoken.devhost;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.TraceContext;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One call of a function. */
record Invocation(
    String invocationId, String functionName, Logger logger, TraceContext traceContext)
    implements ExecutionContext {
  /**
   * Returns an invocation that continues the caller's trace, as the Functions host does.
   *
   * @param traceparent the request's header, or null
   */
  static Invocation of(FunctionMethod function, @Nullable String traceparent) {
    return new Invocation(
        UUID.randomUUID().toString(),
        function.name(),
        function.logger(),
        new Trace(traceparent == null ? "" : traceparent));
  }

  @Override
  public TraceContext getTraceContext() {
    return traceContext;
  }

  @Override
  public Logger getLogger() {
    return logger;
  }

  @Override
  public String getInvocationId() {
    return invocationId;
  }

  @Override
  public String getFunctionName() {
    return functionName;
  }

  /**
   * The caller's trace. The Functions host starts one if there is none; here the functions do that.
   */
  private record Trace(String traceparent) implements TraceContext {
    @Override
    public String getTraceparent() {
      return traceparent;
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
