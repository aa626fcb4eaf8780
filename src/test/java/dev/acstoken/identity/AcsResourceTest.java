package dev.acstoken.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies which identities belong to an ACS resource. */
class AcsResourceTest {

  private static final String CONTOSO = "https://contoso.communication.azure.com";
  private static final String FABRIKAM = "https://fabrikam.communication.azure.com";
  private static final String RESOURCE = "2c3e1e83-8fd7-4615-ad2b-b8c1229845ac";
  private static final String OTHER_RESOURCE = "11111111-8fd7-4615-ad2b-b8c1229845ac";

  private final AcsResource known =
      new AcsResource(CONTOSO, Optional.of(RESOURCE), Optional.of(FABRIKAM));

  @Test
  void theResourceIdDecidesHoweverTheEndpointIsSpelled() {
    assertTrue(known.owns(mapping("8:acs:" + RESOURCE + "_0000", "https://chat.contoso.com")));
    assertTrue(
        known.owns(mapping("8:gcch-acs:" + RESOURCE.toUpperCase(Locale.ROOT) + "_0000", CONTOSO)));
  }

  @Test
  void aResourceThatWasCreatedAgainDoesNotOwnTheIdentitiesOfItsPredecessor() {
    assertFalse(known.owns(mapping("8:acs:" + OTHER_RESOURCE + "_0000", CONTOSO)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        CONTOSO,
        CONTOSO + "/",
        CONTOSO + ":443",
        "HTTPS://CONTOSO.communication.azure.com:443/"
      })
  void theEndpointDecidesWithoutAResourceId(String spelling) {
    assertTrue(AcsResource.at(CONTOSO).owns(mapping("8:acs:" + RESOURCE + "_0000", spelling)));
    assertTrue(known.owns(mapping("8:acs:of-another-form", spelling)));
  }

  @ParameterizedTest
  @ValueSource(strings = {FABRIKAM, CONTOSO + ":8443", "https://contoso.communication.azure.us"})
  void anotherEndpointIsAnotherResource(String endpoint) {
    assertFalse(AcsResource.at(CONTOSO).owns(mapping("8:acs:" + RESOURCE + "_0000", endpoint)));
    assertFalse(known.owns(mapping("8:acs:of-another-form", endpoint)));
  }

  @Test
  void replacesOnlyTheIdentitiesOfTheDeclaredResource() {
    assertTrue(known.replaces(mapping("8:acs:" + OTHER_RESOURCE + "_0000", FABRIKAM + "/")));
    assertFalse(known.replaces(mapping("8:acs:" + OTHER_RESOURCE + "_0000", CONTOSO)));
    assertFalse(known.replaces(mapping("8:acs:" + RESOURCE + "_0000", FABRIKAM)));
    assertFalse(
        AcsResource.at(CONTOSO).replaces(mapping("8:acs:" + OTHER_RESOURCE + "_0", FABRIKAM)));
  }

  @ParameterizedTest
  @CsvSource({
    "8:acs:2C3E1E83-8fd7-4615-ad2b-b8c1229845ac_0000, 2c3e1e83-8fd7-4615-ad2b-b8c1229845ac",
    "8:acs:2c3e1e83-8fd7-4615-ad2b-b8c1229845ac_0_1, 2c3e1e83-8fd7-4615-ad2b-b8c1229845ac",
    "8:acs:2c3e1e83-8fd7-4615-ad2b-b8c1229845ac,",
    "8:acs:short_0000,",
    "2c3e1e83-8fd7-4615-ad2b-b8c1229845ac_0000,",
    "_,",
    ":_:_,"
  })
  void anIdentityContainsTheIdOfItsResource(String id, String resourceId) {
    assertEquals(Optional.ofNullable(resourceId), new CommunicationUserId(id).resourceId());
  }

  private static Mapping mapping(String id, String endpoint) {
    return Mapping.active(
        new User("https://issuer.example", "alice"),
        new CommunicationUserId(id),
        endpoint,
        Instant.parse("2026-11-20T09:30:00Z"));
  }
}
