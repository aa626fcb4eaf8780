package dev.acstoken.http;

/** The request itself is wrong. The detail is written for the caller. */
public final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ProblemType type;
  private final String detail;

  public ProblemException(ProblemType type, String detail) {
    super(detail);
    this.type = type;
    this.detail = detail;
  }

  public static ProblemException invalid(String detail) {
    return new ProblemException(ProblemType.INVALID_REQUEST, detail);
  }

  ProblemType type() {
    return type;
  }

  String detail() {
    return detail;
  }
}
