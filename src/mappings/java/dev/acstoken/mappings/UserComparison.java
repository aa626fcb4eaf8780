package dev.acstoken.mappings;

import dev.acstoken.identity.User;
import dev.acstoken.mappings.sort.LineSorter;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Compares the lines of the file with the rows of the table, user by user. */
final class UserComparison {

  private static final int MAX_SHOWN_LINES = 10;

  private UserComparison() {}

  /** Compares the texts of {@link ComparedUser}, until it is interrupted. */
  static void run(LineSorter sorter, Interruption interruption, Differences differences)
      throws IOException {
    try (KeyGroups groups = new KeyGroups(sorter.sort(interruption::isRequested))) {
      Optional<List<String>> group = groups.next();
      while (group.isPresent() && !interruption.isRequested()) {
        compare(group.get().stream().map(ComparedUser::parse).toList(), differences);
        group = groups.next();
      }
    }
  }

  private static void compare(List<ComparedUser> group, Differences differences) {
    List<ComparedUser> lines = of(ComparedUser.Source.FILE, group);
    Optional<ComparedUser> row = of(ComparedUser.Source.TABLE, group).stream().findFirst();
    if (lines.isEmpty()) {
      row.filter(it -> it.movedTo().isEmpty()).ifPresent(it -> differences.add(tableOnly(it)));
      return;
    }
    ComparedUser line = lines.get(0);
    if (lines.size() > 1) {
      differences.add(difference(Difference.Kind.REPEATED, line, repeated(lines)));
    }
    if (row.filter(it -> it.movedTo().isEmpty()).isPresent()) {
      compare(line, row.get(), differences);
    } else {
      differences.add(difference(Difference.Kind.FILE_ONLY, line, fileOnly(row)));
    }
  }

  private static List<ComparedUser> of(ComparedUser.Source source, List<ComparedUser> group) {
    return group.stream().filter(it -> it.source() == source).toList();
  }

  private static Difference tableOnly(ComparedUser row) {
    User user = row.user();
    return Difference.of(
        Difference.Kind.TABLE_ONLY,
        user,
        row.identity().isEmpty()
            ? "Only the table has the user, with the policy %s.".formatted(row.policy())
            : "Only the table has the user, with the identity %s.".formatted(row.identity()));
  }

  private static String repeated(List<ComparedUser> lines) {
    return "The user is repeated in the lines "
        + lines.stream()
            .limit(MAX_SHOWN_LINES)
            .map(ComparedUser::line)
            .collect(Collectors.joining(", "))
        + (lines.size() > MAX_SHOWN_LINES ? " and others." : ".");
  }

  private static String fileOnly(Optional<ComparedUser> pointer) {
    return pointer
        .map(it -> "The user was moved to the issuer %s.".formatted(it.movedTo()))
        .orElse("Only the file has the user.");
  }

  private static void compare(ComparedUser line, ComparedUser row, Differences differences) {
    if (!line.identity().equals(row.identity())) {
      differences.add(
          difference(
              Difference.Kind.IDENTITY,
              line,
              "The file has %s, and the table %s.".formatted(identity(line), identity(row))));
    }
    if (!line.policy().equals(row.policy())) {
      differences.add(
          difference(
              Difference.Kind.POLICY,
              line,
              "The file has the policy %s, and the table %s."
                  .formatted(line.policy(), row.policy())));
    }
  }

  private static String identity(ComparedUser user) {
    return user.identity().isEmpty() ? "no identity" : "the identity " + user.identity();
  }

  private static Difference difference(Difference.Kind kind, ComparedUser line, String detail) {
    return new Difference(kind, line.line(), Optional.of(line.user()), detail);
  }
}
