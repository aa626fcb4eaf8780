package dev.acstoken.identity.protocol.modelcheck;

import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.Unsettled;
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
final class World {

  static final User USER = new User("https://issuer.example", "alice");
  static final String HERE = "https://here.communication.azure.com";
  static final String ELSEWHERE = "https://elsewhere.communication.azure.com";
  static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  Account row = Account.blank(USER);
  final Set<CommunicationUserId> reverseRows = new HashSet<>();
  final Map<Begun, Unsettled> unsettled = new HashMap<>();

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
   * The callers that are under way, whose records are too young for a sweep. Follows from where the
   * callers stand, so it does not count for equality.
   */
  Set<String> underWay = Set.of();

  /** What a record is of: an identity has at most one of each change. */
  record Begun(Unsettled.Change change, CommunicationUserId id) {

    static Begun of(Unsettled record) {
      return new Begun(record.change(), record.mapping().communicationUserId());
    }
  }

  /** Whose a token is, and what for. */
  record Made(CommunicationUserId owner, Set<TokenScope> scopes) {}

  World() {}

  private World(World other) {
    row = other.row;
    reverseRows.addAll(other.reverseRows);
    unsettled.putAll(other.unsettled);
    live.addAll(other.live);
    everWritten.addAll(other.everWritten);
    tokens.putAll(other.tokens);
    revoked.addAll(other.revoked);
    released.addAll(other.released);
  }

  World copy() {
    return new World(this);
  }

  /** What the user may have. */
  Set<TokenScope> allowed() {
    return row.allowedScopes().orElse(Act.POLICY.scopes());
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
    return object instanceof World other
        && row.equals(other.row)
        && reverseRows.equals(other.reverseRows)
        && unsettled.equals(other.unsettled)
        && live.equals(other.live)
        && everWritten.equals(other.everWritten)
        && tokens.equals(other.tokens)
        && revoked.equals(other.revoked)
        && released.equals(other.released);
  }

  @Override
  public int hashCode() {
    return Objects.hash(row, reverseRows, unsettled, live, everWritten, tokens, revoked, released);
  }
}
