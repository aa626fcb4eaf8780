package dev.acstoken.interop.versions;

/** The requests that the tests send. Both versions understand them. */
enum Call {
  CREATE("PUT", "/users/me/identity"),
  GET("GET", "/users/me/identity"),
  ISSUE("POST", "/users/me/tokens"),
  REFRESH("POST", "/users/me/tokens/refresh"),
  REVOKE("DELETE", "/users/me/tokens"),
  DELETE("DELETE", "/users/me/identity"),
  /** An admin takes the scope {@code voip} from the user. */
  RESTRICT("PUT", "/users/%s/access", "{\"scopes\": [\"chat\"]}"),
  /** An admin gives the user all configured scopes. */
  RESET("DELETE", "/users/%s/access");

  private final String method;
  private final String path;
  private final String body;

  Call(String method, String path) {
    this(method, path, "");
  }

  Call(String method, String path, String body) {
    this.method = method;
    this.path = path;
    this.body = body;
  }

  boolean isForAdmins() {
    return path.contains("%s");
  }

  String method() {
    return method;
  }

  String pathFor(Caller user) {
    return path.formatted(user.id());
  }

  String body() {
    return body;
  }
}
