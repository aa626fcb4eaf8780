package dev.acstoken.identity.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.CommunicationIdentities.IdentityWithToken;
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
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies what every {@link CommunicationIdentities} implementation guarantees. */
public abstract class CommunicationIdentitiesContract {

  private static final TokenGrant CHAT =
      new TokenGrant(ScopeSet.of(TokenScope.CHAT), new TokenLifetime(60));

  private final RequestContext context = RequestContext.within(Duration.ofSeconds(30));

  /** Returns the ACS resource under test, which has no identities at first. */
  protected abstract CommunicationIdentities acs();

  /** Returns the identities that exist at the resource. */
  protected abstract Set<CommunicationUserId> live();

  /** Returns whether the resource would accept the token. */
  protected abstract boolean isValid(AccessToken token);

  @Test
  void theEndpointIsAnHttpsOrigin() {
    assertTrue(acs().endpoint().matches("https://[^/]+"), acs().endpoint());
  }

  @Test
  void everyCallOfCreateCreatesAnIdentity() {
    CommunicationUserId first = acs().create(context);
    CommunicationUserId second = acs().create(context);

    assertNotEquals(first, second);
    assertEquals(Set.of(first, second), live());
  }

  @Test
  void createWithTokenCreatesAnIdentityAndAToken() {
    IdentityWithToken created = acs().createWithToken(CHAT, context);

    assertEquals(Set.of(created.id()), live());
    assertTrue(isValid(created.token()));
  }

  @ParameterizedTest
  @ValueSource(ints = {TokenLifetime.MIN_MINUTES, TokenLifetime.MAX_MINUTES})
  void aTokenHasTheGrantedLifetime(int minutes) {
    TokenGrant grant = new TokenGrant(ScopeSet.of(TokenScope.VOIP), new TokenLifetime(minutes));
    Instant before = Instant.now();

    IdentityWithToken created = acs().createWithToken(grant, context);
    AccessToken issued = acs().issueToken(created.id(), grant, context).orElseThrow();

    assertLifetime(minutes, before, created.token());
    assertLifetime(minutes, before, issued);
  }

  @ParameterizedTest
  @EnumSource(TokenScope.class)
  void tokensAreIssuedForEveryScope(TokenScope scope) {
    CommunicationUserId id = acs().create(context);
    TokenGrant grant = new TokenGrant(ScopeSet.of(scope), new TokenLifetime(60));

    assertTrue(isValid(acs().issueToken(id, grant, context).orElseThrow()));
    assertTrue(isValid(acs().createWithToken(grant, context).token()));
  }

  @Test
  void aNewTokenLeavesTheOldOneValid() {
    CommunicationUserId id = acs().create(context);

    AccessToken first = acs().issueToken(id, CHAT, context).orElseThrow();
    AccessToken second = acs().issueToken(id, CHAT, context).orElseThrow();

    assertTrue(isValid(first));
    assertTrue(isValid(second));
  }

  @Test
  void revocationInvalidatesOnlyEarlierTokensOfTheIdentity() {
    IdentityWithToken revoked = acs().createWithToken(CHAT, context);
    AccessToken second = acs().issueToken(revoked.id(), CHAT, context).orElseThrow();
    IdentityWithToken other = acs().createWithToken(CHAT, context);

    assertTrue(acs().revokeTokens(revoked.id(), context));

    assertFalse(isValid(revoked.token()));
    assertFalse(isValid(second));
    assertTrue(isValid(other.token()));
    assertTrue(live().contains(revoked.id()));
    assertTrue(isValid(acs().issueToken(revoked.id(), CHAT, context).orElseThrow()));
  }

  @Test
  void deletionRemovesOnlyTheIdentityAndItsTokens() {
    IdentityWithToken deleted = acs().createWithToken(CHAT, context);
    IdentityWithToken other = acs().createWithToken(CHAT, context);

    assertTrue(acs().delete(deleted.id(), context));

    assertFalse(isValid(deleted.token()));
    assertTrue(isValid(other.token()));
    assertEquals(Set.of(other.id()), live());
  }

  @Test
  void everyCallTellsThatAnIdentityIsUnknown() {
    CommunicationUserId id = acs().create(context);
    assertTrue(acs().delete(id, context));

    assertFalse(acs().delete(id, context));
    assertEquals(Optional.empty(), acs().issueToken(id, CHAT, context));
    assertFalse(acs().revokeTokens(id, context));
    assertEquals(Set.of(), live());
  }

  @Test
  void everyCallTellsThatAnIdentityOfAnotherResourceIsUnknown() {
    var foreign = new CommunicationUserId("8:acs:" + UUID.randomUUID() + "_" + UUID.randomUUID());

    assertEquals(Optional.empty(), acs().issueToken(foreign, CHAT, context));
    assertFalse(acs().revokeTokens(foreign, context));
    assertFalse(acs().delete(foreign, context));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void noCallTakesEffectAfterTheDeadline(Call call) {
    IdentityWithToken created = acs().createWithToken(CHAT, context);

    var thrown =
        assertThrows(
            ServiceException.class,
            () -> call.on(acs(), created.id(), CHAT, RequestContext.within(Duration.ZERO)));

    assertEquals(ErrorCode.ACS_UNAVAILABLE, thrown.code());
    assertEquals(Set.of(created.id()), live());
    assertTrue(isValid(created.token()));
  }

  /** Returns a call of every method of the port that calls ACS. */
  public static Stream<Call> calls() {
    return Stream.concat(
        repeatableCalls(),
        Stream.of(
            (acs, id, grant, context) -> acs.create(context),
            (acs, id, grant, context) -> acs.createWithToken(grant, context)));
  }

  /** Returns the calls that are idempotent. */
  public static Stream<Call> repeatableCalls() {
    return Stream.of(
        (acs, id, grant, context) -> acs.issueToken(id, grant, context),
        (acs, id, grant, context) -> acs.revokeTokens(id, context),
        (acs, id, grant, context) -> acs.delete(id, context));
  }

  /** A call of the port. */
  @FunctionalInterface
  public interface Call {
    void on(
        CommunicationIdentities acs,
        CommunicationUserId id,
        TokenGrant grant,
        RequestContext context);
  }

  private static void assertLifetime(int minutes, Instant before, AccessToken token) {
    Instant expected = before.plus(Duration.ofMinutes(minutes));
    Duration difference = Duration.between(expected, token.expiresOn()).abs();
    assertTrue(difference.compareTo(Duration.ofSeconds(30)) < 0, token::toString);
  }
}
