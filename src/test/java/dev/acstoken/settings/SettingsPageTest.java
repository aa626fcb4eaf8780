package dev.acstoken.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That the reference page says what {@link Setting} declares. */
class SettingsPageTest {

  private static final Path PAGE = Path.of("docs", "reference", "settings.md");

  @Test
  void isTheRenderedDeclaration() throws IOException {
    String rendered = SettingsPage.render();
    if (System.getProperty("writePages") != null) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, rendered);
    }

    assertEquals(
        rendered,
        Files.readString(PAGE),
        "regenerate the page: mvn test -Dtest=SettingsPageTest -DwritePages");
  }

  @ParameterizedTest
  @EnumSource
  void theReadmeNamesWhatIsRequiredAndLeavesTheRestToThePage(Setting setting) throws IOException {
    var readme = Files.readString(Path.of("README.md"));

    assertTrue(readme.contains("(docs/reference/settings.md)"));
    if (setting.isRequired()) {
      assertTrue(readme.contains("| `" + setting + "` |"), setting::name);
    }
  }
}
