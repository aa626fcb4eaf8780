package dev.acstoken.ratelimit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.TokenGrant;
import dev.acstoken.identity.TokenLifetime;
import dev.acstoken.identity.TokenScope;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Verifies that creations are limited before ACS is called, and nothing else is. */
class CreationLimitedIdentitiesTest {
  private static final RequestContext CONTEXT = RequestContext.within(Duration.ofSeconds(8));
  private static final TokenGrant GRANT =
      new TokenGrant(ScopeSet.of(TokenScope.CHAT), new TokenLifetime(60));
  private static final RateLimits LIMITS =
      new RateLimits(new RateLimit(20, 10), 20, 400, 1200, 400, 400, 60);

  private final MovableClock clock = new MovableClock();
  private final CountingAcs acs = new CountingAcs();
  private final CreationLimitedIdentities limited =
      new CreationLimitedIdentities(acs, LIMITS, clock);

  @Test
  void bothKindsOfCreationsLeaveHalfOfTheDeletionQuotaInThirtySeconds() {
    createUntilRefused();
    for (int tenth = 0; tenth < 300; tenth++) {
      clock.advance(Duration.ofMillis(100));
      createUntilRefused();
    }

    assertEquals(250, acs.creations);
  }

  @Test
  void aRefusedCreationIsNotSentToAcsAndSaysWhenToRetry() {
    createUntilRefused();
    int sent = acs.creations;

    var refusal = assertThrows(ServiceException.class, () -> limited.create(CONTEXT));

    assertEquals(ErrorCode.RATE_LIMITED, refusal.code());
    assertEquals(
        "Too many identities are being created for all callers together. Wait as long as"
            + " Retry-After says.",
        refusal.detail());
    assertEquals(sent, acs.creations);
    clock.advance(refusal.retryAfter().orElseThrow());
    assertEquals(acs.id, limited.create(CONTEXT));
  }

  @Test
  void existingIdentitiesAreNotAffected() {
    createUntilRefused();

    assertEquals(Optional.of(acs.token), limited.issueToken(acs.id, GRANT, CONTEXT));
    assertEquals(true, limited.revokeTokens(acs.id, CONTEXT));
    assertEquals(true, limited.delete(acs.id, CONTEXT));
    assertEquals(1, acs.deletions);
  }

  private void createUntilRefused() {
    try {
      while (true) {
        var unused = limited.create(CONTEXT);
        var unusedWithToken = limited.createWithToken(GRANT, CONTEXT);
      }
    } catch (ServiceException e) {
      assertEquals(ErrorCode.RATE_LIMITED, e.code());
    }
  }

  /** An ACS resource that counts calls. */
  private static final class CountingAcs implements CommunicationIdentities {
    private final CommunicationUserId id = new CommunicationUserId("8:acs:resource_user");
    private final AccessToken token = new AccessToken("a token", Instant.EPOCH);
    private int creations;
    private int deletions;

    @Override
    public String endpoint() {
      return "https://contoso.communication.azure.com";
    }

    @Override
    public CommunicationUserId create(RequestContext context) {
      creations++;
      return id;
    }

    @Override
    public IdentityWithToken createWithToken(TokenGrant grant, RequestContext context) {
      creations++;
      return new IdentityWithToken(id, token);
    }

    @Override
    public Optional<AccessToken> issueToken(
        CommunicationUserId identity, TokenGrant grant, RequestContext context) {
      return Optional.of(token);
    }

    @Override
    public boolean revokeTokens(CommunicationUserId identity, RequestContext context) {
      return true;
    }

    @Override
    public boolean delete(CommunicationUserId identity, RequestContext context) {
      deletions++;
      return true;
    }
  }
}
