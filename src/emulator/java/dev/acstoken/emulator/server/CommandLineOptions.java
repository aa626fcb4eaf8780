package dev.acstoken.emulator.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
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

  /**
   * What Kubernetes sets for a service: for one named acs-emulator, {@code ACS_EMULATOR_PORT} is
   * {@code tcp://10.0.0.1:7073}. Source: "Accessing the Service" in the documentation of
   * Kubernetes.
   */
  private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

  private final Object options;
  private final String variablePrefix;
  private final Optional<Consumer<String>> warn;

  private CommandLineOptions(
      Object options, String variablePrefix, Optional<Consumer<String>> warn) {
    this.options = options;
    this.variablePrefix = variablePrefix;
    this.warn = warn;
  }

  /**
   * Creates a reader that refuses other variables with the prefix.
   *
   * @param options the object whose fields with picocli's annotations get the values
   * @param variablePrefix the prefix of the environment variables, which belongs to this program
   */
  public CommandLineOptions(Object options, String variablePrefix) {
    this(options, variablePrefix, Optional.empty());
  }

  /**
   * Returns a reader that ignores other variables with the prefix, and addresses that Kubernetes
   * sets for a service of the program's name.
   *
   * @param newWarn receives a sentence that names them
   */
  public CommandLineOptions ignoringOthers(Consumer<String> newWarn) {
    return new CommandLineOptions(options, variablePrefix, Optional.of(newWarn));
  }

  /**
   * Sets the fields of the options. A variable without a value counts as absent. With {@code
   * --help}, the environment is not read.
   *
   * @throws IllegalArgumentException for an option or a value that the program does not have, and
   *     for another variable with the prefix if those are not ignored, with a message for the user
   */
  public void read(Map<String, String> environment, String... arguments) {
    ParseResult given = parse(List.of(arguments));
    if (given.hasMatchedOption(HELP)) {
      return;
    }
    SortedSet<String> others = others(environment);
    warn.ifPresentOrElse(
        it -> warnOf(others, it), () -> others.stream().findFirst().ifPresent(this::refuse));
    List<String> all = new ArrayList<>();
    for (OptionSpec option : given.commandSpec().options()) {
      String value = environment.getOrDefault(variable(option), "");
      if (!value.isBlank()
          && !others.contains(variable(option))
          && !given.hasMatchedOption(option)
          && !option.usageHelp()) {
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

  /** Returns the variables with the prefix that are not this program's. */
  private SortedSet<String> others(Map<String, String> environment) {
    Set<String> known =
        newCommand().getCommandSpec().options().stream()
            .filter(option -> !option.usageHelp())
            .map(this::variable)
            .collect(Collectors.toSet());
    return environment.entrySet().stream()
        .filter(variable -> variable.getKey().startsWith(variablePrefix))
        .filter(variable -> !known.contains(variable.getKey()) || isOfService(variable.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private boolean isOfService(String value) {
    return warn.isPresent() && SERVICE_ADDRESS.matcher(value).matches();
  }

  private static void warnOf(SortedSet<String> others, Consumer<String> warn) {
    if (!others.isEmpty()) {
      warn.accept(
          "These variables are ignored, because they are not options: %s. --help lists the variables."
              .formatted(String.join(", ", others)));
    }
  }

  private void refuse(String variable) {
    throw new IllegalArgumentException(
        "There is no variable %s.%s --help lists the variables."
            .formatted(
                variable,
                similar(asOption(variable))
                    .map(option -> " Do you mean " + variable(variablePrefix, option) + "?")
                    .orElse("")));
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

  /**
   * Returns the environment variable of an option.
   *
   * @param prefix the prefix of the program's variables, such as {@code ACSTOKEN_}
   * @param option the option with its dashes, such as {@code --issuer-port}
   */
  public static String variable(String prefix, String option) {
    return prefix + option.substring("--".length()).replace('-', '_').toUpperCase(Locale.ROOT);
  }

  private String variable(OptionSpec option) {
    return variable(variablePrefix, option.longestName());
  }

  private String asOption(String variable) {
    return "--"
        + variable.substring(variablePrefix.length()).toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String withPeriod(String message) {
    return message.endsWith(".") ? message : message + ".";
  }
}
