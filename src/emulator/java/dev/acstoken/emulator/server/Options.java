package dev.acstoken.emulator.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Command-line options. An option takes precedence over the environment variable of the same name.
 */
public final class Options {

  private static final Pattern OPTION = Pattern.compile("--([a-z-]+)=(.+)");

  private final Map<String, String> environment;
  private final String variablePrefix;
  private final Map<String, List<String>> values = new HashMap<>();
  private boolean isHelp;

  private Options(Map<String, String> environment, String variablePrefix) {
    this.environment = Map.copyOf(environment);
    this.variablePrefix = variablePrefix;
  }

  /**
   * Parses arguments of the form {@code --name=value}, and {@code --help}.
   *
   * @param variablePrefix the prefix of the environment variables: with {@code ACSTOKEN_}, the
   *     variable of {@code issuer-port} is {@code ACSTOKEN_ISSUER_PORT}
   * @param names the names of the options
   * @throws IllegalArgumentException for any other argument, with a message for the user
   */
  public static Options parse(
      Map<String, String> environment,
      String variablePrefix,
      Set<String> names,
      String... arguments) {
    var options = new Options(environment, variablePrefix);
    for (String argument : arguments) {
      options.add(argument, names);
    }
    return options;
  }

  /** Returns whether the arguments include {@code --help} or {@code -h}. */
  public boolean isHelp() {
    return isHelp;
  }

  /** Returns the value of an option. If it is given several times, the last one counts. */
  public String text(String name, String defaultValue) {
    var given = given(name);
    return given.isEmpty() ? defaultValue : given.get(given.size() - 1);
  }

  /**
   * Returns the values of an option that may be given several times, or once with several values
   * that are separated by commas.
   */
  public List<String> list(String name) {
    return given(name).stream()
        .flatMap(value -> Stream.of(value.split(",")))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  /**
   * Returns the value of an option that is a port.
   *
   * @throws IllegalArgumentException if it is not a port, with a message for the user
   */
  public int port(String name, int defaultValue) {
    var text = text(name, Integer.toString(defaultValue));
    if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65535) {
      throw new IllegalArgumentException(
          name + " must be a number from 0 to 65535, not \"" + text + "\".");
    }
    return Integer.parseInt(text);
  }

  private List<String> given(String name) {
    var variable = variablePrefix + name.replace('-', '_').toUpperCase(Locale.ROOT);
    var fromEnvironment = environment.getOrDefault(variable, "");
    return values.getOrDefault(
        name, fromEnvironment.isEmpty() ? List.of() : List.of(fromEnvironment));
  }

  private void add(String argument, Set<String> names) {
    if (argument.equals("--help") || argument.equals("-h")) {
      isHelp = true;
      return;
    }
    var option = OPTION.matcher(argument);
    if (!option.matches() || !names.contains(option.group(1))) {
      throw new IllegalArgumentException(
          "Unknown option or missing value: \"" + argument + "\". --help lists the options.");
    }
    values.computeIfAbsent(option.group(1), name -> new ArrayList<>()).add(option.group(2));
  }
}
