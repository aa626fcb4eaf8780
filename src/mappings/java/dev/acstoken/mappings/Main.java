package dev.acstoken.mappings;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The tool as a program. */
public final class Main {

  private static final int HELP_WIDTH = 100;

  private Main() {}

  /** Runs a command and ends the JVM with its {@linkplain ExitCode exit code}. */
  public static void main(String[] args) {
    Interruption interruption = new Interruption();
    Thread hook = new Thread(interruption::haltWhenEnded, "ctrl-c");
    Runtime.getRuntime().addShutdownHook(hook);
    Session session =
        new Session(
            System.getenv(), System.out, System.err, Terminal.isInteractive(), interruption);
    ExitCode result = run(session, args);
    interruption.commandEnded();
    if (!interruption.isRequested()) {
      Runtime.getRuntime().removeShutdownHook(hook);
      System.exit(result.code());
    }
  }

  /** Runs a command. It prints no stack trace, and no value of a setting. */
  static ExitCode run(Session session, String... args) {
    CommandLine command =
        new CommandLine(new MappingsCommand())
            .addSubcommand(new ImportCommand(session))
            .addSubcommand(new ExportCommand(session))
            .addSubcommand(new VerifyCommand(session))
            .addSubcommand(new RenameCommand(session))
            .setOut(writer(session.out()))
            .setErr(writer(session.err()))
            .setExpandAtFiles(false)
            .setUsageHelpWidth(HELP_WIDTH)
            .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
            .setParameterExceptionHandler((e, arguments) -> refuse(e, session).code())
            .setExecutionExceptionHandler((e, line, result) -> fail(e, session).code());
    addHelp(command);
    command
        .getSubcommands()
        .values()
        .forEach(
            subcommand -> {
              addHelp(subcommand);
              subcommand.getCommandSpec().usageMessage().footer(ExitCode.HELP);
            });
    return ExitCode.of(command.execute(args));
  }

  private static void addHelp(CommandLine command) {
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("--help", "-h")
                .usageHelp(true)
                .description("Shows this help.")
                .build());
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, Charset.defaultCharset()), true);
  }

  private static ExitCode refuse(ParameterException e, Session session) {
    session.err().println(withPeriod(String.valueOf(e.getMessage())));
    session
        .err()
        .println(e.getCommandLine().getCommandSpec().qualifiedName() + " --help explains it.");
    return ExitCode.USAGE;
  }

  private static String withPeriod(String message) {
    return message.endsWith(".") ? message : message + ".";
  }

  private static ExitCode fail(Exception e, Session session) {
    FailureText failure = FailureText.of(e);
    session.err().println(failure.text());
    return failure.exitCode();
  }
}
