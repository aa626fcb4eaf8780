package dev.acstoken.functions;

import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/**
 * An operation whose dependencies fail, called for a user or a guest with or without an identity.
 */
enum FaultedOperation {
  CREATE_NEW("CreateIdentity, new", false, true),
  CREATE_EXISTING("CreateIdentity, existing", true, true),
  ADOPT("CreateIdentity, adopting", false, true),
  GET("GetIdentity", true, true),
  DELETE("DeleteIdentity", true, false),
  ISSUE_NEW("IssueToken, new", false, true),
  ISSUE_EXISTING("IssueToken, existing", true, true),
  REFRESH("RefreshToken, cached", true, true),
  REVOKE("RevokeTokens", true, true),
  SET_ACCESS("SetAccess, narrower", true, true),
  CREATE_INVITATION("CreateInvitation", false, false),
  JOIN_NEW("JoinAsGuest, new", false, true),
  JOIN_EXISTING("JoinAsGuest, existing", true, true),
  GET_INVITATION("GetInvitation", true, true),
  END_INVITATION("EndInvitation", true, false),
  HEALTH("Health", false, false);

  private static final String INVITATIONS = "/invitations";

  // One fault of each kind. The operations of users, whose protocol guests share, meet all faults.
  private static final Set<MatrixFault> FAULTS_OF_GUESTS =
      EnumSet.of(
          MatrixFault.UNAUTHORIZED,
          MatrixFault.THROTTLED,
          MatrixFault.NOT_FOUND_OF_ACS,
          MatrixFault.NOT_FOUND_JSON,
          MatrixFault.FAILING,
          MatrixFault.LOST_RESPONSE,
          MatrixFault.STALLED);

  // The same secret is another guest of another invitation.
  private static final String SECRET = "a-secret_of-the-app-1234";

  private final String title;
  private final boolean needsIdentity;
  private final boolean leavesIdentity;

  FaultedOperation(String title, boolean needsIdentity, boolean leavesIdentity) {
    this.title = title;
    this.needsIdentity = needsIdentity;
    this.leavesIdentity = leavesIdentity;
  }

  /**
   * Creates what the operation needs.
   *
   * @return the subject of the operation: the id of a user, which is an ACS identity if the user is
   *     to adopt it, the Idempotency-Key of an invitation that does not exist yet, the code of an
   *     invitation to join, or the id of any other one
   */
  String prepare(EndpointClient admin, DirectAcs acs) {
    if (this == ADOPT) {
      return acs.create();
    }
    String name = UUID.randomUUID().toString();
    if (isOfInvitation()) {
      return prepareInvitation(admin, name);
    }
    if (needsIdentity) {
      (hasCachedAccount() ? ISSUE_NEW : CREATE_NEW).on(admin, name).expect(201);
    }
    return name;
  }

  private String prepareInvitation(EndpointClient admin, String key) {
    if (this == CREATE_INVITATION) {
      return key;
    }
    var invitation = CREATE_INVITATION.on(admin, key).expect(201);
    String code = invitation.text("code");
    if (needsIdentity) {
      JOIN_NEW.on(admin, code).expect(201);
    }
    return this == JOIN_NEW || this == JOIN_EXISTING ? code : invitation.text("invitationId");
  }

  /** Calls the operation for the subject that was prepared. */
  EndpointResponse on(EndpointClient admin, String subject) {
    String identity = "/users/" + subject + "/identity";
    String tokens = "/users/" + subject + "/tokens";
    String invitation = INVITATIONS + "/" + subject;
    return switch (this) {
      case CREATE_NEW, CREATE_EXISTING -> admin.put(identity);
      case ADOPT -> admin.put(identity, "{\"communicationUserId\": \"" + subject + "\"}");
      case GET -> admin.get(identity);
      case DELETE -> admin.delete(identity);
      case ISSUE_NEW, ISSUE_EXISTING -> admin.post(tokens);
      case REFRESH -> admin.post(tokens + "/refresh");
      case REVOKE -> admin.delete(tokens);
      case SET_ACCESS -> admin.put("/users/" + subject + "/access", "{\"scopes\": [\"chat\"]}");
      case CREATE_INVITATION -> admin.header("idempotency-key", subject).post(INVITATIONS, "{}");
      case JOIN_NEW, JOIN_EXISTING ->
          admin.post(
              "/guests",
              "{\"invitation\": \"%s\", \"guest\": {\"secret\": \"%s\"}}"
                  .formatted(subject, SECRET));
      case GET_INVITATION -> admin.get(invitation);
      case END_INVITATION -> admin.delete(invitation);
      case HEALTH -> admin.get("/health");
    };
  }

  /** Returns the status of the response when nothing fails. */
  String success() {
    return switch (this) {
      case CREATE_NEW, ADOPT, ISSUE_NEW, CREATE_INVITATION, JOIN_NEW -> "201";
      case DELETE, REVOKE, END_INVITATION -> "204";
      case CREATE_EXISTING,
          GET,
          ISSUE_EXISTING,
          REFRESH,
          SET_ACCESS,
          JOIN_EXISTING,
          GET_INVITATION,
          HEALTH ->
          "200";
    };
  }

  /** Returns whether the status means success, to the first call or to a repeated one. */
  boolean succeedsWith(int status) {
    return success().equals(Integer.toString(status)) || (mapsIdentity() && status == 200);
  }

  private boolean mapsIdentity() {
    return createsIdentity() || adoptsIdentity();
  }

  boolean adoptsIdentity() {
    return this == ADOPT;
  }

  boolean createsIdentity() {
    return this == CREATE_NEW || this == ISSUE_NEW || this == JOIN_NEW;
  }

  /** Returns whether the matrix has cases with this fault of the operation. */
  boolean meets(MatrixFault fault) {
    return !isOfInvitation() || FAULTS_OF_GUESTS.contains(fault);
  }

  /**
   * Returns whether the endpoint has cached the account, because it has issued a token before. It
   * then reads the account while it calls ACS, and reads the account and calls ACS once more before
   * it believes that an identity is unknown.
   */
  boolean hasCachedAccount() {
    return this == JOIN_EXISTING || this == REFRESH;
  }

  /** Returns whether the operation deletes an identity at ACS. */
  boolean deletesIdentity() {
    return this == DELETE || this == END_INVITATION;
  }

  /** Returns whether the subject is an invitation, so that an identity is a guest's. */
  boolean isOfInvitation() {
    return switch (this) {
      case CREATE_INVITATION, JOIN_NEW, JOIN_EXISTING, GET_INVITATION, END_INVITATION -> true;
      default -> false;
    };
  }

  String title() {
    return title;
  }

  /** Returns whether the user or the guest has an identity after the operation has succeeded. */
  boolean leavesIdentity() {
    return leavesIdentity;
  }
}
