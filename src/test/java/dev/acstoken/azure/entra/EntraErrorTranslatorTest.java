package dev.acstoken.azure.entra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.exception.ClientAuthenticationException;
import com.microsoft.aad.msal4j.MsalServiceException;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Verifies what the caller and the operator learn from an error of Entra ID. */
class EntraErrorTranslatorTest {

  @Test
  void theSpecificNumberCountsThatFollowsAGeneralOne() {
    var failure =
        translate("AADSTS70002: Error validating credentials. AADSTS500133: Expired.", "invalid_x");

    assertEquals(ErrorCode.INVALID_TOKEN, failure.code());
    assertEquals(Optional.of("AADSTS500133"), failure.entraError());
  }

  @ParameterizedTest
  @CsvSource({
    "invalid_grant, INTERACTION_REQUIRED",
    "interaction_required, INTERACTION_REQUIRED",
    "login_required, INTERACTION_REQUIRED",
    "consent_required, CONSENT_REQUIRED",
    "access_denied, CONSENT_REQUIRED",
    "server_error, ISSUER_UNAVAILABLE",
    "temporarily_unavailable, ISSUER_UNAVAILABLE"
  })
  void theCodeOfOauthDecidesAboutAnUnknownNumber(String error, ErrorCode code) {
    var failure = translate("AADSTS999999: Something new.", error);

    assertEquals(code, failure.code());
    assertEquals(Optional.of("AADSTS999999"), failure.entraError());
  }

  @Test
  void anErrorWithoutANumberHasNone() {
    var failure = translate("Something else.", "invalid_grant");

    assertEquals(ErrorCode.INTERACTION_REQUIRED, failure.code());
    assertEquals(Optional.empty(), failure.entraError());
  }

  /** The operator trusts one application only, so the setting names the wrong one. */
  @ParameterizedTest
  @CsvSource({"AADSTS500131", "AADSTS50013"})
  void aTokenOfTheOnlyAcceptedApplicationIsTheOperatorsMistake(String number) {
    var failure = translate(number + ": Assertion audience.", "invalid_grant");

    assertEquals(ErrorCode.ISSUER_REJECTED, failure.code());
    assertTrue(failure.logMessage().orElseThrow().contains(number));
    assertTrue(failure.logMessage().orElseThrow().contains("AUTH_AUDIENCE"));
  }

  @Test
  void aTokenOfOneOfSeveralAcceptedApplicationsIsTheCallersMistake() {
    var failure =
        translate(
            new EntraErrorTranslator(true),
            new MsalServiceException("AADSTS500131: Assertion audience.", "invalid_grant"));

    assertEquals(ErrorCode.INVALID_TOKEN, failure.code());
    assertEquals(Optional.empty(), failure.logMessage());
  }

  /** This service has verified the signature, so no caller can cause this. */
  @Test
  void aSignatureThatEntraDoesNotAcceptIsTheOperatorsMistake() {
    var failure =
        translate(
            new EntraErrorTranslator(true),
            new MsalServiceException("AADSTS50013: Assertion signature.", "invalid_grant"));

    assertEquals(ErrorCode.ISSUER_REJECTED, failure.code());
    assertTrue(failure.logMessage().orElseThrow().contains("signing key"));
  }

  @ParameterizedTest
  @CsvSource({
    "AADSTS500011, az ad sp create --id 1fd5118e-2576-4263-8130-9503064c837a",
    "AADSTS500014, Enterprise applications",
    "AADSTS650057, Teams.ManageCalls",
    "AADSTS700016, TEAMS_ON_BEHALF_OF_APP_ID is not in the tenant",
    "AADSTS7000112, is disabled",
    "AADSTS700213, federated credential",
    "AADSTS7000222, needs no secret",
    "AADSTS50146, signing key",
    "AADSTS500021, Restrict-Access-To-Tenants"
  })
  void theLogNamesTheNumberAndTheAct(String number, String act) {
    var failure = translate(number + ": Secret text.", "invalid_client");

    assertEquals(ErrorCode.ISSUER_REJECTED, failure.code());
    assertEquals(Optional.of(number), failure.entraError());
    String message = failure.logMessage().orElseThrow();
    assertTrue(message.contains(number), message);
    assertTrue(message.contains(act), message);
  }

  @Test
  void entrasOwnTextIsNeitherLoggedNorSent() {
    for (EntraFault fault : EntraFault.values()) {
      var failure = translate("AADSTS" + anyNumberOf(fault) + ": alice@contoso.example", "x");

      assertFalse(failure.detail().contains("alice"), fault::name);
      assertFalse(failure.logMessage().orElse("").contains("alice"), fault::name);
    }
  }

  @Test
  void aLoopIsThrottled() {
    var failure = translate("AADSTS50196: Loop.", "invalid_grant");

    assertEquals(ErrorCode.RATE_LIMITED, failure.code());
    assertEquals(Optional.of(Duration.ofMinutes(1)), failure.retryAfter());
  }

  private static String anyNumberOf(EntraFault fault) {
    return fault.numbers().split("[ *]", -1)[0];
  }

  private static ServiceException translate(String description, String error) {
    return translate(new EntraErrorTranslator(false), new MsalServiceException(description, error));
  }

  // As azure-identity wraps it.
  private static ServiceException translate(
      EntraErrorTranslator translator, MsalServiceException e) {
    return (ServiceException)
        translator.translate(new ClientAuthenticationException("Failed.", null, e));
  }
}
