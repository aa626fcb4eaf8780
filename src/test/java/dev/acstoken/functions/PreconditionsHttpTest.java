package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Verifies through the HTTP API the preconditions of operations whose responses have no entity tag.
 * AccessHttpTest verifies those of the others.
 */
class PreconditionsHttpTest {
  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  private static final String IDENTITY = "/users/me/identity";
  private static final String TOKENS = "/users/me/tokens";
  private static final List<String> TAGS = List.of("\"other\"", "W/\"a\", \"own+chat\"", "\"*\"");

  private final String user = "user-" + UUID.randomUUID();
  private final EndpointClient client = endpoint.as(user);
  private final EndpointClient admin = endpoint.as("admin-" + user, "Identity.Admin");

  @Test
  void aTagInIfMatchNeverMatchesAnIdentity() {
    for (String tags : TAGS) {
      var conditional = client.header("if-match", tags);
      conditional.put(IDENTITY).expectProblem(412, "precondition_failed");
      conditional.get(IDENTITY).expectProblem(412, "precondition_failed");
      conditional.delete(IDENTITY).expectProblem(412, "precondition_failed");
    }
    client.get(IDENTITY).expectProblem(404, "identity_not_found");
    var id = client.put(IDENTITY).expect(201).communicationUserId();

    for (String tags : TAGS) {
      var conditional = client.header("if-match", tags);
      conditional.put(IDENTITY).expectProblem(412, "precondition_failed");
      conditional.get(IDENTITY).expectProblem(412, "precondition_failed");
      conditional.delete(IDENTITY).expectProblem(412, "precondition_failed");
      admin
          .header("if-match", tags)
          .get("/identities/" + id)
          .expectProblem(412, "precondition_failed");
    }
    assertEquals(id, client.get(IDENTITY).expect(200).communicationUserId());
  }

  @Test
  void aTagInIfNoneMatchNeverMatchesAnIdentity() {
    String all = String.join(",", TAGS);
    client.header("if-none-match", all).get(IDENTITY).expectProblem(404, "identity_not_found");
    var id = client.header("if-none-match", all).put(IDENTITY).expect(201).communicationUserId();

    for (String tags : TAGS) {
      client.header("if-none-match", tags).get(IDENTITY).expect(200);
      admin.header("if-none-match", tags).get("/identities/" + id).expect(200);
    }
    client.header("if-none-match", all).put(IDENTITY).expect(200);
    client.header("if-none-match", all).delete(IDENTITY).expect(204);
    client.header("if-none-match", all).delete(IDENTITY).expect(204);
  }

  @Test
  void ifNoneMatchWithAStarCreatesAnIdentityOnlyIfThereIsNone() {
    var ifNone = client.header("if-none-match", "*");

    var id = ifNone.put(IDENTITY).expect(201).communicationUserId();
    var refused = ifNone.put(IDENTITY).expectProblem(412, "precondition_failed");

    assertEquals(
        "The user has an ACS identity, which matches If-None-Match.", refused.text("detail"));
    assertEquals(id, client.get(IDENTITY).expect(200).communicationUserId());
  }

  @Test
  void ifNoneMatchWithAStarNeverDeletesAnIdentity() {
    var ifNone = client.header("if-none-match", "*");

    ifNone.delete(IDENTITY).expect(204);
    var token = client.post(TOKENS).expect(201).token();
    ifNone.delete(IDENTITY).expectProblem(412, "precondition_failed");

    assertTrue(endpoint.acs().isValid(token));
    client.get(IDENTITY).expect(200);
  }

  @Test
  void ifMatchWithAStarNeedsAnIdentity() {
    var ifAny = client.header("if-match", "*");

    var refused = ifAny.delete(IDENTITY).expectProblem(412, "precondition_failed");
    assertEquals(
        "The user has no ACS identity, so nothing matches If-Match.", refused.text("detail"));
    ifAny.get(IDENTITY).expectProblem(412, "precondition_failed");
    ifAny.put(IDENTITY).expectProblem(412, "precondition_failed");
    client.get(IDENTITY).expectProblem(404, "identity_not_found");

    client.put(IDENTITY).expect(201);
    ifAny.put(IDENTITY).expect(200);
    ifAny.get(IDENTITY).expect(200);
    ifAny.delete(IDENTITY).expect(204);
    ifAny.delete(IDENTITY).expectProblem(412, "precondition_failed");
    client.delete(IDENTITY).expect(204);
  }

  @Test
  void aReadOfAnIdentityThatNobodyWantsHasNoBody() {
    var id = client.put(IDENTITY).expect(201).communicationUserId();

    assertEquals("", client.header("if-none-match", "*").get(IDENTITY).expect(304).http().body());
    var find = admin.header("if-none-match", "*").get("/identities/" + id);
    assertEquals("", find.expect(304).http().body());
    client.header("if-match", "\"a\"").header("if-none-match", "*").get(IDENTITY).expect(412);
  }

  @Test
  void anUnknownIdentityIsNotFoundWhateverMatches() {
    for (String header : List.of("if-match", "if-none-match")) {
      admin
          .header(header, "*")
          .get("/identities/8:acs:nobody")
          .expectProblem(404, "identity_not_found");
    }
  }

  @Test
  void nothingMatchesIfMatchOfAnOperationAboutTokens() {
    for (String tags : List.of("*", "\"other\"", "\"default+chat+voip\"")) {
      client.header("if-match", tags).post(TOKENS).expectProblem(412, "precondition_failed");
    }
    client.get(IDENTITY).expectProblem(404, "identity_not_found");
    var token = client.post(TOKENS).expect(201).token();

    for (String tags : List.of("*", "\"other\"", "\"default+chat+voip\"")) {
      var conditional = client.header("if-match", tags);
      conditional.post(TOKENS).expectProblem(412, "precondition_failed");
      conditional.post(TOKENS + "/refresh").expectProblem(412, "precondition_failed");
      conditional.delete(TOKENS).expectProblem(412, "precondition_failed");
      conditional
          .post("/users/me/teams-tokens", teamsToken())
          .expectProblem(412, "precondition_failed");
    }
    assertTrue(endpoint.acs().isValid(token));
  }

  @Test
  void ifNoneMatchOfAnOperationAboutTokensIsMet() {
    for (String tags : List.of("*", "\"other\"")) {
      var conditional = client.header("if-none-match", tags);
      conditional.post(TOKENS);
      conditional.post(TOKENS).expect(200);
      conditional.post(TOKENS + "/refresh").expect(200);
      conditional.delete(TOKENS).expect(204);
      conditional.post("/users/me/teams-tokens", teamsToken()).expect(200);
    }
  }

  @Test
  void aMalformedPreconditionIsRefused() {
    for (String header : List.of("if-match", "if-none-match")) {
      var malformed = client.header(header, "*, \"a");
      malformed.put(IDENTITY).expectProblem(400, "invalid_request");
      malformed.get(IDENTITY).expectProblem(400, "invalid_request");
      malformed.delete(IDENTITY).expectProblem(400, "invalid_request");
      malformed.post(TOKENS).expectProblem(400, "invalid_request");
      malformed.post(TOKENS + "/refresh").expectProblem(400, "invalid_request");
      malformed.delete(TOKENS).expectProblem(400, "invalid_request");
    }
    client.get(IDENTITY).expectProblem(404, "identity_not_found");
  }

  // A refused request costs nothing, so a budget of one remains.
  @Test
  void aRefusalThatNeedsNoDependencyCostsNothing() {
    var strict =
        client.at(endpoint.with("TOKEN_REQUESTS_BURST", "1", "TOKEN_REQUESTS_PER_MINUTE", "1"));

    for (int i = 0; i < 3; i++) {
      strict.header("if-match", "*").post(TOKENS).expectProblem(412, "precondition_failed");
    }

    strict.post(TOKENS).expect(201);
  }

  private String teamsToken() {
    return "{\"teamsUserToken\": \"" + endpoint.issuer().teamsTokenBuilder(user).mint() + "\"}";
  }
}
