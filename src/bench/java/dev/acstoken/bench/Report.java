package dev.acstoken.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints tables as they are measured, and collects them with the goals and the raw numbers. */
final class Report {

  private final List<String> lines = new ArrayList<>();
  private final List<String> goals = new ArrayList<>();
  private final List<String> raw = new ArrayList<>();

  /** Prints a line. */
  void print(String format, Object... values) {
    String line = text(format, values);
    lines.add(line);
    System.out.println(line);
  }

  /** Adds a line of raw numbers. */
  void raw(String format, Object... values) {
    raw.add(text(format, values));
  }

  /** Adds a goal that limits a ratio. */
  void goal(String what, double bound, double measured) {
    goal(text("%s ≤ %.2f", what, bound), text("%.2f", measured), measured <= bound);
  }

  /** Adds a goal of any kind. */
  void goal(String what, String measured, boolean isMet) {
    goals.add(text("| %s | %s | %s |", what, measured, isMet ? "yes" : "no"));
  }

  /** Adds a figure that belongs to the goal before it, without a bound. */
  void beside(String what, double measured) {
    goals.add(text("| … %s | %.2f | |", what, measured));
  }

  /** Prints the goals, and writes everything to {@code table.md} and {@code raw.csv}. */
  void write(Path folder) throws IOException {
    print("");
    print("| goal | measured | met |");
    print("|---|---|---|");
    goals.forEach(goal -> print("%s", goal));
    Files.write(folder.resolve("table.md"), lines);
    Files.write(folder.resolve("raw.csv"), raw);
  }

  static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
