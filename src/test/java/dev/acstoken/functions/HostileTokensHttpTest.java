package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.acstoken.devhost.LocalIssuer;
import dev.acstoken.devhost.TokenBuilder;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Verifies that the HTTP API refuses hostile bearer tokens with a 401 that quotes nothing of them.
 * {@code HostileTokensTest} has the list of hostile tokens.
 */
class HostileTokensHttpTest {
  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  private static final String CHALLENGE = "Bearer realm=\"acs-token-endpoint\"";

  private final String user = "user-" + UUID.randomUUID();
  private final String validToken = endpoint.issuer().token(user);

  @Test
  void anUnsignedTokenGets401AndChangesNothing() {
    assertInvalid(tokenBuilder().mintUnsigned());
  }

  @Test
  void aTokenSignedByAForeignKeyGets401AndChangesNothing() throws Exception {
    EndpointClient client = endpoint.withToken(tokenBuilder().signedByForeignKeyInHeader().mint());

    // The key may be a new one of the issuer, until the keys have been fetched again.
    client.post("/users/me/tokens").expectProblem(503, "key_unavailable");
    while (client.post("/users/me/tokens").http().statusCode() == 503) {
      Thread.sleep(5);
    }

    assertInvalid(client);
  }

  @Test
  void twoAuthorizationHeadersAreInvalid() {
    EndpointClient client = endpoint.withToken(validToken);

    assertInvalid(client.header("Authorization", "Bearer " + validToken));
    assertInvalid(client.header("Authorization", "Basic YTpi"));
  }

  @Test
  void aValidTokenInAnotherSchemeIsUnauthenticated() {
    for (String header :
        new String[] {
          validToken, "Token " + validToken, "DPoP " + validToken, "Bearer:" + validToken
        }) {
      var response =
          endpoint
              .anonymous()
              .header("authorization", header)
              .get("/users/me/identity")
              .expectProblem(401, "unauthenticated");
      assertEquals(CHALLENGE, response.header("www-authenticate"));
      assertNotQuoted(header, response);
    }
    assertValidTokenWorksAndFindsNoIdentity();
  }

  private void assertInvalid(String token) {
    assertInvalid(endpoint.withToken(token));
  }

  private void assertInvalid(EndpointClient client) {
    var response = client.post("/users/me/tokens").expectProblem(401, "invalid_token");

    String challenge = response.header("www-authenticate");
    assertEquals(
        CHALLENGE + ", error=\"invalid_token\"",
        challenge.substring(0, challenge.indexOf(", error_description=")));
    client.headers().values().forEach(header -> assertNotQuoted(header, response));
    assertValidTokenWorksAndFindsNoIdentity();
  }

  // The user would have an identity if a hostile token had been accepted.
  private void assertValidTokenWorksAndFindsNoIdentity() {
    endpoint
        .withToken(validToken)
        .get("/users/me/identity")
        .expectProblem(404, "identity_not_found");
  }

  private static void assertNotQuoted(String header, EndpointResponse response) {
    String shown = response.http().body() + response.http().headers().map();
    Arrays.stream(header.split("[ .]", -1))
        .filter(part -> part.length() > 7)
        .forEach(part -> assertFalse(shown.contains(part), shown));
  }

  private TokenBuilder tokenBuilder() {
    return issuer().tokenBuilder(user);
  }

  private static LocalIssuer issuer() {
    return endpoint.issuer();
  }
}
