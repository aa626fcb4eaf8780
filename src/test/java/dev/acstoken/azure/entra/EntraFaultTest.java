package dev.acstoken.azure.entra;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.acstoken.identity.ErrorCode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies which code each of Entra ID's error numbers has. */
class EntraFaultTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "50055", "50072", "50074", "50076", "50078", "50079", "50097", "50132", "50133", "50144",
        "50158", "50173", "500121", "700082", "700084", "70043", "70044"
      })
  void aUserWhoMustSignInAgainIsToldSo(String number) {
    assertCode(ErrorCode.INTERACTION_REQUIRED, number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "53000", "53001", "53002", "53003", "53004", "53005", "53009", "53010", "53011", "530001",
        "530003", "530021", "530032", "530034", "530035", "530036", "50005", "50131", "50172",
        "50177", "50178", "500212", "500213", "135011"
      })
  void aPolicyBlocks(String number) {
    assertCode(ErrorCode.CONDITIONAL_ACCESS_BLOCKED, number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"50034", "500341", "50053", "50057", "500571", "51004"})
  void anAccountCannotBeUsed(String number) {
    assertCode(ErrorCode.ACCOUNT_DISABLED, number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"65001", "65004", "90008", "90093", "90094", "90095", "90099", "900941"})
  void consentIsMissing(String number) {
    assertCode(ErrorCode.CONSENT_REQUIRED, number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"500133", "240002", "50027", "5002727", "5002730", "90016"})
  void aBearerTokenThatCannotBeExchangedIsTheCallersMistake(String number) {
    assertCode(ErrorCode.INVALID_TOKEN, number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"50033", "51005", "90012", "90024", "90033", "90055"})
  void entraIsUnavailable(String number) {
    assertCode(ErrorCode.ISSUER_UNAVAILABLE, number);
  }

  @ParameterizedTest
  @CsvSource({
    "50013, SIGNATURE",
    "50017, SIGNATURE",
    "500131, AUDIENCE",
    "500011, NO_RESOURCE",
    "650052, NO_RESOURCE",
    "500014, RESOURCE_DISABLED",
    "650056, PERMISSIONS",
    "650057, PERMISSIONS",
    "65005, PERMISSIONS",
    "700016, NO_APPLICATION",
    "90002, NO_APPLICATION",
    "7000112, APPLICATION_DISABLED",
    "7000114, APPLICATION_DISABLED",
    "70021, FEDERATION",
    "700211, FEDERATION",
    "7002121, FEDERATION",
    "700213, FEDERATION",
    "700222, FEDERATION",
    "700229, FEDERATION",
    "7000215, CREDENTIAL",
    "7000218, CREDENTIAL",
    "7000222, CREDENTIAL",
    "50146, SIGNING_KEY",
    "500021, TENANT_RESTRICTIONS",
    "500022, TENANT_RESTRICTIONS"
  })
  void theOperatorMustAct(String number, EntraFault fault) {
    assertEquals(Optional.of(fault), EntraFault.of(number));
    assertEquals(ErrorCode.ISSUER_REJECTED, fault.code());
  }

  @ParameterizedTest
  @CsvSource({
    "50105, USER_NOT_ASSIGNED",
    "50020, WRONG_TENANT",
    "50014, WRONG_TENANT",
    "90072, WRONG_TENANT",
    "50196, RATE_LIMITED"
  })
  void otherNumbersHaveCodesOfTheirOwn(String number, ErrorCode code) {
    assertCode(code, number);
  }

  /** These numbers are too general: the error code of OAuth decides. */
  @ParameterizedTest
  @ValueSource(strings = {"", "1", "50000", "70000", "70002", "999999"})
  void aGeneralOrUnknownNumberHasNoMeaning(String number) {
    assertEquals(Optional.empty(), EntraFault.of(number));
  }

  @Test
  void explanationsFitIntoAHeader() {
    for (EntraFault fault : EntraFault.values()) {
      assertEquals(-1, fault.explanation().indexOf('"'), fault::name);
    }
  }

  private static void assertCode(ErrorCode code, String number) {
    assertEquals(Optional.of(code), EntraFault.of(number).map(EntraFault::code));
  }
}
