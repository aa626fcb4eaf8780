package dev.acstoken.devhost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The first lines that the development host's command prints, as README shows them.
 *
 * @param lines the lines, those of the build first
 */
record FirstScreen(List<String> lines) {

  private static final Pattern BLOCK = Pattern.compile("(?s)```text\\n(.*?)```");
  private static final String FIRST_OF_THE_HOST = "Starting ";
  private static final String ONLY_FIRST_TIME = "(only the first time)";

  static FirstScreen inReadme() throws IOException {
    var block = BLOCK.matcher(Files.readString(Path.of("README.md")));
    if (!block.find()) {
      throw new IllegalStateException("README shows no output.");
    }
    return new FirstScreen(block.group(1).lines().toList());
  }

  List<String> ofTheBuild() {
    return lines.stream()
        .takeWhile(line -> !line.startsWith(FIRST_OF_THE_HOST))
        .filter(line -> !line.contains(ONLY_FIRST_TIME))
        .toList();
  }

  List<String> ofTheHost() {
    return lines.stream().dropWhile(line -> !line.startsWith(FIRST_OF_THE_HOST)).toList();
  }

  /**
   * Replaces what differs from start to start, and leaves out what appears only on a busy machine
   * or at the first start.
   */
  static List<String> shape(List<String> lines) {
    return lines.stream()
        .filter(line -> !line.contains("the next attempt follows"))
        .filter(line -> !line.contains(ONLY_FIRST_TIME))
        .map(FirstScreen::shape)
        .dropWhile(String::isBlank)
        .reduce((text, line) -> text + "\n" + line)
        .map(text -> text.stripTrailing().lines().toList())
        .orElse(List.of());
  }

  private static String shape(String line) {
    return line.replaceAll(" \\d+(\\.\\d)? s$", " N s")
        .replaceAll("(localhost|127\\.0\\.0\\.1):\\d+", "$1:N")
        .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ", "TIME")
        .replaceAll("eyJ\\w{9}", "TOKEN");
  }
}
