package dev.acstoken.mappings.file;

/** A line of a file, without the header and without empty lines. */
public sealed interface Line {

  /** Returns the number of the line in the file; the first line is number 1. */
  long number();

  /** A valid line. */
  record Valid(long number, UserRecord user) implements Line {}

  /**
   * A line that is not valid.
   *
   * @param reason a sentence without an id of a user
   */
  record Rejected(long number, String reason) implements Line {}
}
