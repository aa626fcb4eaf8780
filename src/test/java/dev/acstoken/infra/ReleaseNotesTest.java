package dev.acstoken.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies that a release needs one version in its tag, the POM and the changelog, and that its
 * notes are the changelog's. The workflow runs on Linux.
 */
@EnabledOnOs(OS.LINUX)
class ReleaseNotesTest {

  private static final String CHANGELOG =
      """
      # Changelog

      ## [Unreleased]

      - A change that waits.

      ## [1.20.3] - 2027-01-31

      ### Added

      - [Settings](docs/reference/settings.md#scopes) and [an RFC](https://example.com/a.md).
        See [above](#added).

      ### Upgrade notes

          azd up

      ## [1.20.30] - 2026-12-01

      - A former change.

      ## [1.2.0] - 2026-11-30
      """;

  @TempDir private Path project;

  @BeforeEach
  void copyTheScript() throws IOException {
    Path script = Path.of(".ci", "release-notes");
    Files.createDirectory(project.resolve(".ci"));
    Files.copy(script, project.resolve(script));
    Files.writeString(project.resolve("CHANGELOG.md"), CHANGELOG);
    setVersion("1.20.3");
  }

  @Test
  void theNotesAreTheSectionOfTheVersion() throws Exception {
    assertEquals(
        """
        ### Added

        - [Settings](docs/reference/settings.md#scopes) and [an RFC](https://example.com/a.md).
          See [above](#added).

        ### Upgrade notes

            azd up
        """
            .strip(),
        notes("v1.20.3", Map.of()));
  }

  @Test
  void theLinksOfAReleaseLeadToTheFilesOfItsTag() throws Exception {
    String notes =
        notes(
            "v1.20.3",
            Map.of(
                "GITHUB_SERVER_URL", "https://github.example", "GITHUB_REPOSITORY", "owner/name"));

    assertTrue(
        notes.contains(
            "[Settings](https://github.example/owner/name/blob/v1.20.3/docs/reference/settings.md#scopes)"),
        notes);
    assertTrue(notes.contains("[an RFC](https://example.com/a.md)"), notes);
    assertTrue(notes.contains("[above](#added)"), notes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1.20.3", "v1.20", "v1.20.3-SNAPSHOT", "v1.20.3-rc1", "latest", "v"})
  void onlyATagOfAVersionIsReleased(String tag) throws Exception {
    assertRefused("A release has a tag like v1.2.3, and this one is \"" + tag + "\".", tag);
  }

  @ParameterizedTest
  @CsvSource({"1.20.3-SNAPSHOT, v1.20.3", "1.20.3, v1.20.30", "1.20.30, v1.20.3"})
  void aTagThatThePomDoesNotHaveIsRefused(String version, String tag) throws Exception {
    setVersion(version);

    assertRefused("The tag is " + tag + ", but pom.xml has the version " + version + ".", tag);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "## [Unreleased]",
        "## 1.20.3 - 2027-01-31",
        "## [1.20.3]",
        "## [1.20.3] - soon",
        "## [1x20.3] - 2027-01-31",
        "### [1.20.3] - 2027-01-31"
      })
  void aVersionWithoutADatedSectionIsRefused(String heading) throws Exception {
    Files.writeString(
        project.resolve("CHANGELOG.md"),
        CHANGELOG.replace("## [1.20.3] - 2027-01-31", heading).replace("[1.20.30]", "[1.19.0]"));

    assertRefused("CHANGELOG.md has no section \"## [1.20.3] - <yyyy-mm-dd>\".", "v1.20.3");
  }

  @Test
  void anEmptySectionIsRefused() throws Exception {
    setVersion("1.2.0");

    assertRefused("The section 1.2.0 of CHANGELOG.md is empty.", "v1.2.0");
  }

  /** Otherwise the release of this version would fail. */
  @Test
  void theChangelogOfThisProjectHasTheSectionsThatReleasesNeed() throws IOException {
    List<String> headings =
        Files.readString(Path.of("CHANGELOG.md"))
            .lines()
            .filter(line -> line.startsWith("## "))
            .toList();
    String version = versionOfThePom();

    assertEquals("## [Unreleased]", headings.get(0));
    assertEquals(
        List.of(),
        headings.stream()
            .skip(1)
            .filter(it -> !it.matches("## \\[\\d+\\.\\d+\\.\\d+] - \\d{4}-\\d\\d-\\d\\d"))
            .toList());
    assertEquals(
        version.endsWith("-SNAPSHOT"),
        headings.stream().noneMatch(it -> it.contains("[" + version + "]")));
  }

  private static String versionOfThePom() throws IOException {
    var version =
        Pattern.compile("(?m)^  <version>(.+)</version>$")
            .matcher(Files.readString(Path.of("pom.xml")));
    assertTrue(version.find());
    assertFalse(version.group(1).isBlank());
    return version.group(1);
  }

  private void setVersion(String version) throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    Files.writeString(
        project.resolve("pom.xml"),
        pom.replaceFirst(
            "\n  <version>.*</version>\n", "\n  <version>" + version + "</version>\n"));
  }

  private void assertRefused(String message, String tag) throws Exception {
    var program = start(tag, Map.of());

    assertEquals(message, text(program.getErrorStream().readAllBytes()));
    assertEquals("", text(program.getInputStream().readAllBytes()));
    assertEquals(1, program.waitFor());
  }

  private String notes(String tag, Map<String, String> environment) throws Exception {
    var program = start(tag, environment);
    String printed = text(program.getInputStream().readAllBytes());

    assertEquals("", text(program.getErrorStream().readAllBytes()));
    assertEquals(0, program.waitFor());
    return printed;
  }

  private Process start(String tag, Map<String, String> environment) throws IOException {
    var program = new ProcessBuilder("bash", project.resolve(".ci/release-notes").toString(), tag);
    program.environment().keySet().removeIf(it -> it.startsWith("GITHUB_"));
    program.environment().putAll(environment);
    return program.start();
  }

  private static String text(byte[] printed) {
    return new String(printed, StandardCharsets.UTF_8).strip();
  }
}
