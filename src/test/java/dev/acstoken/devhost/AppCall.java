package dev.acstoken.devhost;

/** The requests that an app sends to the endpoint for its user. */
enum AppCall {
  CREATE("PUT", "/users/me/identity"),
  GET("GET", "/users/me/identity"),
  DELETE("DELETE", "/users/me/identity"),
  ISSUE("POST", "/users/me/tokens"),
  REFRESH("POST", "/users/me/tokens/refresh"),
  REVOKE("DELETE", "/users/me/tokens");

  private final String method;
  private final String path;

  AppCall(String method, String path) {
    this.method = method;
    this.path = path;
  }

  String method() {
    return method;
  }

  String path() {
    return path;
  }
}
