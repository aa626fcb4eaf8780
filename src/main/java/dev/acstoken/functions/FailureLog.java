package dev.acstoken.functions;

import static java.util.stream.Collectors.joining;

import com.azure.core.exception.HttpResponseException;
import dev.acstoken.settings.SettingsException;
import java.util.Arrays;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Tells the operator of failures that are not the caller's. Of an exception only its type, an
 * answer's status and, for a bug, where it happened: messages may quote what must not be in a log.
 */
final class FailureLog {

  private static final int FRAMES = 20;

  // Causes may go round in a circle.
  private static final int CAUSES = 10;

  private FailureLog() {}

  static void write(Logger log, Problem problem, Exception e) {
    boolean isKnown = e instanceof SettingsException it && !it.isNews();
    if (problem.type().status() < 500 || isKnown) {
      return;
    }
    // Whole: the Java worker passes a record's message on as it is, its parameters not filled in.
    log.severe(
        "%s: %s requestId=%s cause=%s"
            .formatted(
                problem.type().code(),
                explanation(problem.type(), e),
                problem.requestId(),
                causes(e)));
  }

  private static String explanation(ProblemType type, Exception e) {
    return switch (type) {
      case MISCONFIGURED -> String.valueOf(e.getMessage());
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
        .limit(CAUSES)
        .map(FailureLog::describe)
        .collect(joining(" < "));
  }

  private static String describe(Throwable t) {
    String name = t.getClass().getSimpleName();
    return t instanceof HttpResponseException it && it.getResponse() != null
        ? name + "(" + it.getResponse().getStatusCode() + ")"
        : name;
  }

  private static String place(Exception e) {
    return Arrays.stream(e.getStackTrace())
        .limit(FRAMES)
        .map(StackTraceElement::toString)
        .collect(joining(" < "));
  }
}
