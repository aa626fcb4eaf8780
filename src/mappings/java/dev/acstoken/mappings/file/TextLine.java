package dev.acstoken.mappings.file;

/** A line before its values are read. */
sealed interface TextLine {

  long number();

  /** A line that is a text, without its line end. It may be empty. */
  record Decoded(long number, String text) implements TextLine {}

  /** A line that is not a text, or too long. */
  record Rejected(long number, String reason) implements TextLine {}
}
