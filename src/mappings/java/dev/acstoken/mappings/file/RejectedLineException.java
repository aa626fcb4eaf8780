package dev.acstoken.mappings.file;

/** Thrown if a line is not valid. The message is the reason and contains no id of a user. */
final class RejectedLineException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  // A file may have a million of such lines, and nobody reads the stack traces.
  RejectedLineException(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
