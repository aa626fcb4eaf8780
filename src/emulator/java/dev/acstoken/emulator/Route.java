package dev.acstoken.emulator;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An operation that a path of the identity API addresses, with the method that selects it. */
record Route(Operation operation, String method, String identityId) {

  private static final Pattern IDENTITY =
      Pattern.compile("/identities/([^/]+)(/:issueAccessToken|/:revokeAccessTokens)?");

  /** Returns the operations of a path; empty if the API does not have it. */
  static List<Route> of(String path) {
    if (path.equals("/identities")) {
      return List.of(new Route(Operation.CREATE_IDENTITY, "POST", ""));
    }
    if (path.equals("/teamsUser/:exchangeAccessToken")) {
      return List.of(new Route(Operation.EXCHANGE_TEAMS_TOKEN, "POST", ""));
    }
    Matcher matcher = IDENTITY.matcher(path);
    if (!matcher.matches()) {
      return List.of();
    }
    String id = matcher.group(1);
    String action = Optional.ofNullable(matcher.group(2)).orElse("");
    return switch (action) {
      case "/:issueAccessToken" -> List.of(new Route(Operation.ISSUE_TOKEN, "POST", id));
      case "/:revokeAccessTokens" -> List.of(new Route(Operation.REVOKE_TOKENS, "POST", id));
      default ->
          List.of(
              new Route(Operation.DELETE_IDENTITY, "DELETE", id),
              new Route(Operation.GET_IDENTITY, "GET", id));
    };
  }
}
