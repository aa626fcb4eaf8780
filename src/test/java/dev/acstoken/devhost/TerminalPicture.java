package dev.acstoken.devhost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Draws what README shows of the terminal, in the colors of the reader's theme. The lines appear
 * one after another, as they do in a terminal, unless the reader prefers reduced motion.
 */
final class TerminalPicture {

  static final Path FILE = Path.of("docs", "images", "terminal.svg");

  private static final String COMMAND = "mvn -q test-compile exec:java";
  private static final int WIDTH = 940;
  private static final int LINE_HEIGHT = 19;
  private static final int LEFT = 20;
  private static final int FIRST_BASELINE = 58;
  private static final int MAX_COLUMNS = 106;

  /** The shown time of a part in seconds, and the time for which the picture waits. */
  private static final Pattern SECONDS = Pattern.compile(" (\\d+(?:\\.\\d)?) s$");

  private static final double MAX_WAIT = 0.8;
  private static final double WAIT_BETWEEN_LINES = 0.15;

  private static final String STYLE =
      """
        text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: #1f2328; white-space: pre; }
        .window { fill: #f6f8fa; stroke: #d1d9e0; }
        .button { fill: #d1d9e0; }
        .prompt { fill: #1a7f37; }
        .faint { fill: #59636e; }
        .address { fill: #0550ae; }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3; }
          .window { fill: #0d1117; stroke: #3d444d; }
          .button { fill: #3d444d; }
          .prompt { fill: #3fb950; }
          .faint { fill: #9198a1; }
          .address { fill: #79c0ff; }
        }
        @media (prefers-reduced-motion: no-preference) {
          .line { animation: appear 0.01s both; }
          @keyframes appear { from { opacity: 0; } }
        }
      """;

  private TerminalPicture() {}

  static void write(FirstScreen screen) throws IOException {
    Files.writeString(FILE, draw(screen.lines()));
  }

  static String draw(List<String> lines) {
    var picture = new StringBuilder();
    int height = FIRST_BASELINE + lines.size() * LINE_HEIGHT + LEFT;
    picture.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" role="img">
        <title>The first screen of the development host</title>
        <style>
        %3$s</style>
        <rect class="window" x="0.5" y="0.5" width="%4$d" height="%5$d" rx="8"/>
        <circle class="button" cx="20" cy="20" r="6"/>
        <circle class="button" cx="40" cy="20" r="6"/>
        <circle class="button" cx="60" cy="20" r="6"/>
        """
            .formatted(WIDTH, height, STYLE, WIDTH - 1, height - 1));
    picture.append(
        "<text x=\"%d\" y=\"%d\"><tspan class=\"prompt\">$</tspan> %s</text>%n"
            .formatted(LEFT, FIRST_BASELINE, COMMAND)
            .replace(System.lineSeparator(), "\n"));
    double appearsAt = 1;
    int baseline = FIRST_BASELINE;
    for (String line : lines) {
      baseline += LINE_HEIGHT;
      if (!line.isBlank()) {
        appearsAt += wait(line);
        picture
            .append("<text class=\"line\" x=\"")
            .append(LEFT)
            .append("\" y=\"")
            .append(baseline)
            .append("\" style=\"animation-delay: ")
            .append(String.format(Locale.ROOT, "%.2f", appearsAt))
            .append("s\">")
            .append(colored(line))
            .append("</text>\n");
      }
    }
    return picture.append("</svg>\n").toString();
  }

  private static double wait(String line) {
    var seconds = SECONDS.matcher(line);
    return seconds.find()
        ? Math.min(Double.parseDouble(seconds.group(1)), MAX_WAIT)
        : WAIT_BETWEEN_LINES;
  }

  private static String colored(String line) {
    String shown = line.length() > MAX_COLUMNS ? line.substring(0, MAX_COLUMNS) : line;
    return shown
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replaceAll("( \\.\\.\\. [0-9.]+ s)$", "<tspan class=\"faint\">$1</tspan>")
        .replaceAll("(https?://\\S+)$", "<tspan class=\"address\">$1</tspan>");
  }
}
