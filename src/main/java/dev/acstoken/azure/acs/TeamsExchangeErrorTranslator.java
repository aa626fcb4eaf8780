package dev.acstoken.azure.acs;

import com.azure.core.exception.HttpResponseException;
import dev.acstoken.azure.resilience.ErrorTranslator;
import dev.acstoken.identity.DependencyCall.Dependency;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.util.Optional;

/**
 * Translates failures of the exchange of Teams tokens. ACS uses the same statuses to reject a Teams
 * token and to reject this service. The error's code distinguishes the two.
 *
 * @see <a
 *     href="https://learn.microsoft.com/azure/communication-services/quickstarts/manage-teams-identity">
 *     Set up and manage access tokens for Teams users</a>
 */
public final class TeamsExchangeErrorTranslator implements ErrorTranslator {

  private final ErrorTranslator others = new AcsErrorTranslator();

  @Override
  public Dependency dependency() {
    return Dependency.ACS;
  }

  @Override
  public RuntimeException translate(RuntimeException e) {
    return refusal(e).orElseGet(() -> others.translate(e));
  }

  @Override
  public boolean isForeign(HttpResponseException e) {
    return refusal(e).isEmpty() && others.isForeign(e);
  }

  @Override
  public ServiceException deadlinePassed() {
    return others.deadlinePassed();
  }

  private static Optional<RuntimeException> refusal(RuntimeException e) {
    return e instanceof HttpResponseException refused
        ? AcsError.of(refused).flatMap(error -> refusal(error, e))
        : Optional.empty();
  }

  private static Optional<RuntimeException> refusal(AcsError error, RuntimeException e) {
    return switch (error.code()) {
      case "InvalidAccessToken" ->
          failure(
              ErrorCode.INVALID_TEAMS_TOKEN,
              "Azure Communication Services rejected the Teams token. It may have expired, or may"
                  + " not be for Azure Communication Services.",
              e);
      case "ValidationError" -> mismatch(error.target().orElse(""), e);
      case "UserLicenseNotPresentForbidden" ->
          failure(ErrorCode.TEAMS_LICENSE_MISSING, "The user has no Teams license.", e);
      case "TeamsDisabledForTenantForbidden" ->
          failure(ErrorCode.WRONG_TENANT, "Teams is disabled for the user's tenant.", e);
      default -> Optional.empty();
    };
  }

  private static Optional<RuntimeException> mismatch(String target, RuntimeException e) {
    return switch (target) {
      case "appId" ->
          failure(
              ErrorCode.TEAMS_TOKEN_MISMATCH,
              "The Teams token was acquired for another application.",
              e);
      case "userId" ->
          failure(
              ErrorCode.TEAMS_TOKEN_MISMATCH,
              "The Teams token belongs to a different user (or to the same person's account in"
                  + " another tenant).",
              e);
      default -> Optional.empty();
    };
  }

  private static Optional<RuntimeException> failure(
      ErrorCode code, String detail, RuntimeException e) {
    return Optional.of(new ServiceException(code, detail, e));
  }
}
