package dev.acstoken.identity;

import static dev.acstoken.identity.TokenScope.CHAT;
import static dev.acstoken.identity.TokenScope.VOIP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokenPolicyTest {

  private static final TokenLifetime DAY = new TokenLifetime(1440);
  private static final TokenLifetime HOUR = new TokenLifetime(60);
  private static final Optional<Set<TokenScope>> NONE_OF_THEIR_OWN = Optional.empty();

  private final TokenPolicy chatOnly = new TokenPolicy(Set.of(CHAT), DAY);

  @Test
  void aRequestForNothingInParticularGetsAllThatIsAllowed() {
    assertEquals(
        new TokenGrant(Set.of(CHAT), DAY), chatOnly.grant(TokenRequest.DEFAULT, NONE_OF_THEIR_OWN));
  }

  @Test
  void aRequestGetsLessIfItAsksForLess() {
    var policy = new TokenPolicy(Set.of(CHAT, VOIP), DAY);

    assertEquals(
        new TokenGrant(Set.of(VOIP), HOUR),
        policy.grant(
            new TokenRequest(Optional.of(Set.of(VOIP)), Optional.of(HOUR)), NONE_OF_THEIR_OWN));
  }

  @Test
  void aRequestForMoreIsRefusedWholeAndToldWhatIsAllowed() {
    var thrown =
        assertThrows(
            IdentityException.class, () -> chatOnly.grant(scopes(CHAT, VOIP), NONE_OF_THEIR_OWN));

    assertEquals(Failure.SCOPE_NOT_ALLOWED, thrown.failure());
    assertEquals("This user may have these scopes: [chat].", thrown.detail());
  }

  @Test
  void aUsersOwnPolicyReplacesTheConfiguredOne() {
    assertEquals(
        Set.of(VOIP), chatOnly.grant(TokenRequest.DEFAULT, Optional.of(Set.of(VOIP))).scopes());
    assertThrows(
        IdentityException.class, () -> chatOnly.grant(scopes(CHAT), Optional.of(Set.of(VOIP))));
  }

  @Test
  void aUserWhoMayHaveNothingIsRefused() {
    var thrown =
        assertThrows(
            IdentityException.class,
            () -> chatOnly.grant(TokenRequest.DEFAULT, Optional.of(Set.of())));

    assertEquals(Failure.SCOPE_NOT_ALLOWED, thrown.failure());
  }

  @Test
  void aRequestForNoScopeAtAllCannotBeMade() {
    assertThrows(IllegalArgumentException.class, () -> scopes());
  }

  private static TokenRequest scopes(TokenScope... scopes) {
    return new TokenRequest(Optional.of(Set.of(scopes)), Optional.empty());
  }
}
