package dev.acstoken.mappings;

import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.User;
import dev.acstoken.mappings.file.UserRecord;
import java.util.List;
import java.util.Optional;

/**
 * A user as a line of the file or a row of the table describes it, as a text that can be sorted.
 *
 * @param user the user
 * @param source where it comes from
 * @param line the number of the line; empty for a row
 * @param identity the identity; empty if there is none
 * @param policy the access policy for people
 * @param movedTo the name of the issuer that the user was moved to; empty if the row is no pointer
 */
record ComparedUser(
    User user, Source source, String line, String identity, String policy, String movedTo) {

  private static final String SEPARATOR = "\t";

  /** Where a description of a user comes from. */
  enum Source {
    FILE,
    TABLE
  }

  static ComparedUser ofLine(long number, UserRecord line) {
    return of(Source.FILE, Long.toString(number), line);
  }

  static ComparedUser ofTable(UserRecord row) {
    return of(Source.TABLE, "", row);
  }

  static ComparedUser moved(User user, String issuer) {
    return new ComparedUser(user, Source.TABLE, "", "", "", issuer);
  }

  private static ComparedUser of(Source source, String line, UserRecord user) {
    return new ComparedUser(
        user.user(),
        source,
        line,
        user.identity().map(CommunicationUserId::value).orElse(""),
        policy(user.policy()),
        "");
  }

  private static String policy(Optional<AccessPolicy.Custom> policy) {
    return policy
        .map(it -> it.blocksUser() ? "blocked" : it.scopes().joined(" "))
        .orElse("inherited");
  }

  static ComparedUser parse(String text) {
    String[] parts = text.split(SEPARATOR, -1);
    return new ComparedUser(
        new User(parts[2], parts[3]),
        Source.valueOf(parts[1]),
        parts[4].strip(),
        parts[5],
        parts[6],
        parts[7]);
  }

  /** Returns a text that begins with the user's key. */
  String toText() {
    return String.join(
        SEPARATOR,
        List.of(
            user.key(),
            source.name(),
            user.issuer(),
            user.id(),
            // Aligned, so that the lines keep their order.
            "%15s".formatted(line),
            identity,
            policy,
            movedTo));
  }
}
