package dev.acstoken.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Verifies that docs/guides/guests.md quotes only source that is compiled. */
class GuestsPageTest {

  private static final Path PAGE = Path.of("docs", "guides", "guests.md");

  @Test
  void quotesOnlyTheExamplesOfTheTypeScriptPackage() throws IOException {
    assertFalse(CodeBlocks.of(PAGE, "typescript").isEmpty());
    assertEquals(List.of(), CodeBlocks.withoutSource(PAGE, "typescript"));
  }
}
