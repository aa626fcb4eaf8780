package dev.acstoken.guests;

import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A request for an invitation. Everything is optional.
 *
 * @param scopes the scopes of the guests' tokens, at least one
 * @param expiry the end of the invitation
 * @param maxGuests the greatest number of guests, 1 to {@value InvitationTerms#MAX_GUESTS}
 * @param reference a text of the app
 * @param idempotencyKey the key by which a repeat of the request is recognised
 */
public record InvitationRequest(
    Optional<ScopeSet> scopes,
    Optional<Expiry> expiry,
    OptionalInt maxGuests,
    Optional<String> reference,
    Optional<String> idempotencyKey) {

  /**
   * Returns a hash of what is requested, which is the same for a repeat of the request. It never
   * changes, because the table has it.
   */
  String hash() {
    return Sha256.hex(
        String.join(
            "\0",
            scopes.map(it -> it.joined(",")).orElse(""),
            expiry.map(Expiry::text).orElse(""),
            maxGuests.isPresent() ? Integer.toString(maxGuests.getAsInt()) : "",
            reference.orElse("")));
  }

  /** The end of an invitation. */
  public sealed interface Expiry {

    /** Returns the time at which an invitation ends that is created now. */
    Instant from(Instant now);

    /** Returns the requested end in ISO 8601. */
    String text();

    /** The invitation ends at a time. */
    record At(Instant time) implements Expiry {

      @Override
      public Instant from(Instant now) {
        return time;
      }

      @Override
      public String text() {
        return time.toString();
      }
    }

    /** The invitation ends some time after it was created. */
    record After(Duration life) implements Expiry {

      @Override
      public Instant from(Instant now) {
        return now.plus(life);
      }

      @Override
      public String text() {
        return life.toString();
      }
    }
  }
}
