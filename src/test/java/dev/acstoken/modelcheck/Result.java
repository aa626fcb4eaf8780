package dev.acstoken.modelcheck;

import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.CommunicationUserId;

/** The result of an operation that did not fail. */
sealed interface Result {

  /** The operation returns nothing. */
  record Done() implements Result {}

  /** The operation releases a token. */
  record Released(AccessToken token) implements Result {}

  /** The operation returns the identity of the user. */
  record Mapped(CommunicationUserId id) implements Result {}
}
