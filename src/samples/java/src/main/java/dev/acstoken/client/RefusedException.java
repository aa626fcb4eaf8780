package dev.acstoken.client;

import java.util.Optional;

/**
 * The endpoint refused the request, and a retry does not help. What the problem details say is
 * absent if something else than the endpoint responded.
 */
public final class RefusedException extends AcsTokenException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final String detail;
  private final String requestId;
  private final String claims;

  RefusedException(EndpointResponse response) {
    super(
        ("The token endpoint responded with " + response.status() + " " + code(response)).strip());
    status = response.status();
    code = code(response);
    detail = response.problem("detail").orElse("");
    requestId = response.problem("requestId").or(() -> response.header("x-request-id")).orElse("");
    claims = response.problem("claims").orElse("");
  }

  /** Returns the HTTP status, such as 403. */
  public int status() {
    return status;
  }

  /** Returns the stable code of the problem, such as {@code forbidden}. */
  public Optional<String> code() {
    return given(code);
  }

  /** Returns what the endpoint says about the problem, for developers. */
  public Optional<String> detail() {
    return given(detail);
  }

  /** Returns the id with which the operator finds the request in the logs. */
  public Optional<String> requestId() {
    return given(requestId);
  }

  /** Returns the claims request that the user's next sign-in must contain, as MSAL takes it. */
  public Optional<String> claims() {
    return given(claims);
  }

  private static String code(EndpointResponse response) {
    return response.problem("code").orElse("");
  }

  private static Optional<String> given(String value) {
    return Optional.of(value).filter(it -> !it.isEmpty());
  }
}
