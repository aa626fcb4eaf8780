package dev.acstoken.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies which tokens belong to a trusted issuer, and the issuer in the keys of its users. */
class IssuerNameTest {

  private static final String TENANT = "0d5a9c3e-71b2-4f68-8a4d-2c1e6f7b9035";
  private static final String OTHER_TENANT = "4b8e2f10-93c7-4d5a-b6e1-8f0a7c2d3e94";
  private static final String TEMPLATE = "https://login.microsoftonline.com/{tenantid}/v2.0";

  @Test
  void anIssuerIsComparedExactly() {
    var issuer = new IssuerName.Single("https://id.example/", Optional.empty());

    assertTrue(issuer.matches("https://id.example/", Optional.empty()));
    assertFalse(issuer.matches("https://id.example", Optional.empty()));
    assertFalse(issuer.matches("https://ID.example/", Optional.empty()));
  }

  @Test
  void anAliasTakesThePlaceOfTheUrlInTheKeyOfAUser() {
    var issuer = new IssuerName.Single("https://id.example", Optional.of("contoso"));

    assertEquals(Optional.of("contoso"), issuer.userKeyNamed("https://id.example"));
    assertEquals(Optional.of("contoso"), issuer.userKeyNamed("contoso"));
    assertEquals(Optional.empty(), issuer.userKeyNamed("fabrikam"));
  }

  @Test
  void aTemplateAcceptsTheListedTenantsOnly() {
    var listed = template(Optional.empty(), Optional.of(Set.of(TENANT)));
    var any = template(Optional.empty(), Optional.empty());

    assertTrue(listed.matches(url(TENANT), Optional.of(TENANT)));
    assertTrue(listed.matches(url(TENANT), Optional.of(TENANT.toUpperCase(Locale.ROOT))));
    assertFalse(listed.matches(url(OTHER_TENANT), Optional.of(OTHER_TENANT)));
    assertTrue(any.matches(url(OTHER_TENANT), Optional.of(OTHER_TENANT)));
  }

  @Test
  void aTemplateRequiresThatTheTokenNamesTheTenantOfItsIssuer() {
    var any = template(Optional.empty(), Optional.empty());

    assertFalse(any.matches(url(TENANT), Optional.empty()));
    assertFalse(any.matches(url(TENANT), Optional.of(OTHER_TENANT)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://login.microsoftonline.com/{tenantid}/v2.0",
        "https://login.microsoftonline.com//v2.0",
        "https://login.microsoftonline.com/common/v2.0",
        "https://login.microsoftonline.com/" + TENANT + "/v1.0",
        "https://login.microsoftonline.com/" + TENANT + "/" + TENANT + "/v2.0",
        "https://login.microsoftonline.com.example/" + TENANT + "/v2.0",
        "https://login.microsoftonline.com/0D5A9C3E-71B2-4F68-8A4D-2C1E6F7B9035/v2.0",
        "https://login.microsoftonline.com/v2.0"
      })
  void aTemplateStandsForATenantsIdOnly(String iss) {
    assertFalse(template(Optional.empty(), Optional.empty()).matches(iss, Optional.of(TENANT)));
  }

  @Test
  void theAliasOfATemplateNeverReplacesTheTenant() {
    var issuer = template(Optional.of("contoso"), Optional.of(Set.of(TENANT, OTHER_TENANT)));

    assertEquals(Optional.of("contoso/" + TENANT), issuer.userKeyNamed(url(TENANT)));
    assertEquals(Optional.of("contoso/" + OTHER_TENANT), issuer.userKeyNamed(url(OTHER_TENANT)));
    assertEquals(Optional.of("contoso/" + TENANT), issuer.userKeyNamed("contoso/" + TENANT));
    assertEquals(Optional.empty(), issuer.userKeyNamed("contoso"));
  }

  @Test
  void twoSpellingsOfTheAliasOfATemplateAreTheSame() {
    assertEquals(
        template(Optional.of("c"), Optional.empty()),
        template(Optional.of("c/{tenantid}"), Optional.empty()));
  }

  @Test
  void theAliasOfATemplateMayBeAnotherTemplate() {
    var issuer = template(Optional.of("https://sts.windows.net/{tenantid}/"), Optional.empty());

    assertEquals(
        Optional.of("https://sts.windows.net/" + TENANT + "/"), issuer.userKeyNamed(url(TENANT)));
  }

  @Test
  void aFormerNameLeadsToThePresentKeyAndBack() {
    var issuer =
        new IssuerName.Single(
            "https://id.example", Optional.of("contoso"), Optional.of("https://id.example"));

    assertEquals(Optional.of("contoso"), issuer.userKeyNamed("https://id.example"));
    assertEquals(Optional.of("https://id.example"), issuer.formerKeyOf("contoso"));
    assertEquals(Optional.empty(), issuer.formerKeyOf("https://id.example"));
    assertTrue(issuer.wasNamed("https://id.example"));
    assertFalse(issuer.wasNamed("contoso"));
  }

  @Test
  void tokensWithTheFormerNameAreNotOfTheIssuer() {
    var issuer =
        new IssuerName.Single(
            "https://new.example", Optional.empty(), Optional.of("https://old.example"));

    assertFalse(issuer.matches("https://old.example", Optional.empty()));
    assertEquals(Optional.of("https://new.example"), issuer.userKeyNamed("https://old.example"));
    assertEquals(Optional.of("https://old.example"), issuer.formerKeyOf("https://new.example"));
  }

  @Test
  void theFormerNameOfATemplateNeverReplacesTheTenant() {
    var issuer =
        new IssuerName.OfTenants(
            TEMPLATE, Optional.of("new"), Optional.of("old"), Optional.of(Set.of(TENANT)));

    assertEquals(Optional.of("new/" + TENANT), issuer.userKeyNamed("old/" + TENANT));
    assertEquals(Optional.of("old/" + TENANT), issuer.formerKeyOf("new/" + TENANT));
    assertEquals(Optional.empty(), issuer.userKeyNamed("old"));
    assertEquals(Optional.empty(), issuer.userKeyNamed("old/" + OTHER_TENANT));
    assertEquals(Optional.empty(), issuer.formerKeyOf("new/" + OTHER_TENANT));
    assertEquals(Optional.empty(), issuer.tenantIn("old/" + TENANT));
  }

  private static IssuerName template(Optional<String> alias, Optional<Set<String>> tenants) {
    return new IssuerName.OfTenants(TEMPLATE, alias, tenants);
  }

  private static String url(String tenant) {
    return TEMPLATE.replace("{tenantid}", tenant);
  }
}
