package dev.acstoken.telemetry;

import static java.util.stream.Collectors.joining;

import com.azure.core.exception.HttpResponseException;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.util.Arrays;
import java.util.Optional;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Logs failures for which the service or a dependency is at fault. Of an exception or error it logs
 * only the type, the status of a response and, for a bug, the stack trace. It logs no exception
 * messages except those of settings errors, because other messages may contain secrets.
 */
public final class FailureLog {

  private static final int MAX_FRAMES = 20;
  // Causes may form a cycle.
  private static final int MAX_CAUSES = 10;

  private FailureLog() {}

  /**
   * Logs the failure of a request. A failure that is the caller's fault is not logged, and neither
   * are invalid settings that were logged a moment ago.
   */
  public static void write(Logger log, String requestId, Throwable e) {
    ErrorCode code =
        e instanceof ServiceException failure ? failure.code() : ErrorCode.INTERNAL_ERROR;
    if (code.category().isServiceFault()) {
      // The Java worker does not fill parameters into a log record's message.
      explanation(code, e)
          .ifPresent(
              text ->
                  log.severe(
                      "%s: %s requestId=%s cause=%s"
                          .formatted(code.code(), text, requestId, causes(e))));
    }
  }

  // Empty for invalid settings that were logged a moment ago, because they fail every request.
  private static Optional<String> explanation(ErrorCode code, Throwable e) {
    Optional<String> message =
        e instanceof ServiceException failure ? failure.logMessage() : Optional.empty();
    return code == ErrorCode.MISCONFIGURED
        ? message
        : message.or(() -> Optional.of(explain(code, e)));
  }

  private static String explain(ErrorCode code, Throwable e) {
    return switch (code) {
      case ACS_REJECTED ->
          "ACS rejected this service's credential or request. A managed identity needs the role"
              + " 'Communication and Email Service Owner' on the ACS resource.";
      case ISSUER_REJECTED ->
          "Entra ID refused to issue a Teams token on behalf of a caller. The application"
              + " TEAMS_ON_BEHALF_OF_APP_ID must have a federated credential that trusts the"
              + " managed identity, and AUTH_AUDIENCE must be the audience of that application.";
      case STORAGE_UNAVAILABLE ->
          "An operation on Table Storage did not complete. If the status is 403, the managed"
              + " identity needs the role 'Storage Table Data Contributor' on the table.";
      case INTERNAL_ERROR -> "Bug: unexpected exception at " + place(e) + ".";
      default -> "A dependency is unavailable or returned an invalid response.";
    };
  }

  private static String causes(Throwable e) {
    return Stream.iterate(e, t -> t != null, Throwable::getCause)
        .limit(MAX_CAUSES)
        .map(FailureLog::describe)
        .collect(joining(" < "));
  }

  private static String describe(Throwable t) {
    String name = t.getClass().getSimpleName();
    return t instanceof HttpResponseException failure && failure.getResponse() != null
        ? name + "(" + failure.getResponse().getStatusCode() + ")"
        : name;
  }

  private static String place(Throwable e) {
    return Arrays.stream(e.getStackTrace())
        .limit(MAX_FRAMES)
        .map(StackTraceElement::toString)
        .collect(joining(" < "));
  }
}
