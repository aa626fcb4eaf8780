package dev.acstoken.samples;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The code that a guide shows. */
final class CodeBlocks {

  private static final Pattern SOURCE = Pattern.compile(".*\\.(java|kt|swift|ts)");
  private static final Set<String> GENERATED = Set.of("node_modules", "dist", "target", ".build");

  private CodeBlocks() {}

  /** Returns the blocks of a page in a language. */
  static List<String> of(Path page, String language) throws IOException {
    return Stream.of(Files.readString(page).split("```"))
        .filter(it -> it.startsWith(language + "\n"))
        .map(it -> it.substring(language.length() + 1))
        .toList();
  }

  /**
   * Returns the blocks that are not in the source of the sample in their language, nor in its
   * examples. The indentation may differ.
   */
  static List<String> withoutSource(Path page, String language) throws IOException {
    List<String> sources = sources(Sample.FOLDER.resolve(language));
    return of(page, language).stream()
        .filter(block -> sources.stream().noneMatch(it -> it.contains(unindented(block))))
        .toList();
  }

  private static List<String> sources(Path folder) throws IOException {
    List<String> sources = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(it -> SOURCE.matcher(it.toString()).matches()).toList()) {
        if (GENERATED.stream().noneMatch(it -> file.toString().contains(it))) {
          sources.add(unindented(Files.readString(file)));
        }
      }
    }
    return sources;
  }

  private static String unindented(String code) {
    return code.lines().map(String::strip).collect(joining("\n")) + "\n";
  }
}
