package dev.acstoken.functions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.azure.functions.ExecutionContext;
import dev.acstoken.devhost.IncomingRequest;
import dev.acstoken.devhost.WorkerRequest;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies that an admin acts on the user whom the path names, and on no other. */
class UserAddressingHttpTest {
  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  @RegisterExtension final LogCapture log = new LogCapture();

  private final EndpointClient admin = endpoint.as("admin-" + UUID.randomUUID(), "Identity.Admin");

  static Stream<String> awkwardIds() {
    String unique = UUID.randomUUID().toString();
    return Stream.of(
        "tenant/" + unique,
        "https://login.example/id/" + unique,
        "tenant%2F" + unique,
        "100%" + unique,
        "a%20b" + unique,
        "~" + unique,
        "a\\b?#" + unique,
        "me" + "\u200b" + unique,
        "+1" + unique);
  }

  @Test
  void anAdminBlocksRevokesAndDeletesEveryUser() {
    Together.forEach(awkwardIds().toList(), this::blockRevokeAndDelete);
  }

  private void blockRevokeAndDelete(String id) {
    var user = endpoint.as(id);
    String path = "/users/" + encodedForm(id);
    var issued = user.post("/users/me/tokens").expect(201);

    assertEquals(id, admin.get(path + "/identity").expect(200).text("userId"));
    admin.delete(path + "/tokens").expect(204);
    assertFalse(endpoint.acs().isValid(issued.token()));
    assertEquals(id, admin.put(path + "/access", "{\"blocked\": true}").expect(200).text("userId"));
    user.post("/users/me/tokens").expectProblem(403, "scope_not_allowed");
    admin.delete(path + "/identity").expect(204);
    assertFalse(endpoint.acs().identities().contains(issued.communicationUserId()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"me", ".", ".."})
  void theUserWithTheIdOfAnAliasIsNamedByTheEncodedForm(String id) {
    endpoint.as(id).put("/users/me/identity");

    var found = admin.get("/users/" + encodedForm(id) + "/identity").expect(200);

    assertEquals(id, found.text("userId"));
    admin.get("/users/me/identity").expectProblem(404, "identity_not_found");
  }

  @Test
  void anAmbiguousIdChangesNothingAndTheDetailNamesTheEncodedForm() {
    String id = "tenant/" + UUID.randomUUID();
    var issued = endpoint.as(id).post("/users/me/tokens").expect(201);
    String path = "/users/" + percentEncoded(id);

    for (var refused :
        List.of(
            admin.put(path + "/access", "{\"blocked\": true}"),
            admin.delete(path + "/access"),
            admin.get(path + "/access"),
            admin.get(path + "/identity"),
            admin.put(path + "/identity"),
            admin.delete(path + "/identity"),
            admin.delete(path + "/tokens"),
            admin.post(path + "/tokens"),
            admin.post(path + "/tokens/refresh"),
            admin.get("/users/" + percentEncoded(percentEncoded(id)) + "/access"))) {
      refused.expectProblem(400, "invalid_request");
      assertTrue(refused.text("detail").contains("\"~\""), refused.text("detail"));
    }
    assertTrue(endpoint.acs().isValid(issued.token()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"m%2565", "%257Ebob", "%252e%252e", "%2Fme", "me%2F", "~", "~bWU="})
  void noValueCanBeReadAsTwoUsers(String segment) {
    admin.get("/users/" + segment + "/access").expectProblem(400, "invalid_request");
  }

  @Test
  void aPlusInAPathIsAPlus() {
    String id = "+1555" + UUID.randomUUID();
    var own = endpoint.as(id).put("/users/me/identity").expect(201);

    for (String form : List.of(id, id.replace("+", "%2B"), id.replace("+", "%2b"))) {
      assertEquals(own.json(), admin.get("/users/" + form + "/identity").expect(200).json());
    }
  }

  // The Functions host mixes these names with the route's, and fails if a function binds them.
  @Test
  void aQueryOrBodyFieldWithTheNameOfAParameterFailsNothing() {
    var anonymous = endpoint.anonymous();
    anonymous.get("/users/x/identity?USERID=1").expectProblem(401, "unauthenticated");
    anonymous.get("/identities/x?communicationuserid=1").expectProblem(401, "unauthenticated");
    anonymous.post("/users/me/tokens", "{\"USERID\": 1}").expectProblem(401, "unauthenticated");

    admin
        .put("/users/alice/access", "{\"UserId\": \"bob\", \"blocked\": true}")
        .expectProblem(400, "invalid_request");
  }

  // The server of the development host refuses such a request itself, so the function is called.
  @ParameterizedTest
  @ValueSource(strings = {"?a=|b", "?a={b}", "?a=%zz"})
  void aQueryThatTheWorkerCannotParseIsAProblem(String query) {
    var bearer = "Bearer " + endpoint.issuer().token("alice");
    var request =
        new WorkerRequest(
            new IncomingRequest(
                "GET",
                "http://localhost/api/users/me/identity" + query,
                Map.of("authorization", bearer),
                Map.of(),
                Optional.empty()));

    var response =
        new IdentityFunctions(endpoint.newApplication()).getIdentity(request, new Call());

    assertEquals(400, response.getStatusCode());
    assertEquals("application/problem+json; charset=utf-8", response.getHeader("content-type"));
    assertTrue(log.linesOf("event=request ").get(0).contains("outcome=invalid_request status=400"));
  }

  @Test
  void anIdentityWithAnAmbiguousEscapeIsRefused() {
    for (String identity : List.of("a%2Fb", "a%252Fb", "%20")) {
      admin.get("/identities/" + identity).expectProblem(400, "invalid_request");
    }
  }

  private record Call() implements ExecutionContext {
    @Override
    public Logger getLogger() {
      return Logger.getLogger("Function.GetIdentity.User");
    }

    @Override
    public String getInvocationId() {
      return "call-1";
    }

    @Override
    public String getFunctionName() {
      return "GetIdentity";
    }
  }

  private static String encodedForm(String id) {
    return "~" + Base64.getUrlEncoder().withoutPadding().encodeToString(id.getBytes(UTF_8));
  }

  private static String percentEncoded(String id) {
    return URLEncoder.encode(id, UTF_8).replace("+", "%20");
  }
}
