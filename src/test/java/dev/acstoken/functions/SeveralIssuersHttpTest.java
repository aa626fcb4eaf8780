package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.acstoken.devhost.LocalIssuer;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies an endpoint whose users come from two issuers, of which one may have admins. */
class SeveralIssuersHttpTest {
  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  private static final LocalIssuer workforce = LocalIssuer.start();
  private static final LocalIssuer customers = LocalIssuer.start();

  @RegisterExtension final LogCapture log = new LogCapture();

  private final URI base =
      trusting(entry(workforce, "'admins': true") + "," + entry(customers, ""));
  private final String user = "user-" + UUID.randomUUID();
  private final EndpointClient agent = as(workforce, user);
  private final EndpointClient customer = as(customers, user);
  private final EndpointClient admin = as(workforce, "admin", "Identity.Admin");

  @AfterEach
  void resume() {
    customers.resume();
  }

  @AfterAll
  static void close() {
    workforce.close();
    customers.close();
  }

  @Test
  void usersOfTwoIssuersWithTheSameIdAreTwoUsers() {
    var ofAgent = agent.put("/users/me/identity").expect(201);
    var ofCustomer = customer.put("/users/me/identity").expect(201);

    assertNotEquals(ofAgent.communicationUserId(), ofCustomer.communicationUserId());
    assertEquals(workforce.issuer().toString(), ofAgent.text("issuer"));
    assertEquals(customers.issuer().toString(), ofCustomer.text("issuer"));
  }

  @Test
  void anAdminNamesTheUserOfAnotherIssuer() {
    String identity = customer.put("/users/me/identity").expect(201).communicationUserId();

    admin.get("/users/" + user + "/identity").expectProblem(404, "identity_not_found");
    assertEquals(
        identity,
        admin.get(ofCustomers("/users/" + user + "/identity")).expect(200).communicationUserId());
    admin.post(ofCustomers("/users/" + user + "/tokens")).expect(200);
    admin.delete(ofCustomers("/users/" + user + "/identity")).expect(204);
    customer.get("/users/me/identity").expectProblem(404, "identity_not_found");
  }

  @Test
  void anAdminFindsTheUsersOfAllTrustedIssuers() {
    String identity = customer.put("/users/me/identity").expect(201).communicationUserId();

    var found = admin.get("/identities/" + identity).expect(200);
    assertEquals(user, found.text("userId"));
    assertEquals(customers.issuer().toString(), found.text("issuer"));
    admin.get(ofCustomers("/identities/" + identity)).expect(200);
    admin
        .get("/identities/" + identity + "?issuer=" + encoded(workforce))
        .expectProblem(404, "identity_not_found");
    admin
        .at(trusting(entry(workforce, "")))
        .get("/identities/" + identity)
        .expectProblem(404, "identity_not_found");
  }

  @Test
  void anAdminManagesTheGuestsOfAllTrustedIssuers() {
    var both =
        trusting(entry(workforce, "'admins': true") + "," + entry(customers, "'admins': true"));
    var created =
        as(customers, user, "Invitation.Create").at(both).post("/invitations").expect(201);
    String invitation = "/invitations/" + created.text("invitationId");
    String identity =
        "/identities/"
            + endpoint
                .anonymous()
                .at(both)
                .post("/guests", "{\"invitation\": \"" + created.text("code") + "\"}")
                .expect(201)
                .communicationUserId();
    var ofBoth = admin.at(both);
    var ofWorkforceOnly = admin.at(trusting(entry(workforce, "'admins': true")));

    assertEquals(
        created.text("invitationId"), ofBoth.get(identity).expect(200).text("invitationId"));
    ofBoth.get(ofCustomers(identity)).expect(200);
    ofBoth.get(identity + "?issuer=" + encoded(workforce)).expectProblem(404, "identity_not_found");
    ofWorkforceOnly.get(identity).expectProblem(404, "identity_not_found");
    ofWorkforceOnly.get(invitation).expectProblem(404, "invitation_not_found");
    ofWorkforceOnly.delete(invitation).expectProblem(404, "invitation_not_found");
    as(workforce, user, "Invitation.Create")
        .at(both)
        .delete(invitation)
        .expectProblem(404, "invitation_not_found");
    ofBoth.get(invitation).expect(200);
    ofBoth.delete(invitation).expect(204);
  }

  @Test
  void theAdminRoleCountsOnlyInTokensOfTheIssuerThatMayHaveAdmins() {
    var notAnAdmin = as(customers, "mallory", "Identity.Admin");

    notAnAdmin.get("/users/" + user + "/identity").expectProblem(403, "forbidden");
    notAnAdmin
        .get("/users/" + user + "/identity?issuer=" + encoded(workforce))
        .expectProblem(403, "forbidden");
  }

  @Test
  void aUserMayNameTheOwnIssuerAndNoOther() {
    customer.put("/users/me/identity").expect(201);

    customer.get(ofCustomers("/users/" + user + "/identity")).expect(200);
    customer.get(ofCustomers("/users/me/identity")).expect(200);
    customer
        .get("/users/" + user + "/identity?issuer=" + encoded(workforce))
        .expectProblem(403, "forbidden");
    customer.get("/users/me/identity?issuer=" + encoded(workforce)).expectProblem(403, "forbidden");
    customer
        .get("/users/me/identity?issuer=https://elsewhere.example")
        .expectProblem(403, "forbidden");
    admin.get(ofCustomers("/users/me/identity")).expectProblem(400, "invalid_request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "issuer=",
        "issuer",
        "issuer=%20",
        "issuer=https://elsewhere.example",
        "ISSUER=",
        "issuer=a&issuer=b"
      })
  void anIssuerThatIsNotNamedClearlyIsRefused(String query) {
    agent.put("/users/me/identity").expect(201);

    admin.delete("/users/" + user + "/identity?" + query).expectProblem(400, "invalid_request");
    agent.get("/users/me/identity").expect(200);
  }

  @Test
  void aTokenOfAThirdIssuerIsRefusedAndTheEventNamesIt() {
    var response = endpoint.as(user).at(base).get("/users/me/identity");

    response.expectProblem(401, "invalid_token");
    var event = log.event(response);
    assertEquals("issuer", event.get("reason"));
    assertEquals(endpoint.issuer().issuer().toString(), event.get("unverifiedIssuer"));
    assertEquals("local-client", event.get("unverifiedApp"));
    assertEquals(workforce.issuer() + "," + customers.issuer(), event.get("expected"));
  }

  @Test
  void anOutageOfOneIssuerConcernsItsUsersOnly() {
    customers.pause(LocalIssuer.Outage.UNAVAILABLE);

    agent.put("/users/me/identity").expect(201);
    customer.put("/users/me/identity").expectProblem(503, "issuer_unavailable");
  }

  @Test
  void anAliasKeepsTheUsersOfARenamedIssuer() {
    String former = workforce.issuer().toString();
    String identity =
        agent
            .at(trusting(entry(workforce, "")))
            .put("/users/me/identity")
            .expect(201)
            .communicationUserId();

    var renamed = trusting(entry(customers, "'alias': '" + former + "'"));

    assertEquals(
        identity, customer.at(renamed).put("/users/me/identity").expect(200).communicationUserId());
  }

  @Test
  void anAliasIsTheIssuerInResponsesAndInQueries() {
    var named =
        trusting(
            entry(workforce, "'admins': true") + "," + entry(customers, "'alias': 'customers'"));

    var created = customer.at(named).put("/users/me/identity").expect(201);

    assertEquals("customers", created.text("issuer"));
    admin.at(named).get("/users/" + user + "/identity?issuer=customers").expect(200);
    admin.at(named).get(ofCustomers("/users/" + user + "/identity")).expect(200);
    assertEquals(
        "customers",
        admin
            .at(named)
            .get("/identities/" + created.communicationUserId())
            .expect(200)
            .text("issuer"));
  }

  @Test
  void anApplicationActsForUsersAndHasNoIdentityOfItsOwn() {
    String token = workforce.tokenBuilder(user).claim("azp", user).roles("Identity.Admin").mint();
    var application = endpoint.withToken(token).at(base);

    application.put("/users/" + user + "/identity").expect(201);
    var refused = application.get("/users/me/identity");
    refused.expectProblem(403, "user_required");
    assertEquals("true", log.event(refused).get("admin"));
  }

  @Test
  void aCommonAudienceIsWarnedOfOnce() {
    var client =
        endpoint
            .withToken(workforce.tokenBuilder(user).audience("account").mint())
            .at(trusting("{'issuer': '" + workforce.issuer() + "', 'audiences': ['account']}"));

    client.put("/users/me/identity").expect(201);
    client.get("/users/me/identity").expect(200);

    assertEquals(1, log.linesOf("settings: The audience \"account\"").size());
  }

  private EndpointClient as(LocalIssuer issuer, String name, String... roles) {
    return endpoint.withToken(issuer.token(name, roles)).at(base);
  }

  private static URI trusting(String entries) {
    return endpoint.with(
        "AUTH_ISSUERS", "[" + entries.replace('\'', '"') + "]",
        "AUTH_ISSUER", "",
        "AUTH_AUDIENCE", "");
  }

  private static String entry(LocalIssuer issuer, String more) {
    return "{'issuer': '%s', 'audiences': ['%s']%s}"
        .formatted(issuer.issuer(), issuer.audience(), more.isEmpty() ? "" : ", " + more);
  }

  private String ofCustomers(String path) {
    return path + "?issuer=" + encoded(customers);
  }

  private static String encoded(LocalIssuer issuer) {
    return URLEncoder.encode(issuer.issuer().toString(), StandardCharsets.UTF_8);
  }
}
