package dev.acstoken.settings;

import dev.acstoken.auth.keys.TenantPattern;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Finds out what is wrong with a text that was copied from a page or a portal: it still contains a
 * placeholder, or characters that nobody sees and that come with a copy.
 */
final class CopiedText {

  private static final Pattern IN_ANGLE_BRACKETS = Pattern.compile("<[^<>\"]*>");

  /** Braces and variables that no program has replaced, and GUIDs of pages. */
  private static final Pattern OTHER_PLACEHOLDER =
      Pattern.compile(
          "(?i)\\$?\\{[^{}\"]*\\}|\\$\\([^()]*\\)"
              + "|0{8}(?:-0{4}){3}-0{12}|x{8}(?:-x{4}){3}-x{12}");

  private static final String KEY_VAULT_REFERENCE = "@microsoft.keyvault(";

  /**
   * The space of Chinese and Japanese, and the joiners of Persian, of Indic scripts and of emoji,
   * which are parts of names.
   */
  private static final Set<Integer> OF_SCRIPTS = Set.of(0x3000, 0x200C, 0x200D);

  private CopiedText() {}

  /** Returns what is wrong with a text, as a predicate of a sentence; empty if nothing is. */
  static Optional<String> problemOf(String text) {
    return problemOfValue(text)
        .or(() -> first(OTHER_PLACEHOLDER, text).map(CopiedText::placeholder))
        .or(() -> problemOfReference(text));
  }

  /**
   * Returns what is wrong with a text that may be any value of a claim, and therefore may contain
   * braces.
   */
  static Optional<String> problemOfValue(String text) {
    return first(IN_ANGLE_BRACKETS, text)
        .map(CopiedText::placeholder)
        .or(() -> problemOfCharacters(text));
  }

  private static Optional<String> first(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(MatchResult::group).findFirst();
  }

  private static String placeholder(String found) {
    boolean isTenant =
        found.startsWith("{")
            && (found.toLowerCase(Locale.ROOT).contains("tenant") || found.equals("{tid}"));
    return "still contains the placeholder \""
        + found
        + "\": replace it with the value"
        + (isTenant
            ? ". Only issuer, alias and previousIssuer in "
                + Setting.AUTH_ISSUERS
                + " may contain \""
                + TenantPattern.PLACEHOLDER
                + "\""
            : "");
  }

  private static Optional<String> problemOfReference(String text) {
    return text.toLowerCase(Locale.ROOT).startsWith(KEY_VAULT_REFERENCE)
        ? Optional.of(
            "is a reference to a key vault that App Service has not resolved: set the value itself,"
                + " which is no secret")
        : Optional.empty();
  }

  private static Optional<String> problemOfCharacters(String text) {
    OptionalInt strange = text.codePoints().filter(CopiedText::isInvisible).findFirst();
    return strange.isPresent()
        ? Optional.of(
            "contains the invisible character U+%04X: type the value in place of a copy"
                .formatted(strange.getAsInt()))
        : Optional.empty();
  }

  private static boolean isInvisible(int character) {
    return !OF_SCRIPTS.contains(character) && isUnprinted(character);
  }

  private static boolean isUnprinted(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      case Character.SPACE_SEPARATOR -> character != ' ';
      default -> false;
    };
  }
}
