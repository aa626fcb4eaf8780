package dev.acstoken.mappings;

import dev.acstoken.identity.User;
import java.util.Optional;

/**
 * A difference between a file and the table, or between two rows of the table.
 *
 * @param kind the kind of difference
 * @param line the number of the line in the file; empty if the file has none
 * @param user the user; empty if it is unknown
 * @param detail a sentence
 */
record Difference(Kind kind, String line, Optional<User> user, String detail) {

  /** The kinds of differences. */
  enum Kind {
    /** A line of the file cannot be read. */
    UNREADABLE_LINE("lines cannot be read"),
    /** The file has several lines about a user. */
    REPEATED("users are repeated in the file"),
    FILE_ONLY("users are only in the file"),
    TABLE_ONLY("users are only in the table"),
    IDENTITY("users have different identities"),
    POLICY("users have different access policies"),
    /** The owner of an identity is not stored, or is not the user who has it. */
    OWNER("identities have no owner or another one"),
    /** Two users have the same identity. */
    SHARED("identities belong to several users"),
    UNREADABLE_ROW("rows cannot be read"),
    /** A change has not ended. This is no difference. */
    PENDING("changes have not ended");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** Returns what a number of such differences is about. */
    String text() {
      return text;
    }
  }

  static Difference of(Kind kind, User user, String detail) {
    return new Difference(kind, "", Optional.of(user), detail);
  }

  static Difference unreadableRow(String problem) {
    return new Difference(Kind.UNREADABLE_ROW, "", Optional.empty(), problem);
  }
}
