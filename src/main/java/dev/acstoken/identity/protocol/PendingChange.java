package dev.acstoken.identity.protocol;

import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.User;
import java.time.Instant;

/**
 * A pending change of an identity, as an entry of the intent log. The entry is written before the
 * user's account is changed and removed when the change is complete. So an old entry means that the
 * change was interrupted.
 *
 * @param kind the kind of change; an identity has at most one entry of each kind
 * @param mapping the identity and its owner, or the user who is to become its owner; the state of
 *     this mapping has no meaning
 * @param since the time at which the entry was last written
 * @param version the version of the entry, by which the log detects that it was written again
 */
public record PendingChange(Kind kind, Mapping mapping, Instant since, String version) {

  /** The kinds of pending changes. */
  public enum Kind {
    /** The identity is being created or deleted. */
    IDENTITY,
    /** The identity's tokens are being revoked, because a scope was removed from the policy. */
    POLICY,
    /** The tokens of the user's identities are being revoked on request. */
    REVOCATION,
    /** The identity, a previous one of its user, is being deleted. */
    PREVIOUS_IDENTITY,
    /** The identity, which existed before, is being mapped to the user. */
    ADOPTION
  }

  User user() {
    return mapping.user();
  }
}
