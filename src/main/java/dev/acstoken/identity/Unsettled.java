package dev.acstoken.identity;

import java.time.Instant;

/**
 * The record that an identity's creation or deletion is under way. It is written first and removed
 * last, so an old one tells of an interruption.
 *
 * @param mapping the identity, and whose it was to be; its state and policy do not count
 * @param since when the record was last written
 * @param version what the store uses to notice that it was written again
 */
public record Unsettled(Mapping mapping, Instant since, String version) {

  User user() {
    return mapping.user();
  }
}
