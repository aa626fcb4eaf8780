package dev.acstoken.identity;

import static dev.acstoken.identity.TokenScope.CHAT;
import static dev.acstoken.identity.TokenScope.VOIP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Verifies which scopes and lifetime a token request is granted. */
class TokenPolicyTest {

  private static final TokenLifetime DAY = new TokenLifetime(1440);
  private static final TokenLifetime HOUR = new TokenLifetime(60);

  private final TokenPolicy chatOnly = new TokenPolicy(ScopeSet.of(CHAT), DAY);

  @Test
  void aDefaultRequestGetsEveryAllowedScope() {
    assertEquals(
        new TokenGrant(ScopeSet.of(CHAT), DAY),
        chatOnly.grant(TokenRequest.DEFAULT, AccessPolicy.INHERITED));
  }

  @Test
  void aRequestMayNarrowScopesAndLifetime() {
    var policy = new TokenPolicy(ScopeSet.of(CHAT, VOIP), DAY);

    assertEquals(
        new TokenGrant(ScopeSet.of(VOIP), HOUR),
        policy.grant(
            new TokenRequest(Optional.of(ScopeSet.of(VOIP)), Optional.of(HOUR)),
            AccessPolicy.INHERITED));
  }

  @Test
  void rejectsADisallowedScopeAndNamesTheAllowedOnes() {
    var thrown =
        assertThrows(
            ServiceException.class,
            () -> chatOnly.grant(scopes(CHAT, VOIP), AccessPolicy.INHERITED));

    assertEquals(ErrorCode.SCOPE_NOT_ALLOWED, thrown.code());
    assertEquals("The scopes allowed for this user are [chat].", thrown.detail());
  }

  @Test
  void aCustomPolicyReplacesTheConfiguredOne() {
    assertEquals(
        ScopeSet.of(VOIP),
        chatOnly.grant(TokenRequest.DEFAULT, AccessPolicy.custom(ScopeSet.of(VOIP))).scopes());
    assertThrows(
        ServiceException.class,
        () -> chatOnly.grant(scopes(CHAT), AccessPolicy.custom(ScopeSet.of(VOIP))));
  }

  @Test
  void anEmptyPolicyRejectsEveryRequest() {
    var thrown =
        assertThrows(
            ServiceException.class,
            () -> chatOnly.grant(TokenRequest.DEFAULT, AccessPolicy.custom(ScopeSet.NONE)));

    assertEquals(ErrorCode.SCOPE_NOT_ALLOWED, thrown.code());
  }

  @Test
  void aRequestMustNameAtLeastOneScope() {
    assertThrows(IllegalArgumentException.class, () -> scopes());
  }

  private static TokenRequest scopes(TokenScope... scopes) {
    return new TokenRequest(Optional.of(ScopeSet.of(scopes)), Optional.empty());
  }
}
