package dev.acstoken.modelcheck;

import dev.acstoken.guests.Guest;
import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.protocol.UserMove;

/** The result of an operation that did not fail. */
sealed interface Result {

  /** The operation returns nothing. */
  record Done() implements Result {}

  /** The operation releases a token. */
  record Released(AccessToken token) implements Result {}

  /** The operation returns the identity of the user. */
  record Mapped(CommunicationUserId id) implements Result {}

  /** The operation moves a user. */
  record Moved(UserMove.Outcome outcome) implements Result {}

  /** The operation releases a token to a guest. */
  record Joined(Guest guest, AccessToken token) implements Result {}

  /** The operation ends an invitation, except for the remaining guests. */
  record Ended(int remaining) implements Result {}
}
