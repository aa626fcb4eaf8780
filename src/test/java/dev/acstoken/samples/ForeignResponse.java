package dev.acstoken.samples;

import java.util.Map;
import java.util.TreeMap;

/**
 * The responses that a client gets from something other than the endpoint, and after which a retry
 * can succeed. docs/reference/problems.md describes those of the Functions host.
 */
enum ForeignResponse {
  /** The worker process ended during the request. */
  WORKER_ENDED(500, "", ""),

  /** The Functions host is starting. */
  HOST_STARTING(503, "Function host is not running.", ""),

  /** The Functions host has not loaded the functions, so their routes are unknown. */
  NO_FUNCTIONS(404, "", ""),

  /** A gateway cannot connect to the Functions host. */
  BAD_GATEWAY(502, "<html><h1>502 Bad Gateway</h1></html>", ""),

  /** A gateway gave up waiting, and sends a date as the time to retry. */
  GATEWAY_TIMEOUT(
      504, "<html><h1>504 Gateway Time-out</h1></html>", "Wed, 21 Oct 2015 07:28:00 GMT"),

  /** The network wants its user to sign in first, and responds in place of the endpoint. */
  SIGN_IN_OF_THE_NETWORK(200, "<html><h1>Welcome to our network</h1></html>", ""),

  /** A gateway redirects to a sign-in of its own, which must not get the bearer token. */
  REDIRECT(302, "", ""),

  /** A gateway has lost the token. */
  WITHOUT_TOKEN(200, "{\"token\": \"\"}", ""),

  /** A browser hides the header of the endpoint's problem, or a proxy drops it. */
  HEADER_HIDDEN(429, "{\"code\": \"rate_limited\", \"retryAfterSeconds\": 3}", ""),

  /** A proxy replaces the seconds in the header by a date. */
  HEADER_REPLACED(
      503,
      "{\"code\": \"acs_unavailable\", \"retryAfterSeconds\": 3}",
      "Wed, 21 Oct 2015 07:28:00 GMT");

  final int status;
  final String body;
  private final String retryAfter;

  ForeignResponse(int status, String body, String retryAfter) {
    this.status = status;
    this.body = body;
    this.retryAfter = retryAfter;
  }

  Map<String, String> headers() {
    Map<String, String> headers = new TreeMap<>();
    if (body.startsWith("<")) {
      headers.put("content-type", "text/html");
    }
    if (body.startsWith("{")) {
      headers.put("content-type", "application/problem+json");
    }
    if (status == 302) {
      headers.put("location", "/api/sign-in");
    }
    if (!retryAfter.isEmpty()) {
      headers.put("retry-after", retryAfter);
    }
    return headers;
  }
}
