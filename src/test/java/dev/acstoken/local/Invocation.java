package dev.acstoken.local;

import com.microsoft.azure.functions.ExecutionContext;
import java.util.UUID;
import java.util.logging.Logger;

/** One call of a function. */
record Invocation(String invocationId, String functionName, Logger logger)
    implements ExecutionContext {
  static Invocation of(FunctionMethod function) {
    return new Invocation(UUID.randomUUID().toString(), function.name(), function.logger());
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
}
