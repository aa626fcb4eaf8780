package dev.acstoken.guests;

import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.StateChange;
import dev.acstoken.identity.TokenLifetime;
import dev.acstoken.identity.TokenPolicy;
import dev.acstoken.identity.User;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A stored invitation.
 *
 * @param id the invitation's id
 * @param creator the user or the application that created it
 * @param terms what it gives to guests
 * @param requestHash the hash of the request that created it, by which a repeat is recognised
 * @param codeHash the SHA-256 hash of its code
 * @param codeIssuedOn the time at which the request for its code began, in milliseconds
 * @param createdOn the time at which it was created, in seconds
 * @param guests the number of guests who have joined
 * @param endedOn the time at which it was ended, or was found to have expired; empty while it is
 *     open
 * @param version the version of the stored row; empty if it is not stored yet
 */
public record Invitation(
    InvitationId id,
    User creator,
    InvitationTerms terms,
    String requestHash,
    String codeHash,
    Instant codeIssuedOn,
    Instant createdOn,
    int guests,
    Optional<Instant> endedOn,
    Optional<String> version) {

  /** Returns an invitation that nobody has joined yet, for a request that began at a time. */
  static Invitation of(
      InvitationId id,
      User creator,
      InvitationTerms terms,
      String requestHash,
      String codeHash,
      Instant began) {
    return new Invitation(
        id,
        creator,
        terms,
        requestHash,
        codeHash,
        began.truncatedTo(ChronoUnit.MILLIS),
        began.truncatedTo(ChronoUnit.SECONDS),
        0,
        Optional.empty(),
        Optional.empty());
  }

  /** Returns whether the code is the current code of this invitation. */
  boolean hasCode(InvitationCode code) {
    return codeHash.equals(code.hash());
  }

  public Invitation withVersion(String newVersion) {
    return new Invitation(
        id,
        creator,
        terms,
        requestHash,
        codeHash,
        codeIssuedOn,
        createdOn,
        guests,
        endedOn,
        Optional.of(newVersion));
  }

  Invitation withCode(String newHash, Instant issuedOn) {
    return new Invitation(
        id, creator, terms, requestHash, newHash, issuedOn, createdOn, guests, endedOn, version);
  }

  Invitation withOneMoreGuest() {
    return new Invitation(
        id,
        creator,
        terms,
        requestHash,
        codeHash,
        codeIssuedOn,
        createdOn,
        guests + 1,
        endedOn,
        version);
  }

  Invitation withEnd(Instant time) {
    return new Invitation(
        id,
        creator,
        terms,
        requestHash,
        codeHash,
        codeIssuedOn,
        createdOn,
        guests,
        Optional.of(time),
        version);
  }

  /** Returns the state at a time. */
  public State stateAt(Instant time) {
    if (endedOn.isPresent()) {
      return endedOn.get().isBefore(terms.expiresOn()) ? State.ENDED : State.EXPIRED;
    }
    return time.isBefore(terms.expiresOn()) ? State.OPEN : State.EXPIRED;
  }

  /**
   * Returns the scopes of a guest's token: those of this invitation that the rules still allow. It
   * may have none.
   */
  ScopeSet scopesWithin(GuestRules rules) {
    return terms.scopes().intersection(rules.scopes().withCovered());
  }

  /**
   * Returns the scopes and the lifetime of a guest's token. It ends with the invitation, or later
   * if ACS issues no token that is as short.
   */
  TokenPolicy tokenPolicyAt(Instant time, GuestRules rules) {
    long minutesLeft = Duration.between(time, terms.expiresOn()).toMinutes();
    long minutes =
        Math.max(TokenLifetime.MIN_MINUTES, Math.min(rules.tokenLifetime().minutes(), minutesLeft));
    return new TokenPolicy(scopesWithin(rules), new TokenLifetime((int) minutes));
  }

  /** Returns a change of this invitation, for the audit. */
  StateChange change(StateChange.Kind kind) {
    return StateChange.of(kind).withUser(creator).withInvitation(id.pseudonym());
  }

  /** Whether guests can join. */
  public enum State {
    OPEN,
    /** The invitation was ended before it expired. */
    ENDED,
    EXPIRED
  }
}
