package dev.acstoken.functions;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.data.tables.models.TableEntity;
import dev.acstoken.azure.AzureClients;
import dev.acstoken.devhost.DevelopmentHost;
import dev.acstoken.devhost.LocalIssuer;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.Move;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.RequestObserver;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.UserMove;
import dev.acstoken.settings.SettingsReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Verifies that the users of a renamed issuer keep everything: deployments with the settings from
 * before, during and after the rename serve the same table, while a user is stored under the old
 * name, is being moved, or was moved.
 */
class RenamedIssuerHttpTest {
  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  private static final String IDENTITY = "/users/me/identity";
  private static final String TOKENS = "/users/me/tokens";
  private static final String NEW_NAME = "main";
  private static final String ADMIN = "Identity.Admin";
  private static final String INVITER = "Invitation.Create";

  private static final LocalIssuer issuer = LocalIssuer.start();

  @RegisterExtension final LogCapture log = new LogCapture();

  private final String oldName = issuer.issuer().toString();
  private final URI before = trusting(issuer, "'admins': true");
  private final URI during = trusting(duringEntry());
  private final URI after = trusting(issuer, "'admins': true, 'alias': 'main'");
  private final String user = "user-" + UUID.randomUUID();
  private final EndpointClient client = as(user);
  private final EndpointClient admin = as("admin-of-" + user, ADMIN);

  @AfterAll
  static void close() {
    issuer.close();
  }

  /** How far a user has been moved. */
  private enum Progress {
    NOT_BEGUN,
    MARKED,
    MOVED
  }

  @ParameterizedTest
  @EnumSource
  void aUserIsFoundByBothSettings(Progress progress) {
    String identity = client.at(before).put(IDENTITY).expect(201).communicationUserId();
    move(progress);

    for (URI deployment : List.of(during, before, during)) {
      var found = client.at(deployment).put(IDENTITY).expect(200);
      assertEquals(identity, found.communicationUserId());
      assertEquals(deployment.equals(before) ? oldName : NEW_NAME, found.text("issuer"));
      assertEquals(identity, client.at(deployment).post(TOKENS).expect(200).communicationUserId());
    }
  }

  @Test
  void aRequestWithTheOldSettingsCompletesTheMove() {
    String identity = client.at(before).put(IDENTITY).expect(201).communicationUserId();
    move(Progress.MARKED);

    assertEquals(identity, client.at(before).get(IDENTITY).expect(200).communicationUserId());

    assertEquals(identity, client.at(after).get(IDENTITY).expect(200).communicationUserId());
  }

  @Test
  void aMovedUserIsFoundWithoutTheFormerName() {
    String identity = client.at(before).put(IDENTITY).expect(201).communicationUserId();
    move(Progress.MOVED);

    var found = client.at(after).put(IDENTITY).expect(200);

    assertEquals(identity, found.communicationUserId());
    assertEquals(NEW_NAME, found.text("issuer"));
  }

  @ParameterizedTest
  @EnumSource
  void aBlockHolds(Progress progress) {
    client.at(before).put(IDENTITY).expect(201);
    block(before);
    move(progress);

    client.at(during).post(TOKENS).expectProblem(403, "scope_not_allowed");
    client.at(before).post(TOKENS).expectProblem(403, "scope_not_allowed");
  }

  @Test
  void aBlockOfAUserWithoutAnIdentityHoldsUnderBothNames() {
    block(during);

    client.at(before).post(TOKENS).expectProblem(403, "scope_not_allowed");
    client.at(during).put(IDENTITY).expectProblem(403, "scope_not_allowed");
    client.at(after).put(IDENTITY).expectProblem(403, "scope_not_allowed");
  }

  @Test
  void aDeletionEndsTheIdentityUnderBothNames() {
    String token = client.at(before).post(TOKENS).expect(201).token();

    client.at(during).delete(IDENTITY).expect(204);

    client.at(before).get(IDENTITY).expectProblem(404, "identity_not_found");
    client.at(during).get(IDENTITY).expectProblem(404, "identity_not_found");
    assertFalse(endpoint.acs().isValid(token));
  }

  @Test
  void firstRequestsAtBothDeploymentsGiveOneIdentity() {
    var threads = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 5; round++) {
        EndpointClient someone = as(user + "-" + round);
        var identities =
            IntStream.range(0, 8)
                .mapToObj(
                    i ->
                        CompletableFuture.supplyAsync(
                            () -> someone.at(i % 2 == 0 ? before : during).post(TOKENS), threads))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .map(EndpointResponse::communicationUserId)
                .collect(toSet());
        assertEquals(1, identities.size(), identities::toString);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void theUsersOfAnotherProviderWithTheSameIdsKeepTheirIdentities() {
    try (LocalIssuer successor = LocalIssuer.start()) {
      var renamed = trusting(successor, "'admins': true, 'previousIssuer': '" + oldName + "'");
      var newClient = endpoint.withToken(successor.token(user));
      String identity = client.at(before).put(IDENTITY).expect(201).communicationUserId();

      var found = newClient.at(renamed).put(IDENTITY).expect(200);

      assertEquals(identity, found.communicationUserId());
      assertEquals(successor.issuer().toString(), found.text("issuer"));
      client.at(renamed).get(IDENTITY).expectProblem(401, "invalid_token");
    }
  }

  @Test
  void bothProvidersMayStayTrustedWithOneAlias() {
    try (LocalIssuer successor = LocalIssuer.start()) {
      String names = "'alias': 'main', 'previousIssuer': '" + oldName + "'";
      var renamed = trusting(entry(successor, names) + "," + entry(issuer, names));
      var newClient = endpoint.withToken(successor.token(user));

      String identity = newClient.at(renamed).put(IDENTITY).expect(201).communicationUserId();

      assertEquals(identity, client.at(renamed).put(IDENTITY).expect(200).communicationUserId());
      assertEquals(identity, client.at(before).put(IDENTITY).expect(200).communicationUserId());
    }
  }

  @ParameterizedTest
  @EnumSource
  void theOwnerOfAnIdentityIsShownUnderThePresentName(Progress progress) {
    String identity = client.at(before).put(IDENTITY).expect(201).communicationUserId();
    move(progress);

    for (String query : List.of("", "?issuer=" + NEW_NAME, "?issuer=" + encoded(oldName))) {
      var found = admin.at(during).get("/identities/" + identity + query).expect(200);
      assertEquals(user, found.text("userId"));
      assertEquals(NEW_NAME, found.text("issuer"));
      assertEquals(pseudonym(NEW_NAME), log.event(found).get("user"));
    }
  }

  @Test
  void anAdminNamesAUserByEitherName() {
    String identity = client.at(before).put(IDENTITY).expect(201).communicationUserId();

    for (String name : List.of(NEW_NAME, oldName)) {
      var found =
          admin.at(during).get("/users/" + user + "/identity?issuer=" + encoded(name)).expect(200);
      assertEquals(identity, found.communicationUserId());
      assertEquals(NEW_NAME, found.text("issuer"));
      assertEquals(pseudonym(NEW_NAME), log.event(found).get("user"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theInvitationsOfAUserGoOn(Progress progress) {
    EndpointClient host = as(user, INVITER);
    var created = host.at(before).post("/invitations", "{\"maxGuests\": 2}").expect(201);
    String invitation = path(created);
    client.at(before).put(IDENTITY).expect(201);
    move(progress);

    String guest = join(created).expect(201).communicationUserId();
    host.at(during).get(invitation).expect(200);
    admin.at(during).get(invitation).expect(200);
    admin.at(during).get("/identities/" + guest + "?issuer=" + NEW_NAME).expect(200);
    as("stranger-of-" + user, INVITER)
        .at(during)
        .get(invitation)
        .expectProblem(404, "invitation_not_found");
    block(during);
    assertEquals(
        "suspended", join(created).expectProblem(404, "invitation_not_usable").text("reason"));
    var ended = host.at(during).delete(invitation).expect(204);
    assertEquals(
        List.of(pseudonym(NEW_NAME)),
        log.audit(ended).stream()
            .filter(change -> "invitation_ended".equals(change.get("change")))
            .map(change -> change.get("user"))
            .toList());
  }

  @Test
  void theInvitationsOfAnApplicationGoOn() {
    EndpointClient application =
        endpoint.withToken(
            issuer.tokenBuilder(user).claim("azp", user).roles("Invitation.Create").mint());
    var created = application.at(before).post("/invitations").expect(201);

    join(created).expect(201);
    application.at(during).get(path(created)).expect(200);
    application.at(during).delete(path(created)).expect(204);
  }

  @Test
  void recoveryAuditsAChangeUnderThePresentName() {
    var created = as(user, INVITER).at(before).post("/invitations").expect(201);
    expire(created.text("invitationId"));
    try (var functions =
        DevelopmentHost.serve(() -> endpoint.newApplication(settings(duringEntry())))) {
      functions.runTimer("Recovery");
    }

    assertEquals(
        1,
        log.linesOf("event=audit operation=Recovery ").stream()
            .map(LogCapture::fields)
            .filter(
                change ->
                    "invitation_ended".equals(change.get("change"))
                        && pseudonym(NEW_NAME).equals(change.get("user")))
            .count());
  }

  private static void expire(String invitation) {
    var aMinuteAgo = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.SECONDS);
    endpoint
        .table()
        .updateEntity(
            new TableEntity("invitation-" + invitation, "invitation")
                .addProperty("ExpiresOn", aMinuteAgo.atOffset(ZoneOffset.UTC)));
    endpoint.table().createEntity(new TableEntity("endings", aMinuteAgo + "_" + invitation));
  }

  @Test
  void thePolicyOfAUserLimitsTheirInvitations() {
    EndpointClient host = as(user, INVITER);
    admin.at(before).put("/users/" + user + "/access", "{\"scopes\": [\"chat.join\"]}").expect(200);

    host.at(during)
        .post("/invitations", "{\"scopes\": [\"voip.join\"]}")
        .expectProblem(403, "scope_not_allowed");
  }

  @Test
  void theDetailsOfHealthNameTheFormerNames() {
    assertEquals("users are also looked up under " + oldName, renamedIssuers(during));
    assertEquals("none", renamedIssuers(after));
  }

  private static String renamedIssuers(URI deployment) {
    var notes = endpoint.anonymous().at(deployment).get("/health/details").report().get("notes");
    return notes instanceof Map<?, ?> map ? String.valueOf(map.get("renamedIssuers")) : "";
  }

  private EndpointResponse join(EndpointResponse invitation) {
    return endpoint
        .anonymous()
        .at(during)
        .post("/guests", "{\"invitation\": \"" + invitation.text("code") + "\"}");
  }

  private static String path(EndpointResponse invitation) {
    return "/invitations/" + invitation.text("invitationId");
  }

  private void block(URI deployment) {
    admin.at(deployment).put("/users/" + user + "/access", "{\"blocked\": true}").expect(200);
  }

  private void move(Progress progress) {
    User stored = new User(oldName, user);
    MappingStore store = store();
    var context = RequestContext.within(Duration.ofSeconds(30), RequestObserver.NONE);
    switch (progress) {
      case NOT_BEGUN -> {}
      case MARKED -> {
        Account account = store.find(stored, context);
        assertTrue(
            store
                .replace(account.withMove(new Move(Move.Stage.MOVING, NEW_NAME)), context)
                .isPresent());
      }
      case MOVED ->
          assertEquals(UserMove.Outcome.MOVED, new UserMove(store).move(stored, NEW_NAME, context));
    }
  }

  private static MappingStore store() {
    return new AzureClients(HttpClient.newBuilder())
        .tableStorage(SettingsReader.read(endpoint.environmentWith()).table())
        .mappings();
  }

  private String pseudonym(String name) {
    return new User(name, user).pseudonym();
  }

  private EndpointClient as(String name, String... roles) {
    return endpoint.withToken(issuer.token(name, roles));
  }

  private static URI trusting(LocalIssuer issuer, String members) {
    return trusting(entry(issuer, members));
  }

  private String duringEntry() {
    return entry(
        issuer, "'admins': true, 'alias': 'main', 'previousIssuer': '%s'".formatted(oldName));
  }

  private static URI trusting(String entries) {
    return endpoint.with(settings(entries));
  }

  private static String[] settings(String entries) {
    return new String[] {
      "AUTH_ISSUERS", "[" + entries.replace('\'', '"') + "]", "AUTH_ISSUER", "", "AUTH_AUDIENCE", ""
    };
  }

  private static String entry(LocalIssuer issuer, String members) {
    return "{'issuer': '%s', 'audiences': ['%s'], %s}"
        .formatted(issuer.issuer(), issuer.audience(), members);
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8);
  }
}
