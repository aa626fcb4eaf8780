package dev.acstoken.settings;

import static java.util.stream.Collectors.joining;

import dev.acstoken.settings.Setting.Group;
import dev.acstoken.settings.Setting.Source;
import java.util.stream.Stream;

/** Renders {@code docs/reference/settings.md}. */
final class SettingsPage {

  private static final String INTRODUCTION =
      """
      # Settings

      This page lists every environment variable that the endpoint reads.
      It is for everyone who deploys or runs the endpoint.

      The endpoint reads its settings once, when it starts.
      A variable that is empty or blank counts as not set.
      If any setting is missing or wrong, the endpoint issues no tokens, and its log names all such settings at once, without their values.

      The column "set by" says where a deployed endpoint gets the value from:

      - *operator*: you choose the value with `azd env set NAME value`; [For platform teams](../guides/platform-teams.md#configure) says more.
      - *templates*: the Bicep templates compute the value from the resources that they deploy.
      - *secret*: no template sets it, because in Azure every connection uses a managed identity.
        It is for other ways to run the endpoint.
      - *Azure*: the platform sets the value itself.
      """;

  private static final String END =
      """

      ---

      This page is generated from `Setting.java`. To regenerate it, run `mvn test -Dtest=SettingsPageTest -DwritePages`.
      """;

  private SettingsPage() {}

  static String render() {
    return Stream.of(Group.values())
        .map(SettingsPage::section)
        .collect(joining("", INTRODUCTION, END));
  }

  private static String section(Group group) {
    return Stream.of(Setting.values())
        .filter(setting -> setting.group() == group)
        .map(SettingsPage::row)
        .collect(
            joining(
                "",
                "\n## "
                    + group.title()
                    + "\n\n| name | default | set by | meaning |\n|---|---|---|---|\n",
                ""));
  }

  private static String row(Setting setting) {
    return "| `%s` | %s | %s | %s |\n"
        .formatted(setting, defaultOf(setting), sourceOf(setting.source()), setting.description());
  }

  private static String defaultOf(Setting setting) {
    return setting.defaultValue().map(value -> "`" + value + "`").orElse("none");
  }

  private static String sourceOf(Source source) {
    return switch (source) {
      case OPERATOR -> "operator";
      case SECRET_OF_OPERATOR -> "secret";
      case TEMPLATES -> "templates";
      case AZURE -> "Azure";
    };
  }
}
