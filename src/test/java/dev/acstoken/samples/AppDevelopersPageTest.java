package dev.acstoken.samples;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.contract.Contract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies that docs/guides/app-developers.md links every package and quotes only source that is
 * compiled.
 */
class AppDevelopersPageTest {

  private static final Map<String, String> SOURCE_FILES =
      Map.of(
          "java", "src/main/java/dev/acstoken/client/AcsTokens.java",
          "kotlin", "src/main/kotlin/dev/acstoken/android/Session.kt",
          "swift", "Sources/AcsTokenClientCore/Session.swift",
          "typescript", "src/acs-tokens.ts");

  private static final Path PAGE = Path.of("docs", "guides", "app-developers.md");

  @Test
  void coversEverySample() throws IOException {
    try (var folders = Files.list(Sample.FOLDER)) {
      assertEquals(
          folders
              .filter(Files::isDirectory)
              .map(it -> it.getFileName().toString())
              .collect(toSet()),
          SOURCE_FILES.keySet());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "kotlin", "swift", "typescript"})
  void linksThePackage(String language) throws IOException {
    for (String file : List.of(SOURCE_FILES.get(language), "README.md")) {
      String link = "(../../src/samples/" + language + "/" + file + ")";
      assertTrue(page().contains(link), link);
    }
  }

  /** Other tests compile the source files. */
  @ParameterizedTest
  @ValueSource(strings = {"java", "kotlin", "swift", "typescript"})
  void quotesOnlyTheSourceOfThePackageAndOfItsExamples(String language) throws IOException {
    assertFalse(excerpts(language).isEmpty());
    assertEquals(List.of(), CodeBlocks.withoutSource(PAGE, language));
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "kotlin", "swift", "typescript"})
  void showsASessionForMsalAndTheUseOfTheSdks(String language) throws IOException {
    for (String call : List.of("acquireTokenSilent", "AcsTokens.signIn", "ChatClient")) {
      assertTrue(excerpts(language).stream().anyMatch(it -> it.contains(call)), call);
    }
  }

  // Not every machine that runs the tests can run Swift.
  @Test
  void theSwiftSampleCallsTheSamePathsAsTheKotlinSample() throws IOException {
    String kotlin =
        read(Sample.FOLDER.resolve("kotlin/src/main/kotlin/dev/acstoken/android/TokenClient.kt"));
    String swift =
        read(Sample.FOLDER.resolve("swift/Sources/AcsTokenClientCore/TokenClient.swift"));
    assertEquals(paths(kotlin), paths(swift));
    for (String path : paths(swift)) {
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

  private static List<String> excerpts(String language) throws IOException {
    return CodeBlocks.of(PAGE, language);
  }

  private static String page() throws IOException {
    return read(PAGE);
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file);
  }
}
