package dev.acstoken.azure.entra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies which issuers are those of a tenant. */
class EntraTenantTest {

  private static final String ID = "8d1f0b52-6c1e-4f0a-9a57-3f6e2b1c0d94";
  private static final EntraTenant TENANT =
      new EntraTenant("https://login.microsoftonline.com/", ID);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://login.microsoftonline.com/" + ID + "/v2.0",
        "https://sts.windows.net/" + ID + "/",
        "https://sts.chinacloudapi.cn/" + ID + "/"
      })
  void itHasAnIssuerForEachVersion(String issuer) {
    assertTrue(TENANT.hasIssuer(issuer));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://login.microsoftonline.com/00000000-0000-0000-0000-000000000001/v2.0",
        "https://sts.windows.net/00000000-0000-0000-0000-000000000001/",
        "https://sts.windows.net/" + ID,
        "https://sts.windows.net.example/" + ID + "/",
        "https://stsxwindows.net/" + ID + "/",
        "http://sts.windows.net/" + ID + "/",
        "https://issuer.example/" + ID + "/v2.0",
        "https://" + ID + ".ciamlogin.com/" + ID + "/v2.0",
        "https://contoso.b2clogin.com/" + ID + "/v2.0/",
        "https://issuer.example",
        ""
      })
  void anotherTenantOrProviderIsNotItsIssuer(String issuer) {
    assertFalse(TENANT.hasIssuer(issuer));
  }

  @Test
  void aTenantOfExternalIdHasNoTeamsUsers() {
    assertEquals(
        Optional.empty(), EntraTenant.find("https://" + ID + ".ciamlogin.com/" + ID + "/v2.0"));
    assertEquals(
        Optional.of(TENANT), EntraTenant.find("https://login.microsoftonline.com/" + ID + "/v2.0"));
  }
}
