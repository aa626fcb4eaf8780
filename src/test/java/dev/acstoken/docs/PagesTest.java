package dev.acstoken.docs;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Verifies that the pages link what exists, and that their lists are complete. */
class PagesTest {

  private static final Path SOURCES = Path.of("src", "main", "java", "dev", "acstoken");

  @ParameterizedTest
  @MethodSource("pages")
  void everyRelativeLinkLeadsToAFileAndAHeading(Page page) throws IOException {
    List<String> broken = new ArrayList<>();
    for (String link : page.links()) {
      if (!link.matches("[a-z]+:.*") && !leadsSomewhere(page, link)) {
        broken.add(link);
      }
    }
    assertEquals(List.of(), broken);
  }

  /**
   * Only headings under different headings may be the same, as in the versions of the changelog.
   */
  @ParameterizedTest
  @MethodSource("pages")
  void theHeadingsOfAPageAreUnique(Page page) {
    assertEquals(page.headings().stream().distinct().toList(), page.headings());
  }

  @Test
  void theArchitecturePageDescribesEveryPackage() throws IOException {
    var page = Files.readString(Path.of("docs", "architecture.md"));
    try (Stream<Path> files = Files.walk(SOURCES)) {
      assertEquals(
          List.of(),
          files
              .filter(it -> it.endsWith("package-info.java"))
              .map(it -> SOURCES.relativize(it.getParent()).toString().replaceAll("[/\\\\]", "."))
              .filter(name -> page.lines().noneMatch(line -> isRowOf(name, line)))
              .toList());
    }
  }

  @Test
  void theIndexOfDecisionsListsEachOfThem() throws IOException {
    var folder = Path.of("docs", "adr");
    var index = folder.resolve("README.md");
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          files
              .filter(it -> !it.equals(index))
              .map(it -> it.getFileName().toString())
              .collect(toCollection(TreeSet::new)),
          new TreeSet<>(Page.read(index).links()));
    }
  }

  @Test
  void aBrokenLinkIsFound() throws IOException {
    var page = Page.read(Path.of("README.md"));

    assertTrue(leadsSomewhere(page, "docs/architecture.md#rows"));
    assertTrue(!leadsSomewhere(page, "docs/architecture.md#no-such-heading"));
    assertTrue(!leadsSomewhere(page, "docs/no-such-page.md"));
  }

  static Stream<Page> pages() throws IOException {
    return Page.all().stream();
  }

  private static boolean leadsSomewhere(Page page, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? page.path() : page.path().resolveSibling(parts[0]);
    return Files.exists(target)
        && (parts.length == 1 || Page.read(target).anchors().contains(parts[1]));
  }

  private static boolean isRowOf(String name, String line) {
    return line.startsWith("| ") && line.split("\\|", 3)[1].contains("`" + name + "`");
  }
}
