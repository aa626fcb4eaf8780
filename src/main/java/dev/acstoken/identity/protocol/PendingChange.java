package dev.acstoken.identity.protocol;

import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.User;
import java.time.Instant;

/**
 * An entry of the intent log: a change of an identity that was begun. The entry is written before
 * the change and removed after it, so an old entry means that the change was interrupted.
 *
 * @param kind what was begun; an identity may have one entry of each kind
 * @param mapping the identity and its owner, or owner to be; its state has no meaning here
 * @param since when the entry was last written
 * @param version by which the log notices that the entry was written again
 */
public record PendingChange(Kind kind, Mapping mapping, Instant since, String version) {

  /** What can be pending. */
  public enum Kind {
    /** The identity is being created or deleted. */
    IDENTITY,
    /** The identity's tokens are being revoked, because a scope was taken away. */
    POLICY
  }

  User user() {
    return mapping.user();
  }
}
