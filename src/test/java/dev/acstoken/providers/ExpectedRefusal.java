package dev.acstoken.providers;

/** Why the endpoint refuses a token, and with which response. */
public enum ExpectedRefusal {
  WRONG_ISSUER(401, "invalid_token", "issuer", "its issuer"),
  WRONG_AUDIENCE(401, "invalid_token", "audience", "its audience"),
  WRONG_APPLICATION(401, "invalid_token", "application", "its application"),
  WRONG_KEY(401, "invalid_token", "key", "its key"),
  WRONG_ALGORITHM(401, "invalid_token", "algorithm", "its algorithm"),
  WRONG_TYPE(401, "invalid_token", "type", "its type"),
  WRONG_CLAIM(401, "invalid_token", "claim", "a claim"),
  EXPIRED(401, "invalid_token", "expired", "its age"),
  UNSIGNED(401, "invalid_token", "unsigned", "its missing signature"),
  ENCRYPTED(401, "invalid_token", "encrypted", "its encryption"),
  OPAQUE(401, "invalid_token", "opaque", "its format"),
  SENDER_CONSTRAINED(401, "invalid_token", "constrained", "the key that it is bound to"),
  MISSING_SCOPE(403, "forbidden", "scope", "a missing scope"),
  AN_APPLICATION(403, "user_required", "application", "a missing user"),
  NOT_AN_ADMIN(403, "forbidden", "", "a missing role");

  private final int status;
  private final String code;
  private final String reason;
  private final String explanation;

  ExpectedRefusal(int status, String code, String reason, String explanation) {
    this.status = status;
    this.code = code;
    this.reason = reason;
    this.explanation = explanation;
  }

  /** Returns the status of the response. */
  public int status() {
    return status;
  }

  /** Returns the code of the response. */
  public String code() {
    return code;
  }

  /** Returns the reason in the event of the request; empty if it has none. */
  public String reason() {
    return reason;
  }

  /** Returns the end of the sentence "The token is refused for …". */
  String explanation() {
    return explanation;
  }
}
