package dev.acstoken.auth.keys;

/** A fetch of an issuer's keys that failed. The message tells the operator why in plain words. */
final class FetchException extends Exception {

  private static final long serialVersionUID = 1L;

  /** The kind of a failed fetch. */
  enum Kind {
    /** The issuer does not respond, or not with the expected documents. */
    UNAVAILABLE,
    /** The metadata document names another issuer than the configured one. */
    OTHER_ISSUER,
    /** The key set is well-formed and contains no usable key. */
    NO_USABLE_KEY
  }

  private final Kind kind;

  FetchException(String message) {
    this(Kind.UNAVAILABLE, message);
  }

  FetchException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }

  /** Returns the message. */
  String reason() {
    return String.valueOf(getMessage());
  }
}
