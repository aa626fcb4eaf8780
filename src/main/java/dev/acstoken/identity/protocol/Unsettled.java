package dev.acstoken.identity.protocol;

import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.User;
import java.time.Instant;

/**
 * The record that something was begun with an identity. It is written first and removed last, so an
 * old one tells of an interruption.
 *
 * @param change what was begun; an identity may have a record of each
 * @param mapping the identity, and whose it was to be; its state does not count
 * @param since when the record was last written
 * @param version what the store uses to notice that it was written again
 */
public record Unsettled(Change change, Mapping mapping, Instant since, String version) {

  /** What may be under way with an identity. */
  public enum Change {
    /** Its creation, or its deletion. */
    LIFE,
    /** The revocation of its tokens, because of a scope that was taken away. */
    ACCESS
  }

  User user() {
    return mapping.user();
  }
}
