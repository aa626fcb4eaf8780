package dev.acstoken.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.TokenRequest;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever stands in a body, it is read as a token request or refused in our own words. */
class BodyFuzzTest {

  @Property
  void textIsReadOrRefused(@ForAll String text) {
    readOrRefuse(text);
  }

  @Property
  void almostJsonIsReadOrRefused(@ForAll("almostJson") String text) {
    readOrRefuse(text);
  }

  @Property
  void aRequestWithAPieceChangedIsReadOrRefused(@ForAll("damagedRequests") String text) {
    readOrRefuse(text);
  }

  @Property(tries = 20)
  void deepNestingIsRefused(@ForAll("depths") int depth) {
    readOrRefuse("[".repeat(depth));
    readOrRefuse("{\"scopes\":".repeat(depth));
    readOrRefuse("{\"scopes\": " + "[".repeat(depth) + "]".repeat(depth) + "}");
  }

  @Provide
  Arbitrary<Integer> depths() {
    return Arbitraries.integers().between(1, 4_000);
  }

  @Provide
  Arbitrary<String> almostJson() {
    return Arbitraries.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"",
            "\"scopes\"",
            "\"expiresInMinutes\"",
            "\"teamsUserToken\"",
            "\"chat\"",
            "\"voip\"",
            "60",
            "1440",
            "-1",
            "1e400",
            "0.1",
            "null",
            "true",
            "\\u0000",
            "\uFEFF",
            "\uD800",
            " ",
            "\n",
            "NaN",
            "/*",
            "//",
            "'")
        .list()
        .ofMaxSize(30)
        .map(pieces -> String.join("", pieces));
  }

  @Provide
  Arbitrary<String> damagedRequests() {
    String request = "{\"scopes\": [\"chat\", \"voip\"], \"expiresInMinutes\": 60}";
    return Combinators.combine(
            Arbitraries.integers().between(0, request.length()),
            Arbitraries.integers().between(0, 5),
            Arbitraries.strings().ofMaxLength(5))
        .as(
            (at, removed, inserted) ->
                request.substring(0, at)
                    + inserted
                    + request.substring(Math.min(request.length(), at + removed)));
  }

  private static void readOrRefuse(String text) {
    readOrRefuseATeamsToken(text);
    try {
      TokenRequest read = TokenRequestBody.read(FakeRequest.json(text));
      assertNotNull(read);
      assertFalse(read.scopes().filter(ScopeSet::isEmpty).isPresent());
    } catch (ServiceException e) {
      assertFalse(List.of("", "null").contains(e.detail()), text);
    }
  }

  private static void readOrRefuseATeamsToken(String text) {
    try {
      TeamsTokenRequestBody.read(FakeRequest.json(text))
          .ifPresent(token -> assertFalse(token.unverified().reveal().isBlank()));
    } catch (ServiceException e) {
      assertFalse(List.of("", "null").contains(e.detail()), text);
    }
  }
}
