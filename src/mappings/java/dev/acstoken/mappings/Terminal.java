package dev.acstoken.mappings;

import java.io.Console;

/** The terminal that this process was started in. */
final class Terminal {
  private Terminal() {}

  /** Returns whether a person reads what this process prints, instead of a file or a pipe. */
  @SuppressWarnings("SystemConsoleNull") // On JDK 22 and newer, isTerminal() decides.
  static boolean isInteractive() {
    var console = System.console();
    return console != null && isTerminal(console);
  }

  // Before JDK 22, the method does not exist, and there is a console only for a terminal.
  private static boolean isTerminal(Console console) {
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
