package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.acstoken.docs.SignInGuide;
import dev.acstoken.providers.Outcome;
import dev.acstoken.providers.Outcome.Issued;
import dev.acstoken.providers.Outcome.Refused;
import dev.acstoken.providers.Provider;
import dev.acstoken.providers.ProviderImitation;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Verifies for each identity provider that the settings which an operator would write let its users
 * in, and refuse all others with a reason.
 */
class ProviderTableTest {
  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  private static final List<Provider> PROVIDERS = Provider.all();
  private static final SignInGuide GUIDE = SignInGuide.read();
  private static final Pattern REASON = Pattern.compile("reason `(\\w+)`");

  private static ProviderImitation imitation;

  @RegisterExtension final LogCapture log = new LogCapture();

  @BeforeAll
  static void startImitation() {
    imitation = new ProviderImitation(PROVIDERS, endpoint.acs().certificate());
  }

  @AfterAll
  static void closeImitation() {
    imitation.close();
  }

  @TestFactory
  Stream<DynamicNode> providers() {
    return PROVIDERS.stream()
        .map(
            provider -> {
              var client = endpoint.anonymous().at(serve(provider));
              return dynamicContainer(
                  provider.name(),
                  provider.outcomes().stream().map(outcome -> test(outcome, client)));
            });
  }

  @Test
  void everyRowHasALegitimateUserAndThreeOthers() {
    for (Provider provider : PROVIDERS) {
      var kinds =
          provider.outcomes().stream()
              .collect(Collectors.groupingBy(Outcome::getClass, Collectors.counting()));
      assertTrue(kinds.getOrDefault(Issued.class, 0L) >= 1, provider::name);
      assertTrue(kinds.getOrDefault(Refused.class, 0L) >= 3, provider::name);
      assertFalse(provider.documentation().isEmpty(), provider::name);
    }
  }

  @Test
  void everySectionOfTheGuideIsUsedByARow() {
    assertEquals(
        new TreeSet<>(GUIDE.headings()),
        PROVIDERS.stream()
            .map(Provider::section)
            .filter(section -> !section.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  @TestFactory
  Stream<DynamicTest> aMistakeInTheGuideIsRefusedForTheReasonThere() {
    return GUIDE.sections().entrySet().stream()
        .map(
            section ->
                dynamicTest(
                    section.getKey(),
                    () ->
                        assertEquals(
                            Set.of(),
                            without(
                                reasonsIn(section.getValue().labelled("Mistakes")),
                                reasonsOfRows(section.getKey())))));
  }

  private static Set<String> reasonsIn(String mistakes) {
    return REASON.matcher(mistakes).results().map(it -> it.group(1)).collect(Collectors.toSet());
  }

  private static Set<String> reasonsOfRows(String section) {
    return PROVIDERS.stream()
        .filter(provider -> provider.section().equals(section))
        .flatMap(provider -> provider.outcomes().stream())
        .flatMap(
            outcome ->
                outcome instanceof Refused refused
                    ? Stream.of(refused.refusal().reason())
                    : Stream.empty())
        .collect(Collectors.toSet());
  }

  private static Set<String> without(Set<String> all, Set<String> some) {
    return all.stream().filter(it -> !some.contains(it)).collect(Collectors.toSet());
  }

  private DynamicTest test(Outcome outcome, EndpointClient client) {
    return dynamicTest(
        outcome.name(),
        () -> {
          if (outcome instanceof Refused refused) {
            assertRefused(refused, client);
          } else if (outcome instanceof Issued issued) {
            assertIssued(issued, client);
          }
        });
  }

  private static void assertIssued(Issued issued, EndpointClient client) {
    Set<String> identities = new HashSet<>();
    for (String token : issued.tokens()) {
      var response = with(token, client).post(issued.path());
      assertTrue(
          Set.of(200, 201).contains(response.http().statusCode()),
          () -> issued.name() + ", not: " + response.http().body());
      identities.add(response.communicationUserId());
    }
    assertEquals(1, identities.size(), issued::name);
  }

  private void assertRefused(Refused refused, EndpointClient client) {
    var refusal = refused.refusal();
    var response = with(refused.token(), client).post(refused.path());
    var event = log.event(response);

    assertEquals(
        List.of(refusal.status(), refusal.code(), refusal.reason()),
        List.of(
            response.http().statusCode(), response.text("code"), event.getOrDefault("reason", "")),
        () -> refused.name() + ", not: " + event + " " + response.http().body());
  }

  private static EndpointClient with(String token, EndpointClient client) {
    return client.header("authorization", "Bearer " + token);
  }

  private static URI serve(Provider provider) {
    return endpoint.trusting(provider.settings(), imitation::connections);
  }
}
