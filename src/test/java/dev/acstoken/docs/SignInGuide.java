package dev.acstoken.docs;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The guide to sign-in: sections about identity providers, with the settings that an operator
 * copies.
 *
 * @param sections the sections with settings, by their headings
 */
public record SignInGuide(Map<String, Section> sections) {

  static final Path FOLDER = Path.of("docs", "guides", "sign-in");
  static final Path INDEX = FOLDER.resolve("README.md");

  private static final Pattern HEADING = Pattern.compile("(?m)^(##|###) (.*)\n");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```env\n(.*?)^```$");

  /** A value without quotes has no character with a meaning for a shell or for azd. */
  private static final Pattern SETTING =
      Pattern.compile("(?m)^([A-Z_]+)=(?:'([^']*)'|((?:<[^<>]+>|[\\w./:~@-])*))$");

  private static final Pattern COMMANDS = Pattern.compile("(?ms)^```sh\n(.*?)^```$");

  private static final Pattern PLACEHOLDER = Pattern.compile("<[^<>]+>");

  /**
   * A section about a provider, or about one way to configure it.
   *
   * @param text the text of the section, and of the section around it
   * @param settings the settings, with placeholders such as {@code <tenant id>}
   */
  public record Section(String text, Map<String, String> settings) {

    /** Returns the text after a label, such as {@code **Admin role:**}; empty if it is missing. */
    public String labelled(String label) {
      var part = Pattern.compile("(?ms)^\\*\\*" + label + ":\\*\\*(.*?)(?=^\\*\\*|^```|^#|\\z)");
      return part.matcher(text).results().map(it -> it.group(1).strip()).findFirst().orElse("");
    }
  }

  public SignInGuide {
    sections = Map.copyOf(sections);
  }

  /** Reads the pages of the guide. */
  public static SignInGuide read() {
    Map<String, Section> sections = new LinkedHashMap<>();
    for (Path page : pages()) {
      sectionsOf(read(page))
          .forEach(
              (heading, section) -> {
                if (sections.put(heading, section) != null) {
                  throw new AssertionError("Two sections: " + heading);
                }
              });
    }
    return new SignInGuide(sections);
  }

  /** Returns the pages with sections. */
  static List<Path> pages() {
    try (Stream<Path> pages = Files.list(FOLDER)) {
      return pages.filter(page -> !page.equals(INDEX)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the settings of a section.
   *
   * @param values the values that take the place of the placeholders, by placeholder
   */
  public Map<String, String> settings(String heading, Map<String, String> values) {
    return section(heading).settings().entrySet().stream()
        .collect(
            toMap(
                Map.Entry::getKey,
                setting -> filled(setting.getValue(), values),
                (one, other) -> one,
                LinkedHashMap::new));
  }

  /**
   * Returns the shell commands of a section in their order.
   *
   * @param values the values that take the place of the placeholders, by placeholder
   */
  public String commands(String heading, Map<String, String> values) {
    return COMMANDS
        .matcher(section(heading).text())
        .results()
        .map(block -> filled(block.group(1), values))
        .collect(joining());
  }

  /** Returns the section under a heading. */
  public Section section(String heading) {
    var section = sections.get(heading);
    if (section == null) {
      throw new AssertionError("No settings under " + heading + ", only under " + headings());
    }
    return section;
  }

  /** Returns the headings of the sections with settings. */
  public Set<String> headings() {
    return sections.keySet();
  }

  private static String filled(String text, Map<String, String> values) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(
            placeholder -> {
              String value = values.get(placeholder.group());
              if (value == null) {
                throw new AssertionError("No value for " + placeholder.group());
              }
              return Matcher.quoteReplacement(value);
            });
  }

  private static Map<String, Section> sectionsOf(String page) {
    Map<String, Section> sections = new LinkedHashMap<>();
    List<MatchResult> headings = HEADING.matcher(page).results().toList();
    String around = "";
    for (int i = 0; i < headings.size(); i++) {
      MatchResult heading = headings.get(i);
      int end = i + 1 < headings.size() ? headings.get(i + 1).start() : page.length();
      String text = page.substring(heading.end(), end);
      if (heading.group(1).equals("##")) {
        around = text;
      }
      var settings = settingsIn(text);
      if (!settings.isEmpty()) {
        sections.put(
            heading.group(2), new Section(text.equals(around) ? text : text + around, settings));
      }
    }
    return sections;
  }

  private static Map<String, String> settingsIn(String text) {
    List<String> blocks = BLOCK.matcher(text).results().map(it -> it.group(1)).toList();
    if (blocks.size() > 1) {
      throw new AssertionError("Two settings blocks under one heading: " + blocks);
    }
    for (String block : blocks) {
      String unread = SETTING.matcher(block).replaceAll("").strip();
      if (!unread.isEmpty()) {
        throw new AssertionError("No setting: " + unread);
      }
    }
    return blocks.stream()
        .flatMap(block -> SETTING.matcher(block).results())
        .collect(
            toMap(
                it -> it.group(1),
                it -> it.group(2) == null ? it.group(3) : it.group(2),
                (one, other) -> {
                  throw new AssertionError("Set twice: " + one);
                },
                LinkedHashMap::new));
  }
}
