package dev.acstoken.functions;

/** An operation whose dependencies fail, for a user that has an identity or has none. */
enum FaultedOperation {
  CREATE_NEW("CreateIdentity, new", false, true),
  CREATE_EXISTING("CreateIdentity, existing", true, true),
  GET("GetIdentity", true, true),
  DELETE("DeleteIdentity", true, false),
  ISSUE_NEW("IssueToken, new", false, true),
  ISSUE_EXISTING("IssueToken, existing", true, true),
  REFRESH("RefreshToken", true, true),
  REVOKE("RevokeTokens", true, true),
  SET_ACCESS("SetAccess, narrower", true, true),
  HEALTH("Health", false, false);

  private final String title;
  private final boolean needsIdentity;
  private final boolean leavesIdentity;

  FaultedOperation(String title, boolean needsIdentity, boolean leavesIdentity) {
    this.title = title;
    this.needsIdentity = needsIdentity;
    this.leavesIdentity = leavesIdentity;
  }

  /** Calls it for that user. */
  EndpointResponse on(EndpointClient admin, String user) {
    String identity = "/users/" + user + "/identity";
    String tokens = "/users/" + user + "/tokens";
    return switch (this) {
      case CREATE_NEW, CREATE_EXISTING -> admin.put(identity);
      case GET -> admin.get(identity);
      case DELETE -> admin.delete(identity);
      case ISSUE_NEW, ISSUE_EXISTING -> admin.post(tokens);
      case REFRESH -> admin.post(tokens + "/refresh");
      case REVOKE -> admin.delete(tokens);
      case SET_ACCESS -> admin.put("/users/" + user + "/access", "{\"scopes\": [\"chat\"]}");
      case HEALTH -> admin.get("/health");
    };
  }

  /** Whether this is what it answers when nothing fails; to a repetition too. */
  boolean succeedsWith(int status) {
    return switch (this) {
      case CREATE_NEW, ISSUE_NEW -> status == 200 || status == 201;
      case DELETE, REVOKE -> status == 204;
      case CREATE_EXISTING, GET, ISSUE_EXISTING, REFRESH, SET_ACCESS, HEALTH -> status == 200;
    };
  }

  String title() {
    return title;
  }

  /** Whether the user has an identity before. */
  boolean needsIdentity() {
    return needsIdentity;
  }

  /** Whether the user has an identity once it has succeeded. */
  boolean leavesIdentity() {
    return leavesIdentity;
  }
}
