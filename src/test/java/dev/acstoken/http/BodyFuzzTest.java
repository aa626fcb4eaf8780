package dev.acstoken.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.acstoken.RandomInput;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.TokenRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies that a random body is read as a request or refused with a message of this project. */
class BodyFuzzTest {

  private static final String TOKEN_REQUEST =
      "{\"scopes\": [\"chat\", \"voip\"], \"expiresInMinutes\": 60}";
  private static final String INVITATION_REQUEST =
      "{\"scopes\": [\"chat.join\"], \"expiresOn\": \"2026-11-20T15:00:00.5+05:30\","
          + " \"maxGuests\": 1000, \"reference\": \"room\"}";
  private static final String JOIN_REQUEST =
      "{\"invitation\": \"Xxw60pBL6GcdLKT4O5BuFcR-GaBdg_JrDpex1EisU_A\", \"guest\":"
          + " {\"id\": \"PGx12IFy9e1fLmGRkI7AYQ\", \"secret\": \"k7gMby1R56QYa_Asntc1Sg\"}}";

  @Test
  void randomTextIsReadOrRefused() {
    RandomInput.check(input -> input.text(0, 300), BodyFuzzTest::readOrRefuse);
  }

  @Test
  void randomPiecesOfJsonAreReadOrRefused() {
    RandomInput.check(
        input -> String.join("", input.list(0, 30, BodyFuzzTest::piece)),
        BodyFuzzTest::readOrRefuse);
  }

  @ParameterizedTest
  @ValueSource(strings = {TOKEN_REQUEST, INVITATION_REQUEST, JOIN_REQUEST})
  void aDamagedRequestIsReadOrRefused(String request) {
    RandomInput.check(input -> damaged(request, input), BodyFuzzTest::readOrRefuse);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 100, 999, 1_000, 1_001, 4_000})
  void deepNestingIsRefused(int depth) {
    readOrRefuse("[".repeat(depth));
    readOrRefuse("{\"scopes\":".repeat(depth));
    readOrRefuse("{\"scopes\": " + "[".repeat(depth) + "]".repeat(depth) + "}");
  }

  private static String piece(RandomInput input) {
    return input.oneOf(
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
        "\"expiresOn\"",
        "\"maxGuests\"",
        "\"reference\"",
        "\"invitation\"",
        "\"guest\"",
        "\"id\"",
        "\"secret\"",
        "\"2026-11-20T15:00:00Z\"",
        "\"k7gMby1R56QYa_Asntc1Sg\"",
        "\"chat\"",
        "\"voip\"",
        "60",
        "1440",
        "-1",
        "1e400",
        "6e1",
        "60.0",
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
        "'");
  }

  private static String damaged(String request, RandomInput input) {
    int start = input.number(0, request.length());
    int end = Math.min(request.length(), start + input.number(0, 5));
    return request.substring(0, start) + input.text(0, 5) + request.substring(end);
  }

  private static void readOrRefuse(String text) {
    readOrRefuseATeamsToken(text);
    readOrRefuseAPolicy(text);
    readOrRefuseAnInvitation(text);
    readOrRefuseAGuest(text);
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

  private static void readOrRefuseAnInvitation(String text) {
    try {
      var read = InvitationRequestBody.read(FakeRequest.json(text));
      assertFalse(read.scopes().filter(ScopeSet::isEmpty).isPresent());
      assertFalse(read.reference().filter(String::isEmpty).isPresent());
    } catch (ServiceException e) {
      assertFalse(List.of("", "null").contains(e.detail()), text);
    }
  }

  private static void readOrRefuseAGuest(String text) {
    try {
      var read = JoinRequestBody.read(FakeRequest.json(text));
      assertFalse(read.guestId().isPresent() && read.secret().isEmpty());
    } catch (ServiceException e) {
      assertFalse(List.of("", "null").contains(e.detail()), text);
    }
  }

  private static void readOrRefuseAPolicy(String text) {
    try {
      assertNotNull(AccessRequestBody.read(FakeRequest.json(text)));
    } catch (ServiceException e) {
      assertFalse(List.of("", "null").contains(e.detail()), text);
    }
  }
}
