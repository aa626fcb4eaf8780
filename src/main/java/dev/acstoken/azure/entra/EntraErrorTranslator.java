package dev.acstoken.azure.entra;

import com.microsoft.aad.msal4j.InteractionRequiredExceptionReason;
import com.microsoft.aad.msal4j.MsalInteractionRequiredException;
import com.microsoft.aad.msal4j.MsalServiceException;
import dev.acstoken.azure.resilience.DependencyCaller;
import dev.acstoken.azure.resilience.ErrorTranslator;
import dev.acstoken.identity.DependencyCall.Dependency;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Translates failures of Entra ID's on-behalf-of flow. OAuth's error codes decide where they can.
 * They do not distinguish a user of another tenant, or this service's own faults, from what the
 * user can correct; there Entra ID's error numbers decide.
 *
 * @see <a
 *     href="https://learn.microsoft.com/entra/identity-platform/reference-error-codes">Microsoft
 *     Entra authentication and authorization error codes</a>
 */
final class EntraErrorTranslator implements ErrorTranslator {

  private static final String UNAVAILABLE = "The token issuer does not answer as it should.";
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private static final Pattern NUMBER = Pattern.compile("AADSTS(\\d+)");

  // Not consented, or declined.
  private static final Set<String> CONSENT = Set.of("65001", "65004");

  // No such account in this tenant.
  private static final Set<String> TENANT = Set.of("50020", "50034", "51004", "90072");

  // The caller's token is not for the application that asks.
  private static final Set<String> AUDIENCE = Set.of("50013", "500131");

  // OAuth's codes for what only the user can mend.
  private static final Set<String> USER = Set.of("invalid_grant", "interaction_required");

  @Override
  public Dependency dependency() {
    return Dependency.ENTRA;
  }

  @Override
  public RuntimeException translate(RuntimeException e) {
    Optional<MsalServiceException> answer = answerOf(e);
    if (answer.isPresent()) {
      return ofAnswer(answer.get(), e);
    }
    return DependencyCaller.isConnectionFailure(e) ? unavailable(e) : rejected(e);
  }

  @Override
  public ServiceException deadlinePassed() {
    return new ServiceException(ErrorCode.ISSUER_UNAVAILABLE, UNAVAILABLE, RETRY_AFTER);
  }

  private static ServiceException ofAnswer(MsalServiceException answer, RuntimeException e) {
    String number = number(answer);
    if (isConsent(answer) || CONSENT.contains(number)) {
      return failure(
          ErrorCode.CONSENT_REQUIRED,
          "Neither you nor an admin of your tenant has allowed this application to use Teams.",
          e);
    }
    if (TENANT.contains(number)) {
      return failure(
          ErrorCode.WRONG_TENANT, "The user is not one of this application's tenant.", e);
    }
    if (AUDIENCE.contains(number)) {
      return rejected(e);
    }
    if (USER.contains(String.valueOf(answer.errorCode()))) {
      return failure(ErrorCode.INTERACTION_REQUIRED, "Sign in again, interactively.", e);
    }
    return isTransient(answer.statusCode()) ? unavailable(e) : rejected(e);
  }

  // No status: an answer without an error in it.
  private static boolean isTransient(@Nullable Integer status) {
    return status == null || status == 408 || status == 429 || status >= 500;
  }

  private static boolean isConsent(MsalServiceException answer) {
    return answer instanceof MsalInteractionRequiredException refusal
        && refusal.reason() == InteractionRequiredExceptionReason.CONSENT_REQUIRED;
  }

  private static String number(MsalServiceException answer) {
    Matcher number = NUMBER.matcher(String.valueOf(answer.getMessage()));
    return number.find() ? number.group(1) : "";
  }

  private static Optional<MsalServiceException> answerOf(Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof MsalServiceException answer) {
        return Optional.of(answer);
      }
    }
    return Optional.empty();
  }

  private static ServiceException rejected(RuntimeException e) {
    return failure(
        ErrorCode.ISSUER_REJECTED, "The token issuer refuses this service's request.", e);
  }

  private static ServiceException unavailable(RuntimeException e) {
    return new ServiceException(ErrorCode.ISSUER_UNAVAILABLE, UNAVAILABLE, RETRY_AFTER, e);
  }

  private static ServiceException failure(ErrorCode code, String detail, RuntimeException e) {
    return new ServiceException(code, detail, e);
  }
}
