package dev.acstoken.settings;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.identity.TokenLifetime;
import dev.acstoken.identity.TokenScope;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Verifies that the settings reader follows the declarations in {@link Setting}. */
class SettingTest {

  private static final Map<String, String> REQUIRED =
      Map.of(
          "COMMUNICATION_SERVICES_ENDPOINT", "https://localhost:7073",
          "TABLE_STORAGE_ENDPOINT", "http://127.0.0.1:10002/devstoreaccount1",
          "AUTH_ISSUER", "http://localhost:7072",
          "AUTH_AUDIENCE", "api://tokens");

  @Test
  void everySettingIsRead() {
    var read = EnumSet.noneOf(Setting.class);
    var environment =
        new HashMap<String, String>(REQUIRED) {
          private static final long serialVersionUID = 1L;

          @Override
          public @Nullable String get(Object name) {
            read.add(Setting.valueOf(String.valueOf(name)));
            return super.get(name);
          }
        };

    assertFalse(SettingsReader.read(environment).toString().isEmpty());
    assertEquals(EnumSet.allOf(Setting.class), read);
  }

  @Test
  void aMissingValueHasTheSameEffectAsTheDefault() {
    var environment = new HashMap<>(REQUIRED);
    for (var setting : Setting.values()) {
      setting.defaultValue().ifPresent(value -> environment.put(setting.name(), value));
    }

    assertTrue(environment.size() > REQUIRED.size());
    assertEquals(SettingsReader.read(REQUIRED), SettingsReader.read(environment));
  }

  /** The templates check the settings with a range, and no others. */
  @ParameterizedTest
  @EnumSource
  void aSettingHasARangeIfAndOnlyIfItsValueMustBeANumber(Setting setting) {
    var environment = new HashMap<>(REQUIRED);
    environment.put(setting.name(), "60m");

    assertEquals(
        setting.range().isPresent(),
        problem(environment).contains(setting + " must be a whole number of "),
        () -> problem(environment));
  }

  /** The templates check the switches among the settings, too. */
  @ParameterizedTest
  @EnumSource
  void aSettingIsASwitchIfAndOnlyIfItsValueMustBeTrueOrFalse(Setting setting) {
    var environment = new HashMap<>(REQUIRED);
    environment.put(setting.name(), "yes");

    assertEquals(
        setting.isSwitch(),
        problem(environment).contains(setting + " must be true or false."),
        () -> problem(environment));
  }

  @ParameterizedTest
  @EnumSource
  void aNumberIsAcceptedUpToTheBoundsOfItsRange(Setting setting) {
    setting
        .range()
        .ifPresent(
            range ->
                assertAll(
                    () -> assertEquals("", problemOf(setting, range.min())),
                    () -> assertEquals("", problemOf(setting, range.max())),
                    () -> assertTrue(problemOf(setting, range.min() - 1).contains("" + range)),
                    () -> assertTrue(problemOf(setting, range.max() + 1).contains("" + range))));
  }

  @ParameterizedTest
  @EnumSource
  void aDescriptionConsistsOfSentences(Setting setting) {
    assertTrue(setting.description().matches("[A-Z].*[^.]\\."), setting.description());
  }

  @Test
  void descriptionsNameTheLimitsOfTheDomain() {
    assertAll(
        Stream.of(TokenScope.values())
            .map(
                scope ->
                    () ->
                        assertTrue(
                            Setting.TOKEN_SCOPES.description().contains("`" + scope + "`")
                                && Setting.GUEST_SCOPES.description().contains("`" + scope + "`"),
                            scope::toString)));
    assertTrue(
        Setting.TOKEN_LIFETIME_MINUTES
            .description()
            .contains(TokenLifetime.MIN_MINUTES + " to " + TokenLifetime.MAX_MINUTES + " minutes"));
  }

  private static String problemOf(Setting setting, int value) {
    var environment = new HashMap<>(REQUIRED);
    environment.put(setting.name(), String.valueOf(value));
    return problem(environment);
  }

  private static String problem(Map<String, String> environment) {
    try {
      SettingsReader.read(environment);
      return "";
    } catch (SettingsException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
