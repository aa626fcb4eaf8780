package dev.acstoken.mappings;

import java.util.Arrays;

/** The exit codes of all commands. */
enum ExitCode {
  /** The command is done. For a comparison: both sides agree. */
  DONE(0),
  /** The command is done except for what it reports, such as rejected lines or differences. */
  REPORTED(1),
  /** The arguments or the settings are not valid. Nothing was done. */
  USAGE(2),
  /** The command failed or was interrupted. Run it again. */
  FAILED(3);

  /** The exit codes for people, as the footer of each {@code --help}. */
  static final String[] HELP = {
    "",
    "Exit codes:",
    "  0  done; for verify: the file and the table agree",
    "  1  done, except for the lines, users or differences that are reported",
    "  2  the arguments or the settings are not valid, and nothing was done",
    "  3  failed or interrupted: run the command again"
  };

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static ExitCode of(int code) {
    return Arrays.stream(values()).filter(it -> it.code == code).findFirst().orElseThrow();
  }
}
