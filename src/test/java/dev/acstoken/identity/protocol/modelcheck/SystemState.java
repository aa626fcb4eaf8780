package dev.acstoken.identity.protocol.modelcheck;

import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.PendingChange;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that outlives a caller: one user's rows, and what ACS knows. Two worlds with the same content
 * are equal, so that schedules that meet are explored once from there.
 */
final class SystemState {

  static final User USER = new User("https://issuer.example", "alice");
  static final String HERE = "https://here.communication.azure.com";
  static final String ELSEWHERE = "https://elsewhere.communication.azure.com";
  static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  Account row = Account.blank(USER);
  final Set<CommunicationUserId> owned = new HashSet<>();
  final Map<PendingKey, PendingChange> pending = new HashMap<>();

  /** The identities that live at ACS. */
  final Set<CommunicationUserId> live = new HashSet<>();

  /** The identities that a row was ever written for; the others died with their caller. */
  final Set<CommunicationUserId> everWritten = new HashSet<>();

  /** The tokens that ACS made. */
  final Map<AccessToken, Made> tokens = new HashMap<>();

  final Set<AccessToken> revoked = new HashSet<>();

  /** The tokens that left the endpoint. */
  final Set<AccessToken> released = new HashSet<>();

  /**
   * The callers that are under way, whose entries are too young for the recovery. Follows from
   * where the callers stand, so it does not count for equality.
   */
  Set<String> underWay = Set.of();

  /** What a record is of: an identity has at most one of each change. */
  record PendingKey(PendingChange.Kind kind, CommunicationUserId id) {

    static PendingKey of(PendingChange change) {
      return new PendingKey(change.kind(), change.mapping().communicationUserId());
    }
  }

  /** Whose a token is, and what for. */
  record Made(CommunicationUserId owner, ScopeSet scopes) {}

  SystemState() {}

  private SystemState(SystemState other) {
    row = other.row;
    owned.addAll(other.owned);
    pending.putAll(other.pending);
    live.addAll(other.live);
    everWritten.addAll(other.everWritten);
    tokens.putAll(other.tokens);
    revoked.addAll(other.revoked);
    released.addAll(other.released);
  }

  SystemState copy() {
    return new SystemState(this);
  }

  /** What the user may have. */
  ScopeSet allowed() {
    return Operation.POLICY.allowedScopes(row.policy());
  }

  boolean isRevoking() {
    return row.mapping().filter(it -> it.state() == Mapping.State.REVOKING).isPresent();
  }

  Optional<CommunicationUserId> mappedHere() {
    return row.mapping()
        .filter(mapping -> mapping.state() != Mapping.State.DELETING)
        .filter(mapping -> mapping.acsEndpoint().equals(HERE))
        .map(Mapping::communicationUserId);
  }

  boolean isValid(AccessToken token) {
    return live.contains(ownerOf(token)) && !revoked.contains(token);
  }

  CommunicationUserId ownerOf(AccessToken token) {
    return made(token).owner();
  }

  Made made(AccessToken token) {
    return Objects.requireNonNull(tokens.get(token));
  }

  void revokeTokensOf(CommunicationUserId id) {
    tokens.forEach(
        (token, made) -> {
          if (made.owner().equals(id)) {
            revoked.add(token);
          }
        });
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof SystemState other
        && row.equals(other.row)
        && owned.equals(other.owned)
        && pending.equals(other.pending)
        && live.equals(other.live)
        && everWritten.equals(other.everWritten)
        && tokens.equals(other.tokens)
        && revoked.equals(other.revoked)
        && released.equals(other.released);
  }

  @Override
  public int hashCode() {
    return Objects.hash(row, owned, pending, live, everWritten, tokens, revoked, released);
  }
}
