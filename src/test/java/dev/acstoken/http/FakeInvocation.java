package dev.acstoken.http;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.TraceContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** An invocation of a function, which keeps what the function logs. */
final class FakeInvocation implements ExecutionContext {

  private final List<String> lines = new ArrayList<>();
  private final Logger logger = Logger.getAnonymousLogger();

  FakeInvocation() {
    logger.setUseParentHandlers(false);
    logger.setLevel(Level.ALL);
    logger.addHandler(
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            lines.add(line.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        });
  }

  /** Returns the last line of the log, which is the event of the request. */
  String event() {
    return lines.get(lines.size() - 1);
  }

  @Override
  public Logger getLogger() {
    return logger;
  }

  @Override
  public String getInvocationId() {
    return "invocation";
  }

  @Override
  public String getFunctionName() {
    return "Function";
  }

  @Override
  public TraceContext getTraceContext() {
    return new TraceContext() {
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
    };
  }
}
