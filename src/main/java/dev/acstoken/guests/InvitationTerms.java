package dev.acstoken.guests;

import dev.acstoken.identity.ScopeSet;
import java.time.Instant;
import java.util.Optional;

/**
 * The scopes, places and time that an invitation gives to guests.
 *
 * @param scopes the scopes of the guests' tokens, at least one
 * @param expiresOn the time from which nobody joins, in whole seconds
 * @param maxGuests the greatest number of guests, 1 to {@value #MAX_GUESTS}
 * @param reference a text of the app, such as the id of a meeting, which guests receive
 */
public record InvitationTerms(
    ScopeSet scopes, Instant expiresOn, int maxGuests, Optional<String> reference) {

  public static final int MAX_GUESTS = 1000;
}
