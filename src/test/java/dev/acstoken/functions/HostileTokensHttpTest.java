package dev.acstoken.functions;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.acstoken.devhost.LocalIssuer;
import dev.acstoken.devhost.TokenBuilder;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What attackers send, through the HTTP API. */
class HostileTokensHttpTest {
  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  private static final String ASKS = "Bearer realm=\"acs-token-endpoint\"";

  private final String user = "user-" + UUID.randomUUID();
  private final String good = endpoint.issuer().token(user);

  @TestFactory
  Stream<DynamicTest> isAnsweredWith401AndHarmsNobody() {
    return Map.ofEntries(
            entry("unsigned", draft().mintUnsigned()),
            entry("HMAC with the public key", draft().mintHmac()),
            entry("a key in the header", draft().signedByForeignKeyInHeader().mint()),
            entry("a foreign key", draft().signedByForeignKeyUnderKnownId().mint()),
            entry("an extension", draft().critical("x").mint()),
            entry("expired", draft().expired().mint()),
            entry("not yet valid", draft().notYetValid().mint()),
            entry("the issuer and a slash", draft().issuer(issuer().issuer() + "/").mint()),
            entry("a foreign audience", draft().audience("api://other").mint()),
            entry("a subject that is a number", draft().claim("sub", 7).mint()),
            entry("an end in milliseconds", draft().claim("exp", 4102444800000L).mint()),
            entry("more than 8 KiB", draft().claim("x", "x".repeat(8 * 1024)).mint()),
            entry("padding", good + "=="),
            entry("four segments", good + ".AAAA"),
            entry("encrypted", good + ".AAAA.AAAA"))
        .entrySet()
        .stream()
        .map(it -> dynamicTest(it.getKey(), () -> assertInvalid(it.getValue())));
  }

  @Test
  void twoAuthorizationHeadersAreNone() {
    EndpointClient client = endpoint.withToken(good);

    assertInvalid(client.header("Authorization", "Bearer " + good));
    assertInvalid(client.header("Authorization", "Basic YTpi"));
  }

  @Test
  void otherSchemesAreAskedForATokenEvenWithAGoodOne() {
    for (String header : new String[] {good, "Token " + good, "DPoP " + good, "Bearer:" + good}) {
      var reply =
          endpoint
              .anonymous()
              .header("authorization", header)
              .get("/users/me/identity")
              .expectProblem(401, "unauthenticated");
      assertEquals(ASKS, reply.header("www-authenticate"));
      assertTellsNothingOf(header, reply);
    }
    assertGoodTokenWorks();
  }

  private void assertInvalid(String token) {
    assertInvalid(endpoint.withToken(token));
  }

  private void assertInvalid(EndpointClient client) {
    var reply = client.post("/users/me/tokens").expectProblem(401, "invalid_token");

    String challenge = reply.header("www-authenticate");
    assertEquals(
        ASKS + ", error=\"invalid_token\"", challenge.substring(0, challenge.lastIndexOf(',')));
    client.headers().values().forEach(header -> assertTellsNothingOf(header, reply));
    assertGoodTokenWorks();
  }

  // Had any hostile one been taken for the user, there would be an identity.
  private void assertGoodTokenWorks() {
    endpoint.withToken(good).get("/users/me/identity").expectProblem(404, "identity_not_found");
  }

  private static void assertTellsNothingOf(String header, EndpointResponse reply) {
    String shown = reply.http().body() + reply.http().headers().map();
    Arrays.stream(header.split("[ .]", -1))
        .filter(part -> part.length() > 7)
        .forEach(part -> assertFalse(shown.contains(part), shown));
  }

  private TokenBuilder draft() {
    return issuer().tokenBuilder(user);
  }

  private static LocalIssuer issuer() {
    return endpoint.issuer();
  }
}
