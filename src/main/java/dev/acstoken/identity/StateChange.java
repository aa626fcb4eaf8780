package dev.acstoken.identity;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A change that was made, or attempted.
 *
 * @param kind what was to change
 * @param outcome what is known of it
 * @param user about whom, if that is known here; otherwise the one that the request is about
 * @param identity which ACS identity, if there is one yet
 * @param scopes of the token, or of the access policy; none for the rest
 */
public record StateChange(
    Kind kind,
    Outcome outcome,
    Optional<User> user,
    Optional<CommunicationUserId> identity,
    Set<TokenScope> scopes) {

  /** What can be changed. */
  public enum Kind {
    IDENTITY_CREATED,
    IDENTITY_DELETED,
    TOKEN_ISSUED,
    TOKENS_REVOKED,
    TEAMS_TOKEN_EXCHANGED,
    ACCESS_SET,
    ACCESS_RESET,
    /** An interrupted change was finished, or an identity that nobody came to use was deleted. */
    SWEPT
  }

  /** What is known of a change. */
  public enum Outcome {
    DONE,
    NOT_DONE,
    /** It was asked for, and no answer says whether it happened. */
    UNKNOWN
  }

  public StateChange {
    scopes = Set.copyOf(scopes);
  }

  public static StateChange of(Kind kind) {
    return new StateChange(kind, Outcome.DONE, Optional.empty(), Optional.empty(), Set.of());
  }

  public StateChange at(CommunicationUserId id) {
    return new StateChange(kind, outcome, user, Optional.of(id), scopes);
  }

  public StateChange about(User whom) {
    return new StateChange(kind, outcome, Optional.of(whom), identity, scopes);
  }

  public StateChange with(Set<TokenScope> some) {
    return new StateChange(kind, outcome, user, identity, some);
  }

  StateChange as(Outcome known) {
    return new StateChange(kind, known, user, identity, scopes);
  }

  /**
   * Makes the one call that this change consists of, and tells the deadline's observer if it fails.
   */
  public <T> T attempt(Deadline deadline, Supplier<T> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      deadline.observer().changed(as(isRefusal(e) ? Outcome.NOT_DONE : Outcome.UNKNOWN));
      throw e;
    }
  }

  /** As {@link #attempt}, for several calls, some of which may have succeeded whatever failed. */
  public <T> T attemptInSteps(Deadline deadline, Supplier<T> calls) {
    try {
      return calls.get();
    } catch (RuntimeException e) {
      deadline.observer().changed(as(Outcome.UNKNOWN));
      throw e;
    }
  }

  private static boolean isRefusal(RuntimeException e) {
    return e instanceof IdentityException it
        && it.failure() != Failure.ACS_UNAVAILABLE
        && it.failure() != Failure.STORAGE_UNAVAILABLE;
  }
}
