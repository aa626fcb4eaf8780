package dev.acstoken.mappings;

import dev.acstoken.identity.User;
import java.util.Optional;

/**
 * What a rename did, or would do, with a row.
 *
 * @param kind the kind of result
 * @param user the user under the old name; empty if the row cannot be read
 * @param detail a sentence for the report; empty if there is nothing to say
 */
record RenameResult(Kind kind, Optional<User> user, String detail) {

  /** The kinds of results. */
  enum Kind {
    /** The user was moved. */
    MOVED,
    /** The row is the pointer of a user who was moved before. */
    POINTER,
    /** Another row got the new name, or was removed because nothing uses it any more. */
    CHANGED,
    /** The row is changed together with the user's account, which is still under the old name. */
    WITH_ACCOUNT,
    /** Nothing has to be done with the row. */
    UNCHANGED,
    /** Another change has to end first. */
    WAITING,
    /** The row cannot be renamed. */
    CONFLICT,
    /** The row cannot be read. */
    UNREADABLE
  }

  static RenameResult of(Kind kind, User user) {
    return new RenameResult(kind, Optional.of(user), "");
  }

  static RenameResult unchanged(User user) {
    return of(Kind.UNCHANGED, user);
  }

  static RenameResult withAccount(User user) {
    return of(Kind.WITH_ACCOUNT, user);
  }

  static RenameResult waiting(User user, String detail) {
    return new RenameResult(Kind.WAITING, Optional.of(user), detail);
  }

  static RenameResult conflict(User user, String detail) {
    return new RenameResult(Kind.CONFLICT, Optional.of(user), detail);
  }

  static RenameResult unreadable(String problem) {
    return new RenameResult(Kind.UNREADABLE, Optional.empty(), problem);
  }

  boolean isReported() {
    return switch (kind) {
      case WAITING, CONFLICT, UNREADABLE -> true;
      case MOVED, POINTER, CHANGED, WITH_ACCOUNT, UNCHANGED -> false;
    };
  }
}
