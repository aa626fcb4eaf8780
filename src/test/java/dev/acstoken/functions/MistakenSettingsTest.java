package dev.acstoken.functions;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.acstoken.providers.Outcome.Issued;
import dev.acstoken.providers.Provider;
import dev.acstoken.providers.ProviderImitation;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Verifies that each setting that people guess wrong has the result that the runbook says, and that
 * a token is issued with the line that the runbook calls right.
 */
class MistakenSettingsTest {
  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  private static final String TABLE = "Settings that people guess wrong";

  private static final Map<String, GuessedSettings> PROVIDERS =
      Map.of(
          "Keycloak", GuessedSettings.of("Keycloak with an audience mapper", ""),
          "Entra ID, version 1 tokens", GuessedSettings.of("Entra ID, version 1 tokens", ""),
          "Entra ID, version 2 tokens", GuessedSettings.of("Entra ID, one tenant", ""),
          "External ID",
              GuessedSettings.of(
                  "A workforce tenant beside an External ID tenant", ".ciamlogin.com"));

  private static final Pattern LINE = Pattern.compile("`([^`]+)`");
  private static final Pattern REFUSAL =
      Pattern.compile("(?:no reason|`(?<reason>\\w+)`), `(?<code>\\w+)`");

  private static ProviderImitation imitation;

  @RegisterExtension final LogCapture log = new LogCapture();

  @BeforeAll
  static void startImitation() {
    imitation =
        new ProviderImitation(
            Stream.concat(Provider.all().stream(), Stream.of(metadataOfVersion1())).toList(),
            endpoint.acs().certificate());
  }

  /** Entra ID publishes the metadata of version 1 tokens below their issuer, too. */
  private static Provider metadataOfVersion1() {
    var settings = requireNonNull(PROVIDERS.get("Entra ID, version 1 tokens"));
    String below =
        settings.filled("https://sts.windows.net/<tenant id>/.well-known/openid-configuration");
    return new Provider(
        "Metadata of version 1 tokens",
        List.of(),
        "",
        Map.of(),
        Map.of(below, settings.metadata()),
        List.of());
  }

  @AfterAll
  static void closeImitation() {
    imitation.close();
  }

  @TestFactory
  Stream<DynamicTest> aGuessHasTheResultThatTheRunbookSays() {
    return mistakes().map(it -> dynamicTest(it.name(), () -> assertResult(it)));
  }

  @TestFactory
  Stream<DynamicTest> aTokenIsIssuedWithTheRightLine() {
    return mistakes().map(it -> dynamicTest(it.name(), () -> assertIssued(it, it.right())));
  }

  private static Stream<Mistake> mistakes() {
    return Runbook.read().table(TABLE).entrySet().stream()
        .map(row -> new Mistake(row.getKey(), row.getValue()));
  }

  private void assertResult(Mistake mistake) {
    URI base = serve(mistake, mistake.guess());
    var response = send(mistake, base);
    var refusal = REFUSAL.matcher(mistake.result());
    if (refusal.lookingAt()) {
      String reason = refusal.group("reason");
      assertEquals(
          List.of(
              reason == null ? "" : reason,
              refusal.group("code"),
              mistake.afterLabel("found"),
              mistake.afterLabel("expected")),
          Stream.of("reason", "outcome", "found", "expected")
              .map(field -> log.event(response).getOrDefault(field, ""))
              .toList());
      assertEquals(refusal.group("code"), response.text("code"));
    } else {
      assertTrue(mistake.result().startsWith("A token"), mistake::result);
      assertSuccess(response);
    }
    assertLogged(mistake.afterLabel("log"), base);
  }

  private void assertLogged(String text, URI base) {
    var lines = log.linesOf("").stream().filter(it -> !it.startsWith("event=")).toList();
    String details = endpoint.anonymous().at(base).get("/health/details").json().toString();

    assertTrue(text.isEmpty() || lines.stream().anyMatch(it -> it.contains(text)), lines::toString);
    assertTrue(details.contains(text), details);
  }

  private static void assertIssued(Mistake mistake, String line) {
    assertSuccess(send(mistake, serve(mistake, line)));
  }

  private static void assertSuccess(EndpointResponse response) {
    assertTrue(Set.of(200, 201).contains(response.http().statusCode()), response.http()::body);
  }

  private static EndpointResponse send(Mistake mistake, URI base) {
    Issued request = mistake.request();
    return endpoint.withToken(request.tokens().get(0)).at(base).post(request.path());
  }

  private static URI serve(Mistake mistake, String line) {
    return endpoint.trusting(mistake.settings().with(line), imitation::connections);
  }

  /**
   * A row of the table.
   *
   * @param name the guess
   * @param cells the provider, the result and the right line
   */
  private record Mistake(String name, List<String> cells) {

    GuessedSettings settings() {
      var settings = PROVIDERS.get(cells.get(0));
      if (settings == null) {
        throw new AssertionError("No provider of the table is imitated as " + cells.get(0));
      }
      return settings;
    }

    /** Returns the request that shows the mistake: an admin's if a role is concerned. */
    Issued request() {
      return name.contains("rolesClaim") ? settings().admin() : settings().user();
    }

    String guess() {
      return line(name);
    }

    String result() {
      return cells.get(1);
    }

    String right() {
      return line(cells.get(2));
    }

    String afterLabel(String label) {
      var labelled = Pattern.compile(label + ": `([^`]+)`").matcher(result());
      return labelled.find() ? settings().filled(labelled.group(1)) : "";
    }

    private String line(String cell) {
      List<String> lines = LINE.matcher(cell).results().map(MatchResult::group).toList();
      assertEquals(1, lines.size(), cell);
      return settings().filled(lines.get(0).replace("`", ""));
    }
  }
}
