package dev.acstoken.functions;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.acstoken.devhost.LocalIssuer;
import dev.acstoken.providers.ExpectedRefusal;
import dev.acstoken.providers.Outcome.Refused;
import dev.acstoken.providers.Provider;
import dev.acstoken.providers.ProviderImitation;
import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Verifies that the runbook's table of refusals has a row for each pair of a reason and a code that
 * refused requests really get, and no other row.
 */
class RefusalTableTest {
  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  /** {@link TeamsOnBehalfOfHttpTest} provokes it, which needs an endpoint in its own process. */
  private static final String BY_ENTRA_ID = "`entra`, `invalid_token`";

  private static final int TOO_LONG = 31 * 1024 + 1;

  @RegisterExtension final LogCapture log = new LogCapture();

  private final String user = "user-" + UUID.randomUUID();
  private final Set<String> seen = new TreeSet<>(Set.of(BY_ENTRA_ID));

  @Test
  void theTableHasExactlyTheReasonsAndCodesOfRefusedRequests() {
    refuseTokensOfProviders();
    refuseUnreadableTokens();
    refuseTokensWhoseKeysAreUnavailable();
    refuseWithWrongSettings();

    assertEquals(seen, new TreeSet<>(Runbook.read().table("Why a token was refused").keySet()));
  }

  /** Sends one token for each kind of refusal in the table of providers. */
  private void refuseTokensOfProviders() {
    try (var imitation = new ProviderImitation(Provider.all(), endpoint.acs().certificate())) {
      firstOfEachKind()
          .forEach(
              (refused, provider) ->
                  record(
                      endpoint
                          .withToken(refused.token())
                          .at(endpoint.trusting(provider.settings(), imitation::connections))
                          .post(refused.path())));
    }
  }

  private static Map<Refused, Provider> firstOfEachKind() {
    Map<ExpectedRefusal, Map.Entry<Refused, Provider>> first = new EnumMap<>(ExpectedRefusal.class);
    for (Provider provider : Provider.all()) {
      provider.outcomes().stream()
          .filter(Refused.class::isInstance)
          .map(Refused.class::cast)
          .forEach(it -> first.putIfAbsent(it.refusal(), Map.entry(it, provider)));
    }
    return first.values().stream().collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private void refuseUnreadableTokens() {
    String token = endpoint.issuer().token(user);
    record(endpoint.anonymous().post("/users/me/tokens"));
    record(endpoint.withToken("a".repeat(TOO_LONG)).post("/users/me/tokens"));
    record(endpoint.withToken(token.replaceFirst("\\.", ".~")).post("/users/me/tokens"));
  }

  private void refuseTokensWhoseKeysAreUnavailable() {
    var issuer = endpoint.issuer();
    record(
        endpoint
            .withToken(issuer.tokenBuilder(user).signedByForeignKey().mint())
            .at(endpoint.with())
            .post("/users/me/tokens"));

    URI named = issuer.issuer();
    String renamed = named.toString().replace(named.getHost(), otherNameOf(named.getHost()));
    record(
        endpoint
            .withToken(issuer.tokenBuilder(user).issuer(renamed).mint())
            .at(endpoint.with("AUTH_ISSUER", renamed))
            .post("/users/me/tokens"));

    issuer.pause(LocalIssuer.Outage.UNAVAILABLE);
    record(endpoint.as(user).at(endpoint.with()).post("/users/me/tokens"));
    issuer.resume();
  }

  private static String otherNameOf(String host) {
    return host.equals("localhost") ? "127.0.0.1" : "localhost";
  }

  private void refuseWithWrongSettings() {
    record(
        endpoint
            .as(user)
            .at(endpoint.with("AUTH_AUDIENCE", "<client id>"))
            .post("/users/me/tokens"));
  }

  private void record(EndpointResponse response) {
    var event = log.event(response);
    String reason = event.getOrDefault("reason", "");
    assertEquals(response.text("code"), event.get("outcome"), event::toString);
    seen.add(
        String.join(
            ", ",
            List.of(
                reason.isEmpty() ? "no reason" : "`" + reason + "`",
                "`" + event.get("outcome") + "`")));
  }
}
