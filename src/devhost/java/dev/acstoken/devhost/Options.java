package dev.acstoken.devhost;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Options of a command line over those of the environment. */
final class Options {
  private static final Pattern OPTION = Pattern.compile("--([a-z-]+)=(.+)");
  private static final Set<String> NAMES =
      Set.of("host", "endpoint-port", "issuer-port", "emulator-port", "azurite-port");

  private final Map<String, String> environment;
  private final Map<String, String> values = new HashMap<>();
  private boolean help;

  Options(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  void add(String argument) {
    if (argument.equals("--help") || argument.equals("-h")) {
      help = true;
      return;
    }
    var option = OPTION.matcher(argument);
    if (!option.matches() || !NAMES.contains(option.group(1))) {
      throw new IllegalArgumentException("There is no option \"" + argument + "\"; see --help.");
    }
    values.put(option.group(1), option.group(2));
  }

  boolean isHelp() {
    return help;
  }

  String text(String name, String defaultValue) {
    var variable = "ACSTOKEN_" + name.replace('-', '_').toUpperCase(Locale.ROOT);
    var fromEnvironment = environment.getOrDefault(variable, "");
    return values.getOrDefault(name, fromEnvironment.isEmpty() ? defaultValue : fromEnvironment);
  }

  int port(String name, int defaultValue) {
    var text = text(name, Integer.toString(defaultValue));
    if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65535) {
      throw new IllegalArgumentException(
          name + " is a port from 0 to 65535, not \"" + text + "\".");
    }
    return Integer.parseInt(text);
  }
}
