package dev.acstoken;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Verifies that every test that docs/reference/invariants.md names exists. */
class InvariantsDocumentTest {
  private static final Pattern TEST_IN_BACKTICKS =
      Pattern.compile("`(\\w+(?:Test|IT|Contract)(?:\\.\\w+)?)`");

  private static final Set<String> TESTS = testClassesAndMethods();

  @ParameterizedTest
  @MethodSource("namedTests")
  void aNamedTestExists(String name) {
    assertTrue(TESTS.contains(name), name);
  }

  static Stream<String> namedTests() throws IOException {
    var document = Files.readString(Path.of("docs", "reference", "invariants.md"));
    return TEST_IN_BACKTICKS.matcher(document).results().map(it -> it.group(1)).distinct();
  }

  private static Set<String> testClassesAndMethods() {
    Set<String> tests = new HashSet<>();
    for (var type : new ClassFileImporter().importPackages("dev.acstoken")) {
      // The page names the tests of a nested class by the class around it.
      String name = type.getName().replaceAll("^.*\\.|\\$.*", "");
      tests.add(name);
      tests.addAll(
          // ArchUnit rules are fields.
          Stream.concat(type.getMethods().stream(), type.getFields().stream())
              .map(member -> name + "." + member.getName())
              .collect(toSet()));
    }
    return Set.copyOf(tests);
  }
}
