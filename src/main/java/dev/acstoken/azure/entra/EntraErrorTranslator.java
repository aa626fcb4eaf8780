package dev.acstoken.azure.entra;

import com.microsoft.aad.msal4j.InteractionRequiredExceptionReason;
import com.microsoft.aad.msal4j.MsalClientException;
import com.microsoft.aad.msal4j.MsalInteractionRequiredException;
import com.microsoft.aad.msal4j.MsalServiceException;
import dev.acstoken.azure.resilience.DependencyCaller;
import dev.acstoken.azure.resilience.ErrorTranslator;
import dev.acstoken.identity.DependencyCall.Dependency;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Translates failures of Entra ID's on-behalf-of flow. The OAuth error code alone is not
 * sufficient: it does not distinguish a blocked user, or a fault of this service, from a problem
 * that the user can fix. Entra ID's error numbers identify those cases.
 */
final class EntraErrorTranslator implements ErrorTranslator {

  private static final Duration RETRY_AFTER_OUTAGE = Duration.ofSeconds(2);
  private static final Duration RETRY_AFTER_LOOP = Duration.ofMinutes(1);

  private static final Pattern NUMBER = Pattern.compile("(?i)AADSTS(\\d{1,12})");

  // The OAuth error codes for problems that only the user can fix.
  private static final Set<String> USER =
      Set.of("invalid_grant", "interaction_required", "login_required");

  private static final Set<String> CONSENT = Set.of("consent_required", "access_denied");

  private static final Set<String> TRANSIENT = Set.of("temporarily_unavailable", "server_error");

  // A sign-in with the claims request solves these, or shows the user what to do.
  private static final Set<ErrorCode> WITH_CLAIMS =
      Set.of(ErrorCode.INTERACTION_REQUIRED, ErrorCode.CONDITIONAL_ACCESS_BLOCKED);

  private final boolean acceptsOtherApplications;

  /**
   * Creates a translator.
   *
   * @param acceptsOtherApplications whether bearer tokens for other applications are accepted, so
   *     that a wrong one is the caller's mistake
   */
  EntraErrorTranslator(boolean acceptsOtherApplications) {
    this.acceptsOtherApplications = acceptsOtherApplications;
  }

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
    return DependencyCaller.isConnectionFailure(e) || isUnreadable(e)
        ? unavailable(e)
        : rejected(e);
  }

  @Override
  public ServiceException deadlinePassed() {
    return unavailable();
  }

  /** Returns the failure of a call to which Entra ID itself did not respond. */
  static ServiceException unavailable() {
    return new ServiceException(
        ErrorCode.ISSUER_UNAVAILABLE, EntraFault.OUTAGE.explanation(), RETRY_AFTER_OUTAGE);
  }

  private ServiceException fromError(MsalServiceException error, RuntimeException e) {
    List<String> numbers = numbersOf(error);
    Optional<String> known =
        numbers.stream().filter(it -> EntraFault.of(it).isPresent()).findFirst();
    Optional<String> number = known.or(() -> numbers.stream().findFirst());
    ServiceException failure =
        withClaims(failure(known.flatMap(EntraFault::of), error, number, e), error);
    return number.map(it -> failure.withEntraError("AADSTS" + it)).orElse(failure);
  }

  private ServiceException failure(
      Optional<EntraFault> fault,
      MsalServiceException error,
      Optional<String> number,
      RuntimeException e) {
    if (fault.isPresent()) {
      return ofFault(fault.get(), number.orElseThrow(), e);
    }
    String code = String.valueOf(error.errorCode());
    if (isConsent(error) || CONSENT.contains(code)) {
      return toCaller(EntraFault.CONSENT, e);
    }
    if (USER.contains(code) || ClaimsRequest.of(error.claims()).isPresent()) {
      return toCaller(EntraFault.SIGN_IN, e);
    }
    if (TRANSIENT.contains(code) || isTransient(error.statusCode())) {
      return unavailable(e);
    }
    return number
        .map(it -> rejected(e).withLogMessage(logMessage(it, "Its meaning: " + pageOf(it))))
        .orElseGet(() -> rejected(e));
  }

  private ServiceException ofFault(EntraFault fault, String number, RuntimeException e) {
    if (fault == EntraFault.AUDIENCE && acceptsOtherApplications) {
      return new ServiceException(
          ErrorCode.INVALID_TOKEN,
          "The bearer token is for another application than the one that acquires Teams tokens.",
          e);
    }
    return switch (fault.code()) {
      case ISSUER_REJECTED -> rejected(e).withLogMessage(logMessage(number, fault.explanation()));
      case ISSUER_UNAVAILABLE -> unavailable(e);
      case RATE_LIMITED ->
          new ServiceException(fault.code(), fault.explanation(), RETRY_AFTER_LOOP, e);
      default -> toCaller(fault, e);
    };
  }

  private static ServiceException withClaims(ServiceException failure, MsalServiceException error) {
    return WITH_CLAIMS.contains(failure.code())
        ? ClaimsRequest.of(error.claims()).map(failure::withClaims).orElse(failure)
        : failure;
  }

  // MSAL cannot read the response, so something in place of Entra ID has sent it.
  private static boolean isUnreadable(Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof MsalClientException || t instanceof NullPointerException) {
        return true;
      }
    }
    return false;
  }

  // Entra ID's own text contains ids of users.
  private static String logMessage(String number, String explanation) {
    return "Entra ID refused to issue a Teams token on behalf of a caller (AADSTS%s). %s"
        .formatted(number, explanation);
  }

  private static String pageOf(String number) {
    return "https://login.microsoftonline.com/error?code=" + number;
  }

  // Without a status, the response has no error in it.
  private static boolean isTransient(@Nullable Integer status) {
    return status == null || status == 408 || status == 429 || status >= 500;
  }

  private static boolean isConsent(MsalServiceException error) {
    return error instanceof MsalInteractionRequiredException refusal
        && refusal.reason() == InteractionRequiredExceptionReason.CONSENT_REQUIRED;
  }

  // A general number may precede the specific one: "AADSTS70002: … AADSTS50013: …".
  private static List<String> numbersOf(MsalServiceException error) {
    return NUMBER
        .matcher(String.valueOf(error.getMessage()))
        .results()
        .map(number -> number.group(1))
        .toList();
  }

  private static Optional<MsalServiceException> errorOf(Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof MsalServiceException error) {
        return Optional.of(error);
      }
    }
    return Optional.empty();
  }

  private static ServiceException toCaller(EntraFault fault, RuntimeException e) {
    return new ServiceException(fault.code(), fault.explanation(), e);
  }

  private static ServiceException rejected(RuntimeException e) {
    return new ServiceException(
        ErrorCode.ISSUER_REJECTED, "The token issuer rejected this service's request.", e);
  }

  private static ServiceException unavailable(RuntimeException e) {
    return new ServiceException(
        ErrorCode.ISSUER_UNAVAILABLE, EntraFault.OUTAGE.explanation(), RETRY_AFTER_OUTAGE, e);
  }
}
