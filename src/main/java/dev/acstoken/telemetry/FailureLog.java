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
 * Tells the operator of failures that are not the caller's. It logs of an exception only its type,
 * the status of a response and, for a bug, the place: messages may quote what must not be in a log.
 */
public final class FailureLog {

  private static final int MAX_FRAMES = 20;
  // Causes may form a cycle.
  private static final int MAX_CAUSES = 10;

  private FailureLog() {}

  /** Logs the failure of a request, unless the caller is at fault or it was logged a moment ago. */
  public static void write(Logger log, String requestId, Exception e) {
    ErrorCode code =
        e instanceof ServiceException failure ? failure.code() : ErrorCode.INTERNAL_ERROR;
    if (code.category().isServiceFault()) {
      // Whole: the Java worker passes a record's message on as it is, its parameters not filled in.
      explanation(code, e)
          .ifPresent(
              text ->
                  log.severe(
                      "%s: %s requestId=%s cause=%s"
                          .formatted(code.code(), text, requestId, causes(e))));
    }
  }

  // Empty for wrong settings that were logged a moment ago: they fail every request.
  private static Optional<String> explanation(ErrorCode code, Exception e) {
    Optional<String> message =
        e instanceof ServiceException failure ? failure.logMessage() : Optional.empty();
    return code == ErrorCode.MISCONFIGURED
        ? message
        : message.or(() -> Optional.of(explain(code, e)));
  }

  private static String explain(ErrorCode code, Exception e) {
    return switch (code) {
      case ACS_REJECTED ->
          "ACS refuses this service's credential or request. With managed identity, it needs the"
              + " role 'Communication and Email Service Owner' on the ACS resource.";
      case ISSUER_REJECTED ->
          "Entra ID refuses to give this service a Teams token on a caller's behalf. The"
              + " application TEAMS_ON_BEHALF_OF_APP_ID must trust the managed identity by a"
              + " federated credential, and AUTH_AUDIENCE must be that application's.";
      case STORAGE_UNAVAILABLE ->
          "Table Storage fails. If it answers 403, the identity needs the role 'Storage Table Data"
              + " Contributor' on the table.";
      case INTERNAL_ERROR -> "A bug, at " + place(e) + ".";
      default -> "A dependency fails.";
    };
  }

  private static String causes(Exception e) {
    return Stream.<Throwable>iterate(e, t -> t != null, Throwable::getCause)
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

  private static String place(Exception e) {
    return Arrays.stream(e.getStackTrace())
        .limit(MAX_FRAMES)
        .map(StackTraceElement::toString)
        .collect(joining(" < "));
  }
}
