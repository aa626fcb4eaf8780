package dev.acstoken.emulator;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The operation that a path of the identity API addresses. */
record Route(Operation operation, String method, String identityId) {

  private static final Pattern IDENTITY =
      Pattern.compile("/identities/([^/]+)(/:issueAccessToken|/:revokeAccessTokens)?");

  static Optional<Route> of(String path) {
    if (path.equals("/identities")) {
      return Optional.of(new Route(Operation.CREATE_IDENTITY, "POST", ""));
    }
    if (path.equals("/teamsUser/:exchangeAccessToken")) {
      return Optional.of(new Route(Operation.EXCHANGE_TEAMS_TOKEN, "POST", ""));
    }
    Matcher matcher = IDENTITY.matcher(path);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String id = matcher.group(1);
    String action = matcher.group(2);
    if (action == null) {
      return Optional.of(new Route(Operation.DELETE_IDENTITY, "DELETE", id));
    }
    return Optional.of(
        action.equals("/:issueAccessToken")
            ? new Route(Operation.ISSUE_TOKEN, "POST", id)
            : new Route(Operation.REVOKE_TOKENS, "POST", id));
  }
}
