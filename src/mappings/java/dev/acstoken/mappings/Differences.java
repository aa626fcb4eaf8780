package dev.acstoken.mappings;

import dev.acstoken.identity.User;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counts differences, shows the first ones and writes all of them to a report. */
final class Differences {

  private static final int MAX_SHOWN = 10;

  private final ReportFile report;
  private final PrintStream out;
  private final Map<Difference.Kind, Long> counts = new EnumMap<>(Difference.Kind.class);

  Differences(ReportFile report, PrintStream out) {
    this.report = report;
    this.out = out;
  }

  static String[] columns() {
    return new String[] {"difference", "line", "issuer", "userId", "detail"};
  }

  void add(Difference difference) {
    counts.merge(difference.kind(), 1L, Long::sum);
    String issuer = difference.user().map(User::issuer).orElse("");
    String userId = difference.user().map(User::id).orElse("");
    report.add(
        difference.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        difference.line(),
        issuer,
        userId,
        difference.detail());
    if (report.lines() <= MAX_SHOWN) {
      String line = difference.line().isEmpty() ? "" : "line " + difference.line() + ": ";
      String user = userId.isEmpty() ? "" : "%s of %s: ".formatted(userId, issuer);
      out.println(line + user + difference.detail());
    }
  }

  /** Returns whether something differs. A pending change is no difference. */
  boolean any() {
    return counts.keySet().stream().anyMatch(kind -> kind != Difference.Kind.PENDING);
  }

  void printCounts() {
    counts.forEach((kind, count) -> out.printf("%,d %s.%n", count, kind.text()));
    if (report.lines() > 0) {
      out.printf("All of them are in %s.%n", report.file());
    }
  }
}
