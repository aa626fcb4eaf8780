package dev.acstoken.emulator;

import java.util.Optional;

/** The operations of the identity service, as faults, quotas and counters name them. */
public enum Operation {
  /** {@code POST /identities}, with or without a first token. */
  CREATE_IDENTITY("createIdentity"),
  /** {@code GET /identities/{id}}, in a preview version only. */
  GET_IDENTITY("getIdentity"),
  /** {@code DELETE /identities/{id}}. */
  DELETE_IDENTITY("deleteIdentity"),
  /** {@code POST /identities/{id}/:issueAccessToken}. */
  ISSUE_TOKEN("issueToken"),
  /** {@code POST /identities/{id}/:revokeAccessTokens}. */
  REVOKE_TOKENS("revokeTokens"),
  /** {@code POST /teamsUser/:exchangeAccessToken}. */
  EXCHANGE_TEAMS_TOKEN("exchangeTeamsToken");

  private final String wireName;

  Operation(String wireName) {
    this.wireName = wireName;
  }

  /** Returns its name in the control API. */
  public String wireName() {
    return wireName;
  }

  static Optional<Operation> named(String wireName) {
    for (Operation operation : values()) {
      if (operation.wireName.equals(wireName)) {
        return Optional.of(operation);
      }
    }
    return Optional.empty();
  }
}
