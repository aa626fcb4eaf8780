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
 * Translates failures of Entra ID's on-behalf-of flow. The OAuth error code alone is not
 * sufficient: it does not distinguish a user of another tenant, or a fault of this service, from a
 * problem that the user can fix. Entra ID's error numbers identify those cases.
 *
 * @see <a
 *     href="https://learn.microsoft.com/entra/identity-platform/reference-error-codes">Microsoft
 *     Entra authentication and authorization error codes</a>
 */
final class EntraErrorTranslator implements ErrorTranslator {

  private static final String UNAVAILABLE =
      "The token issuer is unavailable or returned an invalid response.";
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private static final Pattern NUMBER = Pattern.compile("AADSTS(\\d+)");

  // Consent was not given, or was declined.
  private static final Set<String> CONSENT = Set.of("65001", "65004");

  // The tenant has no such account.
  private static final Set<String> TENANT = Set.of("50020", "50034", "51004", "90072");

  // The caller's bearer token was not issued for this application.
  private static final Set<String> AUDIENCE = Set.of("50013", "500131");

  // The OAuth error codes for problems that only the user can fix.
  private static final Set<String> USER = Set.of("invalid_grant", "interaction_required");

  @Override
  public Dependency dependency() {
    return Dependency.ENTRA;
  }

  @Override
  public RuntimeException translate(RuntimeException e) {
    Optional<MsalServiceException> error = errorOf(e);
    if (error.isPresent()) {
      return fromError(error.get(), e);
    }
    return DependencyCaller.isConnectionFailure(e) ? unavailable(e) : rejected(e);
  }

  @Override
  public ServiceException deadlinePassed() {
    return new ServiceException(ErrorCode.ISSUER_UNAVAILABLE, UNAVAILABLE, RETRY_AFTER);
  }

  private static ServiceException fromError(MsalServiceException error, RuntimeException e) {
    String number = number(error);
    if (isConsent(error) || CONSENT.contains(number)) {
      return failure(
          ErrorCode.CONSENT_REQUIRED,
          "Neither you nor an administrator of your tenant has consented to this application's use"
              + " of Teams.",
          e);
    }
    if (TENANT.contains(number)) {
      return failure(
          ErrorCode.WRONG_TENANT, "The user does not belong to this application's tenant.", e);
    }
    if (AUDIENCE.contains(number)) {
      return rejected(e);
    }
    if (USER.contains(String.valueOf(error.errorCode()))) {
      return failure(
          ErrorCode.INTERACTION_REQUIRED, "The user must sign in again interactively.", e);
    }
    return isTransient(error.statusCode()) ? unavailable(e) : rejected(e);
  }

  // Without a status, the response has no error in it.
  private static boolean isTransient(@Nullable Integer status) {
    return status == null || status == 408 || status == 429 || status >= 500;
  }

  private static boolean isConsent(MsalServiceException error) {
    return error instanceof MsalInteractionRequiredException refusal
        && refusal.reason() == InteractionRequiredExceptionReason.CONSENT_REQUIRED;
  }

  private static String number(MsalServiceException error) {
    Matcher number = NUMBER.matcher(String.valueOf(error.getMessage()));
    return number.find() ? number.group(1) : "";
  }

  private static Optional<MsalServiceException> errorOf(Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof MsalServiceException error) {
        return Optional.of(error);
      }
    }
    return Optional.empty();
  }

  private static ServiceException rejected(RuntimeException e) {
    return failure(
        ErrorCode.ISSUER_REJECTED, "The token issuer rejected this service's request.", e);
  }

  private static ServiceException unavailable(RuntimeException e) {
    return new ServiceException(ErrorCode.ISSUER_UNAVAILABLE, UNAVAILABLE, RETRY_AFTER, e);
  }

  private static ServiceException failure(ErrorCode code, String detail, RuntimeException e) {
    return new ServiceException(code, detail, e);
  }
}
