package dev.acstoken.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.identity.User;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Verifies how the issuers of tokens and of users are found among several. */
class TrustedIssuersTest {

  private static final String TENANT = "0d5a9c3e-71b2-4f68-8a4d-2c1e6f7b9035";
  private static final String OTHER_TENANT = "4b8e2f10-93c7-4d5a-b6e1-8f0a7c2d3e94";
  private static final String TEMPLATE = "https://login.microsoftonline.com/{tenantid}/v2.0";
  private static final String SINGLE = TEMPLATE.replace("{tenantid}", TENANT);

  private final TrustedIssuers issuers =
      new TrustedIssuers(
          List.of(
              named(new IssuerName.OfTenants(TEMPLATE, Optional.of("all"), Optional.empty())),
              named(new IssuerName.Single(SINGLE, Optional.of("ours")))),
          TestAuthenticator.ROLES);

  @Test
  void aSingleIssuerPrecedesATemplateThatContainsIt() {
    assertEquals(SINGLE, issuers.issuers().get(0).name().configured());
    assertEquals(Optional.of("ours"), issuers.userKeyNamed(SINGLE));
  }

  @Test
  void onlyTheIssuerInAUsersKeyIsAUserKey() {
    assertTrue(issuers.isUserKey("ours"));
    assertTrue(issuers.isUserKey("all/" + TENANT));
    assertFalse(issuers.isUserKey(SINGLE));
    assertFalse(issuers.isUserKey("all"));
    assertFalse(issuers.isUserKey("https://elsewhere.example"));
  }

  @Test
  void usersAndApplicationsOfATrustedIssuerAreIdentifiedByIt() {
    for (boolean isApplication : new boolean[] {false, true}) {
      assertTrue(issuers.identifies(Caller.principal("ours", "alice", isApplication)));
      assertTrue(issuers.identifies(Caller.principal("all/" + TENANT, "alice", isApplication)));
      assertFalse(issuers.identifies(Caller.principal(SINGLE, "alice", isApplication)));
      assertFalse(issuers.identifies(Caller.principal("#guests", "alice", isApplication)));
    }
  }

  @Test
  void aUserWhoIsStoredUnderTheFormerNameIsShownUnderThePresentOne() {
    var renamed = renamed("https://id.example", "main", "https://id.example");

    for (boolean isApplication : new boolean[] {false, true}) {
      var stored = Caller.principal("https://id.example", "alice", isApplication);
      var present = Caller.principal("main", "alice", isApplication);
      assertTrue(renamed.identifies(stored));
      assertEquals(present, renamed.present(stored));
      assertEquals(present, renamed.present(present));
    }
    assertEquals(
        Optional.of(new User("https://id.example", "alice")),
        renamed.of(new User("main", "alice")));
    assertEquals(Optional.empty(), renamed.of(new User("https://id.example", "alice")));
  }

  @Test
  void aPrincipalOfNoRenamedIssuerIsShownAsItIsStored() {
    for (String issuer : List.of("ours", SINGLE, "all/" + TENANT, "https://b.example", "#guests")) {
      var principal = new User(issuer, "alice");
      assertEquals(principal, issuers.present(principal));
      assertEquals(Optional.empty(), issuers.of(principal));
    }
  }

  @Test
  void theFormerNameOfATenantWithRulesOfItsOwnIsThatOfTheSingleIssuer() {
    var both =
        new TrustedIssuers(
            List.of(
                named(
                    new IssuerName.OfTenants(
                        TEMPLATE, Optional.of("all"), Optional.of(TEMPLATE), Optional.empty())),
                named(new IssuerName.Single(SINGLE, Optional.of("ours"), Optional.of(SINGLE)))),
            TestAuthenticator.ROLES);

    assertEquals(new User("ours", "alice"), both.present(new User(SINGLE, "alice")));
    assertEquals(Optional.of(new User(SINGLE, "alice")), both.of(new User("ours", "alice")));
    assertEquals(Optional.empty(), both.of(new User("all/" + TENANT, "alice")));
    assertEquals(
        Optional.of(new User(TEMPLATE.replace("{tenantid}", OTHER_TENANT), "alice")),
        both.of(new User("all/" + OTHER_TENANT, "alice")));
  }

  private static TrustedIssuers renamed(String url, String alias, String former) {
    return new TrustedIssuers(
        List.of(named(new IssuerName.Single(url, Optional.of(alias), Optional.of(former)))),
        TestAuthenticator.ROLES);
  }

  private static TrustedIssuer named(IssuerName name) {
    var example =
        TestAuthenticator.trusted(URI.create("https://id.example"), "a", "sub", Optional.empty());
    return new TrustedIssuer(
        name,
        example.keys(),
        example.audience(),
        example.applications(),
        example.userClaim(),
        example.rolesClaim(),
        example.requiredScope(),
        example.requiredClaims(),
        example.applicationTokens(),
        example.admins());
  }
}
