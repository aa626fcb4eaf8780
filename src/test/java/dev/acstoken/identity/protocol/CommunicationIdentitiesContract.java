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
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.Failure;
import dev.acstoken.identity.IdentityException;
import dev.acstoken.identity.TokenGrant;
import dev.acstoken.identity.TokenLifetime;
import dev.acstoken.identity.TokenScope;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link CommunicationIdentities} promises. */
public abstract class CommunicationIdentitiesContract {

  private static final TokenGrant CHAT =
      new TokenGrant(Set.of(TokenScope.CHAT), new TokenLifetime(60));

  private final Deadline deadline = Deadline.in(Duration.ofSeconds(30));

  /** The ACS resource under test, without identities at first. */
  protected abstract CommunicationIdentities acs();

  /** The identities that live at the resource. */
  protected abstract Set<CommunicationUserId> live();

  /** Whether the resource would accept the token. */
  protected abstract boolean isValid(AccessToken token);

  @Test
  void theEndpointIsAnHttpsOrigin() {
    assertTrue(acs().endpoint().matches("https://[^/]+"), acs().endpoint());
  }

  @Test
  void eachCreationMakesAnIdentity() {
    CommunicationUserId first = acs().create(deadline);
    CommunicationUserId second = acs().create(deadline);

    assertNotEquals(first, second);
    assertEquals(Set.of(first, second), live());
  }

  @Test
  void anIdentityIsCreatedTogetherWithAToken() {
    IdentityWithToken created = acs().createWithToken(CHAT, deadline);

    assertEquals(Set.of(created.id()), live());
    assertTrue(isValid(created.token()));
  }

  @ParameterizedTest
  @ValueSource(ints = {TokenLifetime.MIN_MINUTES, TokenLifetime.MAX_MINUTES})
  void aTokenLivesAsLongAsWasGranted(int minutes) {
    TokenGrant grant = new TokenGrant(Set.of(TokenScope.VOIP), new TokenLifetime(minutes));
    Instant before = Instant.now();

    IdentityWithToken created = acs().createWithToken(grant, deadline);
    AccessToken issued = acs().issueToken(created.id(), grant, deadline).orElseThrow();

    assertLifetime(minutes, before, created.token());
    assertLifetime(minutes, before, issued);
  }

  @ParameterizedTest
  @EnumSource(TokenScope.class)
  void tokensAreIssuedForEveryScope(TokenScope scope) {
    CommunicationUserId id = acs().create(deadline);
    TokenGrant grant = new TokenGrant(Set.of(scope), new TokenLifetime(60));

    assertTrue(isValid(acs().issueToken(id, grant, deadline).orElseThrow()));
    assertTrue(isValid(acs().createWithToken(grant, deadline).token()));
  }

  @Test
  void aNewTokenLeavesTheOldOneValid() {
    CommunicationUserId id = acs().create(deadline);

    AccessToken first = acs().issueToken(id, CHAT, deadline).orElseThrow();
    AccessToken second = acs().issueToken(id, CHAT, deadline).orElseThrow();

    assertTrue(isValid(first));
    assertTrue(isValid(second));
  }

  @Test
  void revocationEndsAnIdentitysTokensSoFarAndNoOthers() {
    IdentityWithToken revoked = acs().createWithToken(CHAT, deadline);
    AccessToken second = acs().issueToken(revoked.id(), CHAT, deadline).orElseThrow();
    IdentityWithToken other = acs().createWithToken(CHAT, deadline);

    assertTrue(acs().revokeTokens(revoked.id(), deadline));

    assertFalse(isValid(revoked.token()));
    assertFalse(isValid(second));
    assertTrue(isValid(other.token()));
    assertTrue(live().contains(revoked.id()));
    assertTrue(isValid(acs().issueToken(revoked.id(), CHAT, deadline).orElseThrow()));
  }

  @Test
  void deletionEndsAnIdentityAndItsTokensAndNoOthers() {
    IdentityWithToken deleted = acs().createWithToken(CHAT, deadline);
    IdentityWithToken other = acs().createWithToken(CHAT, deadline);

    acs().delete(deleted.id(), deadline);

    assertFalse(isValid(deleted.token()));
    assertTrue(isValid(other.token()));
    assertEquals(Set.of(other.id()), live());
  }

  @Test
  void anIdentityThatAcsDoesNotKnowHasNoTokensAndCountsAsDeleted() {
    CommunicationUserId id = acs().create(deadline);
    acs().delete(id, deadline);

    acs().delete(id, deadline);

    assertEquals(Optional.empty(), acs().issueToken(id, CHAT, deadline));
    assertFalse(acs().revokeTokens(id, deadline));
    assertEquals(Set.of(), live());
  }

  @ParameterizedTest
  @MethodSource("calls")
  void nothingHappensAfterTheDeadline(Call call) {
    IdentityWithToken created = acs().createWithToken(CHAT, deadline);

    var thrown =
        assertThrows(
            IdentityException.class,
            () -> call.on(acs(), created.id(), CHAT, Deadline.in(Duration.ZERO)));

    assertEquals(Failure.ACS_UNAVAILABLE, thrown.failure());
    assertEquals(Set.of(created.id()), live());
    assertTrue(isValid(created.token()));
  }

  /** Every method of the port that calls ACS. */
  public static Stream<Call> calls() {
    return Stream.concat(
        repeatableCalls(),
        Stream.of(
            (acs, id, grant, deadline) -> acs.create(deadline),
            (acs, id, grant, deadline) -> acs.createWithToken(grant, deadline)));
  }

  /** Those that do no harm when ACS meets them twice. */
  public static Stream<Call> repeatableCalls() {
    return Stream.of(
        (acs, id, grant, deadline) -> acs.issueToken(id, grant, deadline),
        (acs, id, grant, deadline) -> acs.revokeTokens(id, deadline),
        (acs, id, grant, deadline) -> acs.delete(id, deadline));
  }

  /** One call of the port. */
  @FunctionalInterface
  public interface Call {
    void on(
        CommunicationIdentities acs, CommunicationUserId id, TokenGrant grant, Deadline deadline);
  }

  private static void assertLifetime(int minutes, Instant before, AccessToken token) {
    Instant expected = before.plus(Duration.ofMinutes(minutes));
    Duration difference = Duration.between(expected, token.expiresOn()).abs();
    assertTrue(difference.compareTo(Duration.ofSeconds(30)) < 0, token::toString);
  }
}
