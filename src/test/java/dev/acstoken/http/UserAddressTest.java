package dev.acstoken.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.RandomInput;
import dev.acstoken.devhost.RequestPath;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.User;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies that a path names exactly one user, however the Functions host decodes it. */
class UserAddressTest {

  private static final RouteParameter USER_ID =
      RouteParameter.of("userId", "users/{userId}/identity");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alice",
        "alice@contoso.com",
        "+15551234",
        "auth0|5f7c",
        "a b",
        "ME",
        "a~b",
        "...",
        "Zoë",
        "名前",
        "8:orgid:1,2;x=$!",
        "-._"
      })
  void aSafeIdNamesItself(String id) {
    assertEquals(Optional.of(id), UserAddress.id(id));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        "..",
        "me",
        "a/b",
        "a\\b",
        "a%b",
        "a%2Fb",
        "a?b",
        "a#b",
        "a&b",
        "O'Neil",
        "a\"b",
        "(a)",
        "a*",
        "<a>",
        "[a]",
        "{a}",
        "a^b",
        "a`b",
        "a\u0001b",
        "a\u007f",
        "a\u0085b",
        "a\u2028b"
      })
  void anIdThatIsNotSafeDoesNotNameItself(String id) {
    assertEquals(Optional.empty(), UserAddress.id(id));
  }

  @ParameterizedTest
  @CsvSource({
    "~YWxpY2U, alice",
    "~bWU, me",
    "~Lg, .",
    "~Li4, ..",
    "~fmJvYg, ~bob",
    "~dGVuYW50L2FsaWNl, tenant/alice",
    "~Wm_Dqw, Zoë",
  })
  void theEncodedFormNamesAnyId(String address, String id) {
    assertEquals(Optional.of(id), UserAddress.id(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Nothing, padding, an impossible length, unused bits, line breaks and other alphabets.
        "~",
        "~YWxpY2U=",
        "~YQ==",
        "~Y",
        "~YWxpY2V",
        "~YR",
        "~YWxp\nY2U",
        "~Wm/Dqw",
        "~Wm+Dqw",
        "~YW xp",
        "~~YWxpY2U",
        "~Zoë",
        // Not UTF-8, and ids that no user can have: blank, with a control character, too long.
        "~_w",
        "~wK8",
        "~7aCA",
        "~IA",
        "~YQEx",
        "~AA"
      })
  void anythingElseWithATildeNamesNobody(String address) {
    assertEquals(Optional.empty(), UserAddress.id(address));
  }

  @Test
  void theEncodedFormOfAnIdThatIsTooLongNamesNobody() {
    assertEquals(Optional.of("ü".repeat(256)), UserAddress.id(encodedForm("ü".repeat(256))));
    assertEquals(Optional.empty(), UserAddress.id(encodedForm("ü".repeat(257))));
  }

  @Test
  void everyIdOfATokenCanBeNamedAndNoOtherUserIs() {
    RandomInput.check(
        UserAddressTest::validId,
        id -> {
          assertEquals(Optional.of(id), named(encodedForm(id)));
          assertEquals(Optional.of(id), named(percentEncoded(encodedForm(id))));
        });
  }

  @Test
  void aPercentEncodedIdNamesItsUserOrNobody() {
    RandomInput.check(
        UserAddressTest::validId,
        id -> assertEquals(isSafe(id) ? Optional.of(id) : refusal(id), named(percentEncoded(id))));
  }

  @Test
  void anIdThatWasEncodedTwiceNamesItsUserOrNobody() {
    RandomInput.check(
        UserAddressTest::validId,
        id -> {
          var named = named(percentEncoded(percentEncoded(id)));
          assertTrue(named.isEmpty() || named.get().equals(id), named::toString);
        });
  }

  @Test
  void aRandomSegmentNamesOnlyWhatItDecodesTo() {
    RandomInput.check(
        input -> percentEncoded(input.text(1, 20)).replace("%25", input.oneOf("%25", "%")),
        segment -> {
          var named = named(segment);
          assertTrue(
              named.isEmpty() || segment.startsWith("~") || isDecoded(named.get(), segment),
              named::toString);
        });
  }

  /** Returns the id that a function reads when a caller sends this segment of a path. */
  private static Optional<String> named(String segment) {
    String path = RequestPath.parse("/api/users/" + segment + "/identity").encodedAgain();
    try {
      return USER_ID.read(FakeRequest.at("http://localhost" + path)).flatMap(UserAddress::id);
    } catch (ServiceException e) {
      return Optional.empty();
    }
  }

  private static boolean isSafe(String id) {
    return id.matches("(?![~]|me$|[.]{1,2}$)[-A-Za-z0-9._~@:|+,;=$! [^\\x00-\\x7f]]+");
  }

  // The host does not tell an id with the text %20 from one with a space that was encoded twice.
  private static Optional<String> refusal(String id) {
    return id.contains("%")
        ? named(percentEncoded(id)).filter(it -> isDecoded(it, id))
        : Optional.empty();
  }

  private static boolean isDecoded(String id, String encoded) {
    String once = decoded(encoded);
    return id.equals(once) || id.equals(decoded(once));
  }

  private static String decoded(String encoded) {
    try {
      return URLDecoder.decode(encoded.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException e) {
      return encoded;
    }
  }

  private static String validId(RandomInput input) {
    String id =
        input.oneOf(
            it -> it.text(1, 100), it -> it.oneOf("me", ".", "..", "~bob", "a%20b", "a%2Fb"));
    return User.isValidId(id) ? id : validId(input);
  }

  private static String encodedForm(String id) {
    return "~" + Base64.getUrlEncoder().withoutPadding().encodeToString(id.getBytes(UTF_8));
  }

  private static String percentEncoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
