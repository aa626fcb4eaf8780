package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.acstoken.app.Application;
import dev.acstoken.app.LazyApplication;
import dev.acstoken.contract.Contract;
import dev.acstoken.contract.ContractOperation;
import dev.acstoken.contract.DocumentedResponse;
import dev.acstoken.devhost.LocalIssuer;
import dev.acstoken.devhost.TokenBuilder;
import dev.acstoken.emulator.Fault;
import dev.acstoken.identity.TokenScope;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every reply that the contract documents is given, and is the one that its example shows. That no
 * other is given, {@link EndpointClient} checks in all HTTP tests.
 */
class DocumentedResponsesHttpTest {
  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  /** What is another one each time; the contract says which form it has. */
  private static final Set<String> DIFFERENT_EACH_TIME =
      Set.of(
          "token",
          "expiresOn",
          "createdOn",
          "communicationUserId",
          "endpoint",
          "issuer",
          "microsoftTeamsUserId",
          "requestId",
          "userId");

  private static final Set<String> FOR_ADMINS =
      Set.of("GetAccess", "SetAccess", "ResetAccess", "FindUser");

  /** Operations that call ACS only to finish what was interrupted. */
  private static final Set<String> FINISHING = Set.of("GetIdentity", "GetAccess", "ResetAccess");

  /** What only the on-behalf-of flow answers, which TeamsOnBehalfOfHttpTest goes through. */
  private static final Set<String> ON_BEHALF_OF =
      Set.of("consent_required", "interaction_required", "issuer_rejected");

  private static final String NO_STORAGE =
      "DefaultEndpointsProtocol=http;AccountName=down;AccountKey=a2V5;"
          + "TableEndpoint=http://127.0.0.1:1/down;";

  private final String user = "user-" + UUID.randomUUID();
  private final EndpointClient client = endpoint.as(user);
  private final EndpointClient admin = endpoint.as(user, "Identity.Admin");

  /**
   * A reply to be had.
   *
   * @param example how the contract names its example; of a problem that is the code; empty for a
   *     reply without a JSON body
   */
  record Case(ContractOperation operation, DocumentedResponse reply, String example) {

    boolean is(String operationId, int status) {
      return operation.id().equals(operationId) && reply.status() == status;
    }

    @Override
    public String toString() {
      return operation.id() + " " + reply.status() + " " + example;
    }
  }

  @ParameterizedTest
  @MethodSource("repliesToBeHad")
  void isGivenAsItsExampleShows(Case it) throws ParseException {
    var reply = it.reply().isProblem() ? provoke(it) : succeed(it);

    assertEquals(it.reply().status(), reply.http().statusCode(), reply.http()::body);
    if (!it.example().isEmpty()) {
      var example = JSONObjectUtils.parse(it.reply().examples().get(it.example()));
      assertEquals(masked(example), masked(reply.json()));
    }
  }

  @ParameterizedTest
  @MethodSource("documentedReplies")
  void hasAnExampleOfItsOwnSchema(Case it) {
    assertEquals(List.of(), it.reply().mistakesOfExamples());
    if (it.reply().isProblem()) {
      assertEquals(Set.copyOf(it.reply().codes()), it.reply().examples().keySet());
    }
  }

  @Test
  void requestExamplesAreOfTheirOwnSchema() {
    for (ContractOperation operation : Contract.SERVED.operations()) {
      assertEquals(List.of(), operation.mistakesOfRequestExamples(), operation::id);
    }
  }

  @Test
  void scopesAreThoseOfTheContract() {
    assertEquals(
        Stream.of(TokenScope.values()).map(TokenScope::value).toList(),
        Contract.SERVED.enumValues("Scope"));
  }

  @Test
  void theContractItselfNeedsNoSettings() {
    var reply = endpoint.anonymous().at(endpoint.with("AUTH_ISSUER", "")).get("/openapi.yaml");

    reply.expect(200);
    assertTrue(reply.header("content-type").startsWith("application/yaml"));
    assertTrue(reply.http().body().startsWith("openapi: 3.1"));
  }

  static Stream<Case> repliesToBeHad() {
    return documentedReplies().filter(it -> !ON_BEHALF_OF.contains(it.example()));
  }

  static Stream<Case> documentedReplies() {
    List<Case> cases = new ArrayList<>();
    for (ContractOperation operation : Contract.SERVED.operations()) {
      for (DocumentedResponse reply : operation.replies()) {
        var examples = reply.isProblem() ? reply.codes() : reply.examples().keySet();
        (examples.isEmpty() ? Set.of("") : examples)
            .forEach(example -> cases.add(new Case(operation, reply, example)));
      }
    }
    return cases.stream();
  }

  private EndpointResponse succeed(Case it) {
    if (it.is("Health", 503)) {
      var broken =
          it.example().equals("misconfigured")
              ? endpoint.with("AUTH_ISSUER", "")
              : endpoint.with("TABLE_STORAGE_CONNECTION_STRING", NO_STORAGE);
      return call(it, client.at(broken));
    }
    if (it.reply().status() == 200 && it.operation().needsBearerToken()) {
      var identity = client.put("/users/me/identity").expect(201).communicationUserId();
      if (it.operation().id().equals("FindUser")) {
        return call(it, admin, identity);
      }
    }
    return call(it, caller(it));
  }

  private EndpointClient caller(Case it) {
    return FOR_ADMINS.contains(it.operation().id()) ? admin : client;
  }

  private EndpointResponse provoke(Case it) {
    return switch (it.example()) {
      case "invalid_request" -> beInvalid(it);
      case "unauthenticated" -> call(it, endpoint.anonymous());
      case "invalid_token" -> call(it, endpoint.withToken(expiredToken()));
      case "forbidden" -> beForbidden(it);
      case "scope_not_allowed" -> askForTooMuch(it);
      case "identity_not_found" -> call(it, caller(it));
      case "invalid_teams_token" -> exchange(it, client, teams().expired());
      case "teams_token_mismatch" ->
          exchange(it, client, endpoint.issuer().teamsTokenBuilder("somebody-else"));
      case "teams_license_missing" -> beWithoutLicense(it);
      case "wrong_tenant" -> beOfATenantWithoutTeams(it);
      case "teams_not_configured" -> call(it, client.at(endpoint.with("TEAMS_APP_ID", "")));
      case "precondition_failed" -> beLate(it);
      case "length_required" -> caller(it).sendChunked(method(it), path(it, "me"), "{}");
      case "payload_too_large" -> call(it, caller(it), "{" + " ".repeat(8 * 1024) + "}", "me");
      case "unsupported_media_type" ->
          caller(it).header("content-type", "text/plain").send(method(it), path(it, "me"), "{}");
      case "rate_limited" -> askTooOften(it);
      case "acs_throttled" -> withAcsFailing(it, Fault.throttled(Duration.ofSeconds(17)));
      case "internal_error" ->
          call(
              it,
              caller(it)
                  .at(endpoint.serve(LazyApplication.of(DocumentedResponsesHttpTest::explode))));
      case "misconfigured" -> call(it, caller(it).at(endpoint.with("AUTH_ISSUER", "")));
      case "acs_rejected" -> withAcsFailing(it, Fault.status(403));
      case "acs_unavailable" ->
          withAcsFailing(it, Fault.status(503).withRetryAfter(Duration.ofMinutes(1)));
      case "storage_unavailable" ->
          call(it, caller(it).at(endpoint.with("TABLE_STORAGE_CONNECTION_STRING", NO_STORAGE)));
      case "issuer_unavailable" -> askWithoutIssuer(it);
      default -> throw new AssertionError("How to make that happen is not written here.");
    };
  }

  private String expiredToken() {
    return endpoint.issuer().tokenBuilder(user).expired().mint();
  }

  private EndpointResponse beInvalid(Case it) {
    if (it.operation().takesBody()) {
      return call(it, caller(it), "{\"expiresInMinutes\": 59}", "me");
    }
    return call(it, admin, it.operation().id().equals("FindUser") ? "%20" : "%7F");
  }

  private EndpointResponse beLate(Case it) {
    admin.put("/users/me/access", "{\"scopes\": [\"voip\"]}").expect(200);
    return call(it, admin.header("if-match", "\"another\""));
  }

  private EndpointResponse beForbidden(Case it) {
    var withoutObjectId = endpoint.issuer().tokenBuilder(user).claim("oid", null).mint();
    return isExchange(it)
        ? call(it, endpoint.withToken(withoutObjectId))
        : call(it, client, "somebody-else");
  }

  private EndpointResponse beWithoutLicense(Case it) {
    var objectId = call(it, client).expect(200).microsoftTeamsUserId();
    endpoint.acs().teams().removeLicense(objectId);
    return call(it, client);
  }

  private EndpointResponse beOfATenantWithoutTeams(Case it) {
    String tenant = UUID.randomUUID().toString();
    endpoint.acs().teams().disable(tenant);
    return exchange(it, client, teams().claim("tid", tenant));
  }

  private TokenBuilder teams() {
    return endpoint.issuer().teamsTokenBuilder(user);
  }

  private static boolean isExchange(Case it) {
    return it.operation().id().equals("ExchangeTeamsToken");
  }

  private EndpointResponse exchange(Case it, EndpointClient caller, TokenBuilder teams) {
    return call(it, caller, "{\"teamsUserToken\": \"" + teams.mint() + "\"}", "me");
  }

  private EndpointResponse askForTooMuch(Case it) {
    client.put("/users/me/identity").expect(201);
    var chatOnly = client.at(endpoint.with("TOKEN_SCOPES", "chat"));
    return call(it, chatOnly, "{\"scopes\": [\"voip\"]}", "me");
  }

  private EndpointResponse askTooOften(Case it) {
    var strict =
        client.at(endpoint.with("TOKEN_REQUESTS_BURST", "1", "TOKEN_REQUESTS_PER_MINUTE", "1"));
    var unused = call(it, strict);
    return call(it, strict);
  }

  private EndpointResponse askWithoutIssuer(Case it) {
    endpoint.issuer().pause(LocalIssuer.Outage.UNAVAILABLE);
    return call(it, client.at(endpoint.with()));
  }

  private EndpointResponse withAcsFailing(Case it, Fault fault) {
    if (!it.operation().id().equals("CreateIdentity")) {
      client.put("/users/me/identity").expect(201);
    }
    if (FINISHING.contains(it.operation().id())) {
      leaveSomethingToRevoke();
    }
    endpoint.acs().faults().always(fault);
    return call(it, caller(it).at(endpoint.with()));
  }

  private void leaveSomethingToRevoke() {
    endpoint.acs().faults().always(Fault.status(503).withRetryAfter(Duration.ofMinutes(1)));
    admin.put("/users/me/access", "{\"scopes\": [\"chat\"]}").expect(503);
    endpoint.acs().faults().clear();
  }

  private static Application explode() {
    throw new IllegalStateException("A bug.");
  }

  /** With the body of the contract's example that has the reply's name, if it takes one. */
  private EndpointResponse call(Case it, EndpointClient client) {
    return call(it, client, "me");
  }

  private EndpointResponse call(Case it, EndpointClient client, String userId) {
    if (isExchange(it)) {
      return exchange(it, client, teams());
    }
    var examples = it.operation().requestExamples();
    var body =
        it.operation().requiresBody()
            ? examples.getOrDefault(it.example(), examples.values().iterator().next())
            : examples.get(it.example());
    return body == null
        ? client.send(method(it), path(it, userId))
        : call(it, client, body, userId);
  }

  private static EndpointResponse call(Case it, EndpointClient client, String json, String userId) {
    return client
        .header("content-type", "application/json")
        .send(method(it), path(it, userId), json);
  }

  private static String method(Case it) {
    return it.operation().method();
  }

  private static String path(Case it, String userId) {
    return it.operation()
        .path()
        .replace("{userId}", userId)
        .replace("{communicationUserId}", userId);
  }

  private static Map<String, Object> masked(Map<String, Object> json) {
    Map<String, Object> masked = new TreeMap<>();
    json.forEach((name, value) -> masked.put(name, masked(name, value)));
    return masked;
  }

  private static Object masked(String name, Object value) {
    if (DIFFERENT_EACH_TIME.contains(name)) {
      return "another one each time";
    }
    if (value instanceof Map<?, ?> fields) {
      Map<String, Object> inner = new HashMap<>();
      fields.forEach((key, it) -> inner.put(String.valueOf(key), it));
      return masked(inner);
    }
    return value;
  }
}
