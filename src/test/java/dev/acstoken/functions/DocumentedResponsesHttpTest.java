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
import dev.acstoken.emulator.Operation;
import dev.acstoken.identity.TokenScope;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Verifies that every response in the contract can be produced and looks like its example. {@link
 * EndpointClient} verifies in all HTTP tests that no other response occurs.
 */
class DocumentedResponsesHttpTest {
  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  /** The fields whose values vary. The contract specifies their format. */
  private static final Set<String> VARYING_FIELDS =
      Set.of(
          "token",
          "expiresOn",
          "createdOn",
          "durationMs",
          "recovery",
          "keys",
          "communicationUserId",
          "endpoint",
          "guestId",
          "id",
          "invitationId",
          "issuer",
          "joinedOn",
          "microsoftTeamsUserId",
          "requestId",
          "retryAfterSeconds",
          "secret",
          "userId");

  private static final Set<String> FOR_ADMINS =
      Set.of("GetAccess", "SetAccess", "ResetAccess", "FindUser");

  /** The operations that call ACS only to complete an interrupted change. */
  private static final Set<String> COMPLETING_OPERATIONS =
      Set.of("GetIdentity", "GetAccess", "ResetAccess", "CreateInvitation");

  /** These operations concern the identity only if they complete a pending change. */
  private static final Set<String> READING_ONLY_THE_POLICY =
      Set.of("GetAccess", "ResetAccess", "ExchangeTeamsToken", "CreateInvitation");

  /** The codes that only the on-behalf-of flow returns. TeamsOnBehalfOfHttpTest covers them. */
  private static final Set<String> ON_BEHALF_OF_CODES =
      Set.of(
          "consent_required",
          "interaction_required",
          "conditional_access_blocked",
          "account_disabled",
          "user_not_assigned",
          "issuer_rejected");

  /** The operations without a body that evaluate preconditions. */
  private static final Set<String> CONDITIONAL =
      Set.of("GetAccess", "ResetAccess", "GetInvitation", "EndInvitation");

  /** The operations that name no scopes, and refuse blocked users only. */
  private static final Set<String> NOT_BY_SCOPE = Set.of("CreateIdentity", "ExchangeTeamsToken");

  private static final Set<String> ABOUT_INVITATION = Set.of("GetInvitation", "EndInvitation");

  // The values of the contract's examples, in place of which requests send actual ones.
  private static final String EXAMPLE_CODE = "Xxw60pBL6GcdLKT4O5BuFcR-GaBdg_JrDpex1EisU_A";
  private static final String EXAMPLE_GUEST = "PGx12IFy9e1fLmGRkI7AYQ";

  private static final String NO_STORAGE =
      "DefaultEndpointsProtocol=http;AccountName=down;AccountKey=a2V5;"
          + "TableEndpoint=http://127.0.0.1:1/down;";

  /**
   * Users with an invitation whose revocation was interrupted. That takes two seconds, so it
   * happens to all of them at once.
   */
  private static final Map<String, EndpointResponse> interruptedUsers = new LinkedHashMap<>();

  private final EndpointClient anyone = endpoint.anonymous();

  private String user = "user-" + UUID.randomUUID();
  private EndpointClient client = anyone;
  private EndpointClient admin = anyone;
  private EndpointClient inviter = anyone;
  private String invitationId = "";
  private String code = "";
  private String guestId = "";

  /**
   * A documented response.
   *
   * @param example the name of its example in the contract, which for a problem is the code; empty
   *     for a response without a JSON body
   */
  record Case(ContractOperation operation, DocumentedResponse response, String example) {

    boolean is(String operationId, int status) {
      return operation.id().equals(operationId) && response.status() == status;
    }

    @Override
    public String toString() {
      return operation.id() + " " + response.status() + " " + example;
    }
  }

  @BeforeAll
  static void interruptRevocations() {
    var users =
        producibleResponses()
            .filter(DocumentedResponsesHttpTest::needsInterruptedRevocation)
            .map(it -> "interrupted-" + UUID.randomUUID())
            .toList();
    for (String user : users) {
      endpoint.as(user).put("/users/me/identity").expect(201);
      interruptedUsers.put(user, invite(endpoint.as(user, "Invitation.Create")));
    }
    endpoint.acs().faults().always(unavailableForAMinute());
    Together.forEach(
        users,
        user ->
            endpoint
                .as(user, "Identity.Admin")
                .put("/users/me/access", "{\"scopes\": [\"chat\"]}")
                .expect(503));
    endpoint.acs().faults().clear();
  }

  @ParameterizedTest
  @MethodSource("producibleResponses")
  void isReturnedAsItsExampleShows(Case it) throws ParseException {
    if (needsInterruptedRevocation(it)) {
      var next = interruptedUsers.entrySet().iterator().next();
      interruptedUsers.remove(next.getKey());
      user = next.getKey();
      invitationId = next.getValue().text("invitationId");
    }
    client = endpoint.as(user);
    admin = endpoint.as(user, "Identity.Admin");
    inviter = endpoint.as(user, "Invitation.Create");
    if (invitationId.isEmpty() && (isAboutInvitation(it) || isJoin(it))) {
      invite();
    }
    var response = it.response().isProblem() ? provoke(it) : succeed(it);

    assertEquals(
        it.response().status(),
        response.http().statusCode(),
        () -> it + ": " + response.http().body());
    if (!it.example().isEmpty()) {
      var example = JSONObjectUtils.parse(it.response().examples().get(it.example()));
      assertEquals(
          masked(example),
          masked(response.json()),
          () -> it + ": the response differs from its example in openapi.yaml");
      if (it.operation().id().startsWith("Health")) {
        // Other waits vary, because they depend on dependencies and limits.
        assertEquals(example.get("retryAfterSeconds"), response.json().get("retryAfterSeconds"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("documentedResponses")
  void hasAnExampleThatMatchesItsSchema(Case it) throws ParseException {
    assertEquals(List.of(), it.response().mistakesOfExamples(), it::toString);
    if (it.response().isProblem()) {
      var example = JSONObjectUtils.parse(it.response().examples().get(it.example()));
      assertEquals(it.example(), example.get("code"), it::toString);
    }
  }

  @Test
  void requestExamplesMatchTheirSchema() {
    for (ContractOperation operation : Contract.SERVED.operations()) {
      assertEquals(List.of(), operation.mistakesOfRequestExamples(), operation::id);
    }
  }

  @Test
  void scopesMatchTheContract() {
    assertEquals(
        Stream.of(TokenScope.values()).map(TokenScope::value).toList(),
        Contract.SERVED.knownValues("Scope"));
  }

  @Test
  void theContractIsServedWithoutSettings() {
    var response = endpoint.anonymous().at(endpoint.with("AUTH_ISSUER", "")).get("/openapi.yaml");

    response.expect(200);
    assertTrue(response.header("content-type").startsWith("application/yaml"));
    assertTrue(response.http().body().startsWith("openapi: 3.1"));
  }

  static Stream<Case> producibleResponses() {
    return documentedResponses().filter(it -> !ON_BEHALF_OF_CODES.contains(it.example()));
  }

  static Stream<Case> documentedResponses() {
    List<Case> cases = new ArrayList<>();
    for (ContractOperation operation : Contract.SERVED.operations()) {
      for (DocumentedResponse response : operation.responses()) {
        var examples = response.examples().keySet();
        (examples.isEmpty() ? Set.of("") : examples)
            .forEach(example -> cases.add(new Case(operation, response, example)));
      }
    }
    return cases.stream();
  }

  private EndpointResponse succeed(Case it) {
    if (it.is("HealthDetails", 401)) {
      return call(it, client.header("x-forwarded-for", "203.0.113.7"));
    }
    if (it.is("EndInvitation", 202)) {
      join();
      endpoint.acs().faults().always(Operation.DELETE_IDENTITY, unavailableForAMinute());
      return call(it, caller(it).at(endpoint.with()));
    }
    if (it.is("GetInvitation", 200) || it.is("JoinAsGuest", 200)) {
      join();
    }
    boolean isNotModified = it.response().status() == 304;
    var caller = isNotModified ? caller(it).header("if-none-match", "*") : caller(it);
    if ((isNotModified || it.response().status() == 200) && it.operation().needsBearerToken()) {
      var identity =
          it.example().equals("guest")
              ? inviteAndJoin()
              : client.put("/users/me/identity").expect(201).communicationUserId();
      if (it.operation().id().equals("FindUser")) {
        return call(it, caller, identity);
      }
    }
    return call(it, caller);
  }

  private EndpointClient caller(Case it) {
    if (isJoin(it)) {
      return anyone;
    }
    return isInvitation(it) ? inviter : FOR_ADMINS.contains(it.operation().id()) ? admin : client;
  }

  private static boolean isCreation(Case it) {
    return it.operation().id().equals("CreateIdentity");
  }

  private static boolean isInvitation(Case it) {
    return it.operation().id().equals("CreateInvitation");
  }

  private static boolean isAboutInvitation(Case it) {
    return ABOUT_INVITATION.contains(it.operation().id());
  }

  // Only a revocation lets every operation call ACS, and a deletion believes a denial.
  private static boolean needsInterruptedRevocation(Case it) {
    return switch (it.example()) {
      case "acs_rejected", "acs_throttled", "acs_unavailable" ->
          COMPLETING_OPERATIONS.contains(it.operation().id());
      case "identity_unconfirmed" -> !isJoin(it);
      case "misconfigured" ->
          it.response().status() == 503 && READING_ONLY_THE_POLICY.contains(it.operation().id());
      default -> false;
    };
  }

  private static boolean isJoin(Case it) {
    return it.operation().id().equals("JoinAsGuest");
  }

  private static EndpointResponse invite(EndpointClient inviter) {
    return inviter.post("/invitations", "{\"reference\": \"appointment-4711\"}").expect(201);
  }

  private void invite() {
    var created = invite(inviter);
    invitationId = created.text("invitationId");
    code = created.text("code");
  }

  private String inviteAndJoin() {
    invite();
    return join();
  }

  private String join() {
    var joined = anyone.post("/guests", joinRequest("ownSecret")).expect(201);
    guestId = joined.guestId();
    return joined.communicationUserId();
  }

  private String joinRequest(String example) {
    return Contract.SERVED
        .operation("JoinAsGuest")
        .requestExamples()
        .getOrDefault(example, "")
        .replace(EXAMPLE_CODE, code)
        .replace(EXAMPLE_GUEST, guestId);
  }

  private EndpointResponse provoke(Case it) {
    return switch (it.example()) {
      case "invalid_request" -> sendInvalidRequest(it);
      case "unauthenticated" -> call(it, endpoint.anonymous());
      case "invalid_token" -> call(it, endpoint.withToken(expiredToken()));
      case "forbidden" -> sendForbiddenRequest(it);
      case "user_required" -> call(it, endpoint.withToken(applicationsToken()));
      case "scope_not_allowed" -> requestDisallowedScope(it);
      case "identity_not_found" ->
          isCreation(it) ? adopt(it, deletedIdentity()) : call(it, caller(it));
      case "identity_conflict" -> adopt(it, identityOfAnotherUser());
      case "invitation_not_found" -> call(it, endpoint.as("somebody-else"));
      case "invitation_not_usable" -> joinAfterTheEnd(it);
      case "idempotency_key_used" -> repeatWithAnotherBody(it);
      case "invalid_teams_token" -> exchange(it, client, teams().expired());
      case "teams_token_mismatch" ->
          exchange(it, client, endpoint.issuer().teamsTokenBuilder("somebody-else"));
      case "teams_license_missing" -> exchangeWithoutLicense(it);
      case "wrong_tenant" -> exchangeInTenantWithoutTeams(it);
      case "teams_not_configured" -> call(it, client.at(endpoint.with("TEAMS_APP_ID", "")));
      case "precondition_failed" -> sendStalePrecondition(it);
      case "length_required" -> caller(it).sendChunked(method(it), path(it, "me"), "{}");
      case "payload_too_large" -> call(it, caller(it), "{" + " ".repeat(8 * 1024) + "}", "me");
      case "unsupported_media_type" ->
          caller(it).header("content-type", "text/plain").send(method(it), path(it, "me"), "{}");
      case "rate_limited" -> exceedRateLimit(it);
      case "acs_throttled" -> callDuringAcsFault(it, Fault.throttled(Duration.ofSeconds(17)));
      case "internal_error" ->
          call(
              it,
              caller(it)
                  .at(
                      endpoint.serve(
                          LazyApplication.of(DocumentedResponsesHttpTest::failUnexpectedly))));
      case "misconfigured" -> callMisconfigured(it);
      case "unhealthy" ->
          call(it, client.at(endpoint.with("TABLE_STORAGE_CONNECTION_STRING", NO_STORAGE)));
      case "identity_unconfirmed" -> callDuringDenial(it);
      case "acs_rejected" -> callDuringAcsFault(it, Fault.status(403));
      case "acs_unavailable" -> callDuringAcsFault(it, unavailableForAMinute());
      case "storage_unavailable" ->
          call(it, caller(it).at(endpoint.with("TABLE_STORAGE_CONNECTION_STRING", NO_STORAGE)));
      case "issuer_unavailable" -> callDuringIssuerOutage(it);
      case "key_unavailable" -> call(it, endpoint.withToken(tokenOfUnknownKey()));
      default -> throw new AssertionError("This test cannot cause: " + it.example());
    };
  }

  private String expiredToken() {
    return endpoint.issuer().tokenBuilder(user).expired().mint();
  }

  private String applicationsToken() {
    return endpoint.issuer().tokenBuilder(user).claim("gty", "client-credentials").mint();
  }

  private String tokenOfUnknownKey() {
    return endpoint.issuer().tokenBuilder(user).signedByForeignKey().mint();
  }

  private EndpointResponse adopt(Case it, String id) {
    return call(it, admin, "{\"communicationUserId\": \"" + id + "\"}", "me");
  }

  private static String deletedIdentity() {
    String id = endpoint.directAcs().create();
    endpoint.directAcs().delete(id);
    return id;
  }

  private String identityOfAnotherUser() {
    return endpoint
        .as("another-" + user)
        .put("/users/me/identity")
        .expect(201)
        .communicationUserId();
  }

  private EndpointResponse joinAfterTheEnd(Case it) {
    client.delete("/invitations/" + invitationId).expect(204);
    return call(it, anyone);
  }

  private EndpointResponse repeatWithAnotherBody(Case it) {
    var withKey = inviter.header("idempotency-key", "key-of-" + user);
    call(it, withKey).expect(201);
    return call(it, withKey, "{\"maxGuests\": 2}", "me");
  }

  private EndpointResponse sendInvalidRequest(Case it) {
    if (isInvitation(it) || isJoin(it)) {
      return call(it, caller(it), isJoin(it) ? "{}" : "{\"maxGuests\": 1001}", "me");
    }
    if (isCreation(it)) {
      return adopt(it, "8:orgid:" + UUID.randomUUID());
    }
    if (it.operation().takesBody()) {
      return call(it, caller(it), "{\"expiresInMinutes\": 59}", "me");
    }
    if (CONDITIONAL.contains(it.operation().id())) {
      return call(it, admin.header("if-match", "chat"));
    }
    return call(it, admin, it.operation().id().equals("FindUser") ? "%20" : "%7F");
  }

  private EndpointResponse sendStalePrecondition(Case it) {
    admin.put("/users/me/access", "{\"scopes\": [\"voip\"]}").expect(200);
    return call(it, caller(it).header("if-match", "\"another\""));
  }

  private EndpointResponse sendForbiddenRequest(Case it) {
    if (isAboutInvitation(it)) {
      return call(it, client.at(endpoint.with("AUTH_REQUIRED_SCOPE", "tokens")));
    }
    var withoutObjectId = endpoint.issuer().tokenBuilder(user).claim("oid", null).mint();
    return isExchange(it)
        ? call(it, endpoint.withToken(withoutObjectId))
        : call(it, client, "somebody-else");
  }

  private EndpointResponse exchangeWithoutLicense(Case it) {
    var objectId = call(it, client).expect(200).microsoftTeamsUserId();
    endpoint.acs().teams().removeLicense(objectId);
    return call(it, client);
  }

  private EndpointResponse exchangeInTenantWithoutTeams(Case it) {
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

  private EndpointResponse requestDisallowedScope(Case it) {
    if (isInvitation(it)) {
      return call(it, inviter, "{\"scopes\": [\"chat\"]}", "me");
    }
    if (NOT_BY_SCOPE.contains(it.operation().id())) {
      admin.put("/users/me/access", "{\"blocked\": true}").expect(200);
      return call(it, client);
    }
    client.put("/users/me/identity").expect(201);
    var chatOnly = client.at(endpoint.with("TOKEN_SCOPES", "chat"));
    return call(it, chatOnly, "{\"scopes\": [\"voip\"]}", "me");
  }

  private EndpointResponse exceedRateLimit(Case it) {
    var strict =
        caller(it)
            .at(
                endpoint.with(
                    "TOKEN_REQUESTS_BURST", "1",
                    "TOKEN_REQUESTS_PER_MINUTE", "1",
                    "USER_REQUESTS_PER_MINUTE", "1",
                    "ADMIN_REQUESTS_PER_MINUTE", "1"));
    if (isJoin(it)) {
      // A request that is refused for another reason counts, too.
      client.delete("/invitations/" + invitationId).expect(204);
    }
    var response = call(it, strict);
    // A bucket refills meanwhile.
    for (int i = 0; i < 200 && response.http().statusCode() != 429; i++) {
      response = call(it, strict);
    }
    return response;
  }

  private EndpointResponse callDuringIssuerOutage(Case it) {
    endpoint.issuer().pause(LocalIssuer.Outage.UNAVAILABLE);
    return call(it, client.at(endpoint.with()));
  }

  private EndpointResponse callMisconfigured(Case it) {
    if (it.operation().id().startsWith("Health")) {
      return call(it, client.at(endpoint.with("TOKEN_LIFETIME_MINUTES", "5")));
    }
    if (it.response().status() == 500) {
      return call(it, caller(it).at(endpoint.with("AUTH_ISSUER", "")));
    }
    requireIdentity(it);
    if (isJoin(it)) {
      join();
    }
    var anotherResource =
        endpoint.with("COMMUNICATION_SERVICES_RESOURCE_ID", UUID.randomUUID().toString());
    return call(it, caller(it).at(anotherResource));
  }

  private EndpointResponse callDuringDenial(Case it) {
    requireIdentity(it);
    if (isJoin(it)) {
      join();
    }
    endpoint.acs().faults().always(Fault.unknownIdentity());
    return call(it, caller(it).at(endpoint.with()));
  }

  private EndpointResponse callDuringAcsFault(Case it, Fault fault) {
    if (!isCreation(it)) {
      requireIdentity(it);
    }
    endpoint.acs().faults().always(fault);
    return call(it, caller(it).at(endpoint.with()));
  }

  private static Fault unavailableForAMinute() {
    return Fault.status(503).withRetryAfter(Duration.ofMinutes(1));
  }

  private void requireIdentity(Case it) {
    if (!needsInterruptedRevocation(it)) {
      client.put("/users/me/identity").expect(201);
    }
  }

  private static Application failUnexpectedly() {
    throw new IllegalStateException("A bug.");
  }

  /**
   * Sends the request example that has the name of the response example, if the operation takes a
   * body.
   */
  private EndpointResponse call(Case it, EndpointClient client) {
    return call(it, client, "me");
  }

  private EndpointResponse call(Case it, EndpointClient client, String userId) {
    if (isExchange(it)) {
      return exchange(it, client, teams());
    }
    var examples = it.operation().requestExamples();
    if (isJoin(it)) {
      String body = joinRequest(guestId.isEmpty() ? "firstTime" : "sameGuest");
      return call(it, client, body, userId);
    }
    var body =
        it.operation().requiresBody()
            ? examples.getOrDefault(it.example(), examples.values().iterator().next())
            : examples.get(it.example());
    return body == null
        ? client.send(method(it), path(it, userId))
        : call(it, client, body, userId);
  }

  private EndpointResponse call(Case it, EndpointClient client, String json, String userId) {
    return client
        .header("content-type", "application/json")
        .send(method(it), path(it, userId), json);
  }

  private static String method(Case it) {
    return it.operation().method();
  }

  private String path(Case it, String userId) {
    return it.operation()
        .path()
        .replace("{invitationId}", invitationId)
        .replace("{userId}", userId)
        .replace("{communicationUserId}", userId);
  }

  private static Map<String, Object> masked(Map<String, Object> json) {
    Map<String, Object> masked = new TreeMap<>();
    json.forEach((name, value) -> masked.put(name, masked(name, value)));
    if (json.containsKey("invitationId")) {
      // The code of an invitation, and not the code of a problem.
      masked.computeIfPresent("code", (name, value) -> "(varies)");
    }
    return masked;
  }

  private static Object masked(String name, Object value) {
    if (VARYING_FIELDS.contains(name)) {
      return "(varies)";
    }
    if (value instanceof Map<?, ?> fields) {
      Map<String, Object> inner = new HashMap<>();
      fields.forEach((key, it) -> inner.put(String.valueOf(key), it));
      return masked(inner);
    }
    if (value instanceof List<?> items) {
      return items.stream().map(item -> masked("", item)).toList();
    }
    if (value instanceof String text) {
      return text.replaceAll("The invitation is [\\w-]{22}\\.", "The invitation is (varies).");
    }
    return value;
  }
}
