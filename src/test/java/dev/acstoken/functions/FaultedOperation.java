package dev.acstoken.functions;

/** An operation whose dependencies fail, called for a user with or without an identity. */
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

  /** Calls the operation for the user. */
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

  /** Returns the status of the response when nothing fails. */
  String success() {
    return switch (this) {
      case CREATE_NEW, ISSUE_NEW -> "201";
      case DELETE, REVOKE -> "204";
      case CREATE_EXISTING, GET, ISSUE_EXISTING, REFRESH, SET_ACCESS, HEALTH -> "200";
    };
  }

  /** Returns whether the status means success, to the first call or to a repeated one. */
  boolean succeedsWith(int status) {
    return success().equals(Integer.toString(status)) || (createsIdentity() && status == 200);
  }

  boolean createsIdentity() {
    return this == CREATE_NEW || this == ISSUE_NEW;
  }

  String title() {
    return title;
  }

  /** Returns whether the user must have an identity before the call. */
  boolean needsIdentity() {
    return needsIdentity;
  }

  /** Returns whether the user has an identity after the operation has succeeded. */
  boolean leavesIdentity() {
    return leavesIdentity;
  }
}
