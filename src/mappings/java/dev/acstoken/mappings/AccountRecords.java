package dev.acstoken.mappings;

import dev.acstoken.guests.Guest;
import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.Move;
import dev.acstoken.mappings.file.UserRecord;
import java.util.Optional;
import java.util.Set;

/** Converts stored accounts to lines of a file. */
final class AccountRecords {

  private static final Set<Mapping.State> LEFT_OUT =
      Set.of(Mapping.State.ADOPTING, Mapping.State.DELETING);

  private AccountRecords() {}

  /**
   * Returns what a file contains of an account. An identity that is being deleted is left out, and
   * one that is being adopted, because it may belong to another user.
   *
   * @return empty if the file has no line for the account: a guest, the pointer of a user who was
   *     moved, or a user with neither an identity nor a policy
   */
  static Optional<UserRecord> of(Account account) {
    Optional<Mapping> mapping = account.mapping().filter(it -> !LEFT_OUT.contains(it.state()));
    Optional<AccessPolicy.Custom> policy =
        account.policy() instanceof AccessPolicy.Custom custom
            ? Optional.of(custom)
            : Optional.empty();
    boolean hasLine = mapping.isPresent() || policy.isPresent();
    return isGuest(account) || isPointer(account) || !hasLine
        ? Optional.empty()
        : Optional.of(
            new UserRecord(
                account.user(),
                mapping.map(Mapping::communicationUserId),
                mapping.map(Mapping::createdOn),
                policy));
  }

  static boolean isGuest(Account account) {
    return Guest.of(account.user()).isPresent();
  }

  static boolean isPointer(Account account) {
    return account.move().filter(it -> it.stage() == Move.Stage.MOVED).isPresent();
  }

  /** Returns which change of an account has not ended, as a sentence; empty if there is none. */
  static Optional<String> pendingChange(Account account) {
    Optional<Move> move = account.move().filter(it -> it.stage() == Move.Stage.MOVING);
    return move.isPresent()
        ? move.map(
            it -> "The user is being moved to %s. Run rename-issuer again.".formatted(it.issuer()))
        : account.mapping().flatMap(AccountRecords::pendingChange);
  }

  private static Optional<String> pendingChange(Mapping mapping) {
    return switch (mapping.state()) {
      case ACTIVE -> Optional.empty();
      case ADOPTING ->
          Optional.of(
              "The identity %s is being adopted, and the file does not contain it. The endpoint completes the adoption."
                  .formatted(mapping.communicationUserId()));
      case REVOKING ->
          Optional.of("The user's tokens are being revoked. The endpoint completes the change.");
      case DELETING ->
          Optional.of(
              "The identity is being deleted, and the file does not contain it. The endpoint"
                  + " completes the deletion. If the table is lost before, delete the identity at"
                  + " Azure Communication Services: "
                  + mapping.communicationUserId()
                  + ".");
    };
  }
}
