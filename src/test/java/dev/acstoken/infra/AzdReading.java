package dev.acstoken.infra;

import java.util.Optional;
import java.util.Set;

/**
 * How azd reads the variable of a parameter in {@code main.parameters.json}, as {@code
 * armParameterFileValue} and {@code loadParameters} in azd's {@code bicep_provider.go} have it.
 */
final class AzdReading {

  /** The texts that Go's {@code strconv.ParseBool} reads. */
  private static final Set<String> BOOLEANS =
      Set.of("1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False");

  private AzdReading() {}

  /**
   * Returns the text that azd sends for the text of a variable; empty if it sends nothing, so that
   * the default of the template holds.
   */
  static Optional<String> sent(BicepFile.Declaration parameter, String text) {
    return switch (parameter.type()) {
      case "bool" -> Optional.of(text).filter(BOOLEANS::contains);
      case "int" -> Optional.of(text).filter(it -> it.matches("[+-]?[0-9]+"));
      case "string" -> Optional.of(text).filter(it -> !it.isEmpty() || isOtherDefault(parameter));
      // azd parses a list as JSON and says so if it cannot.
      default -> Optional.of(text);
    };
  }

  private static boolean isOtherDefault(BicepFile.Declaration parameter) {
    return parameter.value().isPresent() && !parameter.value().text().isEmpty();
  }
}
