package dev.acstoken.emulator.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Reads a program's options with picocli: from the command line, as {@code --name value} or {@code
 * --name=value}, and those that are missing there from environment variables. With the prefix
 * {@code ACSTOKEN_}, the variable of {@code --issuer-port} is {@code ACSTOKEN_ISSUER_PORT}.
 */
public final class CommandLineOptions {

  private static final String HELP = "--help";
  private static final String SEE_HELP = " --help lists the options.";
  private static final int HELP_WIDTH = 100;

  private final Object options;
  private final String variablePrefix;

  /**
   * Creates a reader.
   *
   * @param options the object whose fields with picocli's annotations get the values
   * @param variablePrefix the prefix of the environment variables, which belongs to this program
   */
  public CommandLineOptions(Object options, String variablePrefix) {
    this.options = options;
    this.variablePrefix = variablePrefix;
  }

  /**
   * Sets the fields of the options. A variable without a value counts as absent. With {@code
   * --help}, the environment is not read.
   *
   * @throws IllegalArgumentException for an option, a variable with the prefix, or a value that the
   *     program does not have, with a message for the user
   */
  public void read(Map<String, String> environment, String... arguments) {
    ParseResult given = parse(List.of(arguments));
    if (given.hasMatchedOption(HELP)) {
      return;
    }
    refuseUnknown(environment);
    List<String> all = new ArrayList<>();
    for (OptionSpec option : given.commandSpec().options()) {
      String value = environment.getOrDefault(variable(option), "");
      if (!value.isBlank() && !given.hasMatchedOption(option) && !option.usageHelp()) {
        String argument = option.longestName() + "=" + value;
        check(variable(option), argument);
        all.add(argument);
      }
    }
    all.addAll(List.of(arguments));
    parse(all);
  }

  /** Returns the text that {@code --help} prints. It names the variables and the defaults. */
  public String help() {
    CommandLine command = newCommand();
    CommandSpec spec = command.getCommandSpec();
    for (OptionSpec option : List.copyOf(spec.options())) {
      // Options are listed in the order in which they are added.
      spec.remove(option);
      spec.addOption(option.usageHelp() ? option : withVariable(option));
    }
    return command.getUsageMessage(Ansi.OFF);
  }

  private OptionSpec withVariable(OptionSpec option) {
    boolean showsDefault =
        option.arity().min() > 0
            && !option.isMultiValue()
            && option.showDefaultValue() != Visibility.NEVER;
    return OptionSpec.builder(option)
        .description(
            String.join(" ", option.description()),
            variable(option) + (showsDefault ? ", by default ${DEFAULT-VALUE}" : ""))
        .build();
  }

  private CommandLine newCommand() {
    return new CommandLine(options)
        .setOverwrittenOptionsAllowed(true)
        .setExpandAtFiles(false)
        .setUsageHelpWidth(HELP_WIDTH);
  }

  private ParseResult parse(List<String> arguments) {
    for (String argument : arguments) {
      if (argument.matches("--[^=]*=")) {
        throw new IllegalArgumentException("\"" + argument + "\" has no value." + SEE_HELP);
      }
    }
    try {
      return newCommand().parseArgs(arguments.toArray(String[]::new));
    } catch (UnmatchedArgumentException e) {
      throw new IllegalArgumentException(
          noSuch(e.getUnmatched().get(0).replaceAll("=.*", "")) + SEE_HELP, e);
    } catch (ParameterException e) {
      throw new IllegalArgumentException(withPeriod(String.valueOf(e.getMessage())) + SEE_HELP, e);
    }
  }

  /** A value of a variable is checked alone, so that the message can name the variable. */
  private void check(String variable, String argument) {
    try {
      parse(List.of(argument));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("The variable " + variable + ": " + e.getMessage(), e);
    }
  }

  private void refuseUnknown(Map<String, String> environment) {
    var known =
        newCommand().getCommandSpec().options().stream()
            .filter(option -> !option.usageHelp())
            .map(this::variable)
            .collect(Collectors.toSet());
    for (String name : new TreeSet<>(environment.keySet())) {
      if (name.startsWith(variablePrefix) && !known.contains(name)) {
        throw new IllegalArgumentException(
            "There is no variable %s.%s --help lists the variables."
                .formatted(
                    name,
                    similar(asOption(name))
                        .map(option -> " Do you mean " + variablePrefix + asVariable(option) + "?")
                        .orElse("")));
      }
    }
  }

  private String noSuch(String option) {
    return "There is no option \"%s\".%s"
        .formatted(option, similar(option).map(name -> " Do you mean " + name + "?").orElse(""));
  }

  private Optional<String> similar(String option) {
    try {
      newCommand().parseArgs(option);
      return Optional.empty();
    } catch (UnmatchedArgumentException e) {
      return e.getSuggestions().stream().filter(name -> !name.equals(HELP)).findFirst();
    } catch (ParameterException e) {
      return Optional.empty();
    }
  }

  private String variable(OptionSpec option) {
    return variablePrefix + asVariable(option.longestName());
  }

  private static String asVariable(String option) {
    return option.substring("--".length()).replace('-', '_').toUpperCase(Locale.ROOT);
  }

  private String asOption(String variable) {
    return "--"
        + variable.substring(variablePrefix.length()).toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String withPeriod(String message) {
    return message.endsWith(".") ? message : message + ".";
  }
}
