package dev.acstoken.mappings.file;

/** Thrown if a file as a whole cannot be read. The message is a sentence for the user. */
public final class FileRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  FileRefusedException(String message) {
    super(message);
  }
}
