package dev.acstoken.samples;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.contract.Contract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/app-developers.md shows the sources that the tests compile and run. */
class AppDevelopersPageTest {

  @ParameterizedTest
  @CsvSource({
    "java, src/samples/java/src/main/java/dev/acstoken/samples/AcsTokens.java",
    "typescript, src/samples/typescript/acs-tokens.mts",
    "kotlin, src/samples/kotlin/src/main/kotlin/AcsTokens.kt"
  })
  void showsTheSourceThatIsTested(String language, Path source) throws IOException {
    var code = Files.readString(source).replaceFirst("^package .*;\n\n", "");

    assertEquals(code, shown(language));
  }

  // Swift does not run everywhere the tests do.
  @Test
  void swiftCallsWhatTheOthersCall() throws IOException {
    assertEquals(paths(shown("kotlin")), paths(shown("swift")));
    for (String path : paths(shown("swift"))) {
      assertTrue(
          Contract.SERVED.operations().stream()
              .anyMatch(it -> it.path().replace("{userId}", "me").equals(path)),
          path);
    }
  }

  private static SortedSet<String> paths(String code) {
    return Pattern.compile("\"(/users/[^\"]*)\"")
        .matcher(code)
        .results()
        .map(it -> it.group(1))
        .collect(toCollection(TreeSet::new));
  }

  private static String shown(String language) throws IOException {
    var page = Files.readString(Path.of("docs", "app-developers.md"));
    return Stream.of(page.split("```"))
        .filter(it -> it.startsWith(language + "\n"))
        .map(it -> it.substring(language.length() + 1))
        .reduce((one, another) -> one + another)
        .orElseThrow();
  }
}
