package dev.acstoken.bench;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpRequestMessage;
import dev.acstoken.devhost.IncomingRequest;
import dev.acstoken.devhost.WorkerRequest;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * A call of a function for a token, as the Java worker makes it: with an id and a logger of its
 * own. The worker's logger sends its lines to the host; this one drops them.
 */
record Call(String id, Logger log) implements ExecutionContext {

  static Call next() {
    Logger log = Logger.getAnonymousLogger();
    log.setUseParentHandlers(false);
    log.addHandler(new Dropping());
    return new Call(UUID.randomUUID().toString(), log);
  }

  static HttpRequestMessage<Optional<String>> requestOf(String bearer) {
    return new WorkerRequest(
        new IncomingRequest(
            "POST",
            "http://localhost/api/users/me/tokens",
            Map.of("authorization", "Bearer " + bearer, "content-length", "0"),
            Map.of(),
            Optional.empty()));
  }

  @Override
  public String getInvocationId() {
    return id;
  }

  @Override
  public Logger getLogger() {
    return log;
  }

  @Override
  public String getFunctionName() {
    return "IssueToken";
  }

  private static final class Dropping extends Handler {

    @Override
    public void publish(LogRecord line) {
      // The line ends here.
    }

    @Override
    public void flush() {
      // Nothing is kept.
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
