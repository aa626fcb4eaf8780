package dev.acstoken.settings;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Verifies that the files generated from {@link Setting} are up to date. */
class SettingsPageTest {

  private static final Path PAGE = Path.of("docs", "reference", "settings.md");
  private static final Path PARAMETERS = Path.of("infra", "main.parameters.json");

  private static final Path CHECKED = Path.of("infra", "app", "settings.bicep");

  private static final Pattern NUMBERS_OBJECT =
      Pattern.compile("(var settingNumbers = \\{\n).*?(?=\n\\})", Pattern.DOTALL);

  private static final Pattern SWITCHES_LIST =
      Pattern.compile("(var settingSwitches = \\[\n).*?(?=\n\\])", Pattern.DOTALL);

  /** The settings with a parameter of their own, because the templates check them. */
  private static final Set<Setting> OWN_PARAMETERS =
      Set.of(Setting.AUTH_ISSUER, Setting.AUTH_AUDIENCE, Setting.AUTH_ISSUERS);

  private static final Pattern SETTINGS_OBJECT =
      Pattern.compile("(\"settings\": \\{\\s+\"value\": \\{\\n).*?(?=\\n {6}\\})", Pattern.DOTALL);

  @Test
  void theSettingsPageIsUpToDate() throws IOException {
    assertGenerated(PAGE, SettingsPage.render());
  }

  @Test
  void theParametersFilePassesTheOtherSettingsOfTheOperatorInOneObject() throws IOException {
    String settings =
        ofTheOperator()
            .filter(setting -> !OWN_PARAMETERS.contains(setting))
            .map(setting -> "        \"%1$s\": \"${%1$s}\"".formatted(setting))
            .collect(joining(",\n"));

    assertGenerated(PARAMETERS, replaced(Files.readString(PARAMETERS), SETTINGS_OBJECT, settings));
  }

  @Test
  void theTemplatesKnowTheSettingsThatAreNumbersOrSwitches() throws IOException {
    String numbers =
        ofTheOperator()
            .flatMap(setting -> setting.range().stream().map(range -> number(setting, range)))
            .collect(joining("\n"));
    String switches =
        ofTheOperator()
            .filter(Setting::isSwitch)
            .map(setting -> "  '" + setting + "'")
            .collect(joining("\n"));

    String file = replaced(Files.readString(CHECKED), NUMBERS_OBJECT, numbers);
    assertGenerated(CHECKED, replaced(file, SWITCHES_LIST, switches));
  }

  private static Stream<Setting> ofTheOperator() {
    return Stream.of(Setting.values()).filter(Setting::isChosenByOperator);
  }

  private static String replaced(String file, Pattern place, String content) {
    return place
        .matcher(file)
        .replaceFirst(match -> Matcher.quoteReplacement(match.group(1) + content));
  }

  private static String number(Setting setting, Setting.Range range) {
    return "  %s: { min: %d, max: %d }".formatted(setting, range.min(), range.max());
  }

  private static void assertGenerated(Path file, String generated) throws IOException {
    if (System.getProperty("writePages") != null) {
      Files.writeString(file, generated);
    }

    assertEquals(
        generated,
        Files.readString(file),
        "regenerate it: mvn test -Dtest=SettingsPageTest -DwritePages");
  }

  @Test
  void theReadmeNamesTheSettingsThatNobodyCanGuessAndLinksThePage() throws IOException {
    var readme = Files.readString(Path.of("README.md"));

    assertTrue(readme.contains("(docs/reference/settings.md)"));
    for (Setting setting : List.of(Setting.AUTH_ISSUER, Setting.AUTH_AUDIENCE)) {
      assertTrue(readme.contains("| `" + setting + "` |"), setting::name);
    }
  }
}
