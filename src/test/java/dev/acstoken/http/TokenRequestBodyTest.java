package dev.acstoken.http;

import static dev.acstoken.identity.TokenScope.CHAT;
import static dev.acstoken.identity.TokenScope.CHAT_JOIN;
import static dev.acstoken.identity.TokenScope.CHAT_JOIN_LIMITED;
import static dev.acstoken.identity.TokenScope.VOIP;
import static dev.acstoken.identity.TokenScope.VOIP_JOIN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.acstoken.devhost.WorkerRequest;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.TokenLifetime;
import dev.acstoken.identity.TokenRequest;
import dev.acstoken.identity.TokenScope;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Verifies which bodies IssueToken and RefreshToken accept. */
class TokenRequestBodyTest {

  private static final int MAX_BYTES = 8192;
  private static final String SCOPES = "[chat, chat.join, chat.join.limited, voip, voip.join]";

  @TestFactory
  Stream<DynamicTest> acceptsValidBodies() {
    return Stream.of(
        accepted("{}", TokenRequest.DEFAULT),
        accepted(" {\r\n\t} ", TokenRequest.DEFAULT),
        accepted("{\"scopes\":[\"chat\"]}", scopes(CHAT)),
        accepted("{\"scopes\":[\"voip\",\"chat\"]}", scopes(CHAT, VOIP)),
        accepted("{\"scopes\":[\"chat\",\"chat\"]}", scopes(CHAT)),
        accepted(
            "{\"scopes\":[\"chat.join\",\"chat.join.limited\",\"voip.join\"]}",
            scopes(CHAT_JOIN, CHAT_JOIN_LIMITED, VOIP_JOIN)),
        accepted("{\"\\u0073copes\":[\"\\u0063hat\"]}", scopes(CHAT)),
        accepted("{\"expiresInMinutes\":60}", minutes(60)),
        accepted("{\"expiresInMinutes\":1440}", minutes(1440)),
        accepted("{\"expiresInMinutes\":60.0}", minutes(60)),
        accepted("{\"expiresInMinutes\":60.000000000000000000000000}", minutes(60)),
        accepted("{\"expiresInMinutes\":6e1}", minutes(60)),
        accepted("{\"expiresInMinutes\":0.6E+2}", minutes(60)),
        accepted("{\"expiresInMinutes\":6000e-2}", minutes(60)),
        accepted("{\"expiresInMinutes\":1.44e3}", minutes(1440)),
        accepted("{\"expiresInMinutes\":90." + "0".repeat(4000) + "}", minutes(90)),
        accepted("null", TokenRequest.DEFAULT),
        accepted(" null\n", TokenRequest.DEFAULT),
        accepted("{\"scopes\":null}", TokenRequest.DEFAULT),
        accepted("{\"expiresInMinutes\":null}", TokenRequest.DEFAULT),
        accepted("{\"scopes\":null,\"expiresInMinutes\":null}", TokenRequest.DEFAULT),
        accepted("{\"scopes\":null,\"expiresInMinutes\":60}", minutes(60)),
        accepted("{\"scopes\":[\"chat\"],\"expiresInMinutes\":null}", scopes(CHAT)),
        accepted(
            "{\"expiresInMinutes\":90,\"scopes\":[\"voip\"]}",
            new TokenRequest(Optional.of(ScopeSet.of(VOIP)), Optional.of(new TokenLifetime(90)))));
  }

  @TestFactory
  Stream<DynamicTest> refusesInvalidBodiesWithAReason() {
    return Stream.of(
        refused("{\"scope\":[\"chat\"]}", "Unknown field."),
        refused("{\"Scopes\":[\"chat\"]}", "Unknown field."),
        refused("{\"\":1}", "Unknown field."),
        refused("{\"expiresInMinutes\":60,\"a\":{\"b\":[{\"c\":null}]}}", "Unknown field."),
        refused("{\"scopes\":[\"chat\"],\"scopes\":[\"voip\"]}", "twice"),
        refused("{\"expiresInMinutes\":60,\"expiresInMinutes\":60}", "twice"),
        refused("{\"scopes\":\"chat\"}", "must be an array"),
        refused("{\"scopes\":{\"chat\":true}}", "must be an array"),
        refused("{\"scopes\":true}", "must be an array"),
        refused("{\"scopes\":[]}", "Leave out \"scopes\", or send null, to get all scopes"),
        refused("{\"scopes\":null,\"scopes\":[\"chat\"]}", "twice"),
        refused("{\"scopes\":null,\"scopes\":null}", "twice"),
        refused("{\"scope\":null}", "Unknown field."),
        refused(
            "{\"a\":" + "[".repeat(4000) + "]".repeat(4000) + ",\"expiresInMinutes\":5}",
            "60 to 1440"),
        refused(
            "{\"scopes\":[\"sms\",[{}]],\"expiresInMinutes\":5,\"x\":1,\"y\":[\"z\"]}",
            "The field \"scopes\" contains an unknown scope. Supported scopes: "
                + SCOPES
                + ". The field \"expiresInMinutes\" must be a whole number from 60 to 1440."
                + " Unknown field. Allowed fields are \"scopes\" and \"expiresInMinutes\"."),
        refused("{\"scopes\":[\"email\"]}", SCOPES),
        refused("{\"scopes\":[\"chat\",\"email\"]}", SCOPES),
        refused("{\"scopes\":[\"Chat\"]}", SCOPES),
        refused("{\"scopes\":[\"\"]}", SCOPES),
        refused("{\"scopes\":[\"chat,voip\"]}", SCOPES),
        refused("{\"scopes\":[null]}", SCOPES),
        refused("{\"scopes\":[1]}", SCOPES),
        refused("{\"scopes\":[[\"chat\"]]}", SCOPES),
        refused("{\"scopes\":[{}]}", SCOPES),
        refused("{\"scopes\":[\"pstn\"]}", "\"pstn\" was never a supported scope. "),
        refused("{\"scopes\":[\"chat\",\"pstn\"]}", SCOPES),
        refused("{\"expiresInMinutes\":59}", "60 to 1440"),
        refused("{\"expiresInMinutes\":1441}", "60 to 1440"),
        refused("{\"expiresInMinutes\":0}", "60 to 1440"),
        refused("{\"expiresInMinutes\":-60}", "60 to 1440"),
        refused("{\"expiresInMinutes\":60.5}", "60 to 1440"),
        refused("{\"expiresInMinutes\":349.5}", "60 to 1440"),
        refused("{\"expiresInMinutes\":60.0000000000000001}", "60 to 1440"),
        refused("{\"expiresInMinutes\":605e-1}", "60 to 1440"),
        refused("{\"expiresInMinutes\":5.9e1}", "60 to 1440"),
        refused("{\"expiresInMinutes\":-6e1}", "60 to 1440"),
        refused("{\"expiresInMinutes\":1e4}", "60 to 1440"),
        refused("{\"expiresInMinutes\":6e999999999}", "60 to 1440"),
        refused("{\"expiresInMinutes\":6e-999999999}", "60 to 1440"),
        refused("{\"expiresInMinutes\":6e" + "9".repeat(4000) + "}", "60 to 1440"),
        refused("{\"expiresInMinutes\":0e9}", "60 to 1440"),
        refused("{\"expiresInMinutes\":1" + "0".repeat(4000) + "e-4000}", "60 to 1440"),
        refused("{\"expiresInMinutes\":4294967356}", "60 to 1440"),
        refused("{\"expiresInMinutes\":" + "9".repeat(4000) + "}", "60 to 1440"),
        refused("{\"expiresInMinutes\":\"60\"}", "60 to 1440"),
        refused("{\"expiresInMinutes\":[60]}", "60 to 1440"),
        refused("{\"expiresInMinutes\":true}", "60 to 1440"),
        refused("{\"expiresInMinutes\":NaN}", ""),
        refused("[]", "a JSON object"),
        refused("[{}]", "a JSON object"),
        refused("\"chat\"", "a JSON object"),
        refused("60", "a JSON object"),
        refused("true", "a JSON object"),
        refused("  \n ", "a JSON object"),
        refused("{}{}", "only one JSON object"),
        refused("{} []", "only one JSON object"),
        refused("null {}", "only one JSON object"),
        refused("null null", "only one JSON object"),
        refused("[null]", "a JSON object"),
        refused("[".repeat(MAX_BYTES), "a JSON object"));
  }

  @TestFactory
  Stream<DynamicTest> refusesTextThatIsNotJson() {
    return Stream.of(
            "{",
            "{\"scopes\"",
            "{\"scopes\":",
            "{\"scopes\":[",
            "{\"scopes\":[\"chat\"",
            "{\"scopes\":[\"chat\"]",
            "{\"scopes\":[\"chat\"],",
            "{\"scopes\":[\"chat\",]}",
            "{\"scopes\":[\"chat\"],}",
            "{\"expiresInMinutes\":060}",
            "{\"expiresInMinutes\":+60}",
            "{\"expiresInMinutes\":0x60}",
            "{'scopes':['chat']}",
            "{scopes:[]}",
            "{}garbage",
            "{} // said",
            "nul",
            "NULL",
            "nullx",
            "{\"scopes\":nul}",
            "{\"expiresInMinutes\":60.}",
            "{\"expiresInMinutes\":6e}",
            "scopes=chat",
            "\uFEFF{}",
            "\u0000",
            "]")
        .map(text -> dynamicTest(text, () -> assertRefused(400, "", FakeRequest.json(text))));
  }

  @Test
  void refusesDeeplyNestedBodies() {
    assertRefused(400, "", FakeRequest.json("{\"scopes\":" + "[".repeat(8000)));
    assertRefused(400, "", FakeRequest.json("{\"a\":".repeat(1500)));
    assertRefused(413, "", FakeRequest.json("[".repeat(10_000)));
  }

  @Test
  void anEmptyBodyRequestsTheDefaults() throws IOException {
    assertEquals(TokenRequest.DEFAULT, read(FakeRequest.withoutBody()));
    assertEquals(TokenRequest.DEFAULT, read(FakeRequest.of(Map.of(), Optional.empty())));
    assertEquals(TokenRequest.DEFAULT, read(FakeRequest.of("text/plain", "")));
  }

  @Test
  void acceptsABodyOfUpTo8KiB() throws IOException {
    assertEquals(TokenRequest.DEFAULT, read(FakeRequest.json(padded(MAX_BYTES))));
    assertRefused(413, "8192 bytes", FakeRequest.json(padded(MAX_BYTES + 1)));
  }

  @Test
  void countsBytesAndNotCharacters() {
    String twoBytesEach = "ä".repeat(MAX_BYTES / 2);

    assertRefused(400, "", FakeRequest.json(twoBytesEach));
    assertRefused(413, "8192 bytes", FakeRequest.json(twoBytesEach + " "));
  }

  @Test
  void acceptsEverySpellingOfTheJsonMediaType() throws IOException {
    for (String type :
        Set.of(
            "application/json",
            "Application/JSON",
            "application/json; charset=utf-8",
            "application/json ;charset=UTF-8")) {
      assertEquals(TokenRequest.DEFAULT, read(FakeRequest.of(type, "{}")), type);
    }
  }

  @Test
  void refusesOtherMediaTypes() {
    for (String type :
        Set.of("", ";", "text/plain", "application/jsonp", "application/x-www-form-urlencoded")) {
      assertRefused(415, "application/json", FakeRequest.of(type, "{}"));
    }
    assertRefused(
        415, "application/json", FakeRequest.of(Map.of("content-length", "2"), Optional.of("{}")));
  }

  @Test
  void refusesAChunkedBodyBecauseItArrivesEmpty() {
    assertRefused(
        411,
        "Content-Length",
        FakeRequest.with("transfer-encoding", "chunked", FakeRequest.withoutBody()));
    assertRefused(
        411, "", FakeRequest.with("transfer-encoding", "chunked", FakeRequest.json("{}")));
  }

  @Test
  void refusesAnEmptyBodyWithANonzeroContentLength() {
    assertRefused(
        400, "announces one", FakeRequest.with("content-length", "18", FakeRequest.withoutBody()));
    assertRefused(
        400, "announces one", FakeRequest.with("content-length", "1", FakeRequest.json("")));
  }

  private static DynamicTest accepted(String body, TokenRequest expected) {
    return dynamicTest(body, () -> assertEquals(expected, read(FakeRequest.json(body))));
  }

  private static DynamicTest refused(String body, String reason) {
    String start = body.length() > 80 ? body.substring(0, 80) + "…" : body;
    return dynamicTest("<" + start + ">", () -> assertRefused(400, reason, FakeRequest.json(body)));
  }

  // Renders every exception as a problem, as the request handler does.
  private static void assertRefused(int status, String reason, WorkerRequest request) {
    try {
      throw new AssertionError("accepted as " + read(request));
    } catch (IOException | RuntimeException e) {
      var problem = Problem.of(e, "1");
      assertEquals(status, problem.status().value(), problem.detail());
      assertTrue(problem.detail().contains(reason), problem.detail());
    }
  }

  private static TokenRequest read(WorkerRequest request) throws IOException {
    return TokenRequestBody.read(request);
  }

  private static String padded(int bytes) {
    return "{" + " ".repeat(bytes - 2) + "}";
  }

  private static TokenRequest scopes(TokenScope... scopes) {
    return new TokenRequest(Optional.of(ScopeSet.of(scopes)), Optional.empty());
  }

  private static TokenRequest minutes(int minutes) {
    return new TokenRequest(Optional.empty(), Optional.of(new TokenLifetime(minutes)));
  }
}
