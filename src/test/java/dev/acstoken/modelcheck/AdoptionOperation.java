package dev.acstoken.modelcheck;

import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.User;
import java.util.Set;

/** An operation for one of two users, both of whom may adopt the same identity. */
enum AdoptionOperation {
  ADOPT,
  ADOPT_FOR_OTHER,
  CREATE,
  ISSUE,
  REFRESH,
  REVOKE,
  DELETE,
  RESTRICT,
  ISSUE_FOR_OTHER,
  DELETE_FOR_OTHER,
  RECOVER;

  /** The identity that exists at ACS before the endpoint does. */
  static final CommunicationUserId ADOPTED = new CommunicationUserId("8:acs:adopted");

  static final Set<AdoptionOperation> ADOPTIONS = Set.of(ADOPT, ADOPT_FOR_OTHER);

  /** Returns the user for whom it is. */
  User user() {
    return switch (this) {
      case ADOPT_FOR_OTHER, ISSUE_FOR_OTHER, DELETE_FOR_OTHER -> SystemState.OTHER_USER;
      default -> SystemState.USER;
    };
  }

  Result run(UserDomain domain) {
    return switch (this) {
      case ADOPT, ADOPT_FOR_OTHER -> domain.adopt(ADOPTED);
      case CREATE -> domain.create();
      case ISSUE, ISSUE_FOR_OTHER -> domain.issue();
      case REFRESH -> domain.refresh();
      case REVOKE -> domain.revoke();
      case DELETE, DELETE_FOR_OTHER -> domain.delete();
      case RESTRICT -> domain.restrict();
      case RECOVER -> domain.recover();
    };
  }
}
