package dev.acstoken.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.azure.functions.HttpResponseMessage;
import dev.acstoken.auth.Authenticator;
import dev.acstoken.auth.keys.IssuerKeys;
import dev.acstoken.devhost.LocalIssuer;
import dev.acstoken.devhost.TokenBuilder;
import dev.acstoken.guests.InvitationId;
import dev.acstoken.guests.Inviter;
import dev.acstoken.identity.User;
import dev.acstoken.ratelimit.Cost;
import dev.acstoken.ratelimit.RateLimiter;
import dev.acstoken.settings.SettingsReader;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies who may create an invitation, and on which invitations a caller may act. */
class InvitationCallersTest {

  private static final String INVITER = "Invitation.Create";
  private static final String ADMIN = "Identity.Admin";
  private static final String APPLICATIONS = "#applications";
  private static final String BASE = "http://localhost/api/";
  private static final String ID = "Yc3sT0vN2m5o8q1r4u7x0A";
  private static final String ROUTE = "invitations/{invitationId}";

  private static final LocalIssuer clinic = LocalIssuer.start();
  private static final LocalIssuer partners = LocalIssuer.start();

  private final Map<String, String> environment =
      new HashMap<>(
          Map.of(
              "COMMUNICATION_SERVICES_CONNECTION_STRING",
              "endpoint=https://localhost;accesskey=a2V5",
              "TABLE_STORAGE_CONNECTION_STRING",
              "UseDevelopmentStorage=true"));
  private final List<Inviter> inviters = new ArrayList<>();
  private final FakeInvocation invocation = new FakeInvocation();
  private @Nullable Predicate<User> accepts;
  private @Nullable InvitationId id;
  private RequestHandler handler = handler("'requiredScope': 'chat', 'admins': true", "");

  @AfterAll
  static void close() {
    clinic.close();
    partners.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {INVITER, ADMIN})
  void aUserWithARoleCreatesInvitations(String role) {
    assertEquals(204, status(clinic.tokenBuilder("alice").roles(role).scope("chat"), this::create));

    assertEquals(List.of(new User(clinic.issuer().toString(), "alice")), creators());
  }

  @Test
  void aUserWithoutARoleIsRefused() {
    var response = create(clinic.tokenBuilder("alice").roles("Reader").scope("chat").mint());

    assertEquals(403, response.getStatusCode());
    assertTrue(
        new String((byte[]) response.getBody(), UTF_8)
            .contains(
                "Creating an invitation requires the role that permits invitations, or the admin"
                    + " role."));
    assertTrue(invocation.event().contains("outcome=forbidden"));
    assertEquals(List.of(), creators());
  }

  @Test
  void aUserWithTheRoleNeedsTheScope() {
    assertEquals(403, status(clinic.tokenBuilder("alice").roles(INVITER), this::create));
    assertTrue(invocation.event().contains("reason=scope"));
    assertEquals(403, status(clinic.tokenBuilder("alice").roles(INVITER), this::aboutInvitation));
    assertEquals(
        204, status(clinic.tokenBuilder("alice").scope("chat").roles(), this::aboutInvitation));
  }

  @ParameterizedTest
  @ValueSource(strings = {INVITER, ADMIN})
  void anApplicationWithARoleCreatesInvitationsWithoutAScopeUnderItsClientId(String role) {
    assertEquals(204, status(application(clinic, role), this::create));
    assertEquals(204, status(application(clinic, role), this::aboutInvitation));

    assertEquals(List.of(new User(clinic.issuer() + APPLICATIONS, "local-client")), creators());
  }

  @Test
  void anApplicationWithoutARoleIsRefused() {
    for (var operation :
        List.<Function<String, HttpResponseMessage>>of(this::create, this::aboutInvitation)) {
      assertEquals(403, status(application(clinic, "Reader"), operation));
      assertTrue(invocation.event().contains("outcome=user_required"));
      assertTrue(invocation.event().contains("reason=application"));
    }
  }

  @Test
  void theRoleForInvitationsOpensNoOtherOperation() {
    for (var operation :
        List.<Function<String, HttpResponseMessage>>of(
            this::aboutSelf, this::aboutUser, this::aboutUserOfAdmin)) {
      assertEquals(403, status(application(clinic, INVITER), operation));
      assertTrue(invocation.event().contains("outcome=user_required"));
      assertTrue(invocation.event().contains("reason=application"));
    }
    var user = clinic.tokenBuilder("alice").roles(INVITER).scope("chat");
    assertEquals(204, status(user, this::aboutSelf));
    assertEquals(403, status(user, this::aboutUser));
    assertEquals(403, status(user, this::aboutUserOfAdmin));
  }

  @Test
  void theRolesCountOnlyInTokensOfIssuersWithAdmins() {
    assertEquals(403, status(partners.tokenBuilder("alice").roles(INVITER, ADMIN), this::create));
    assertEquals(403, status(application(partners, INVITER), this::create));
    assertEquals(204, status(partners.tokenBuilder("alice").roles(), this::aboutInvitation));
  }

  @Test
  void aCallerActsOnOwnInvitations() {
    var own = new User(partners.issuer().toString(), "alice");
    assertEquals(204, status(partners.tokenBuilder("alice").roles(), this::aboutInvitation));

    assertEquals(List.of(own), accepted(own, userOf(partners, "bert"), userOf(clinic, "alice")));
  }

  @Test
  void anApplicationActsOnItsOwnInvitationsAndNotOnThoseOfAUserOfItsName() {
    assertEquals(204, status(application(clinic, INVITER), this::aboutInvitation));

    var own = new User(clinic.issuer() + APPLICATIONS, "local-client");
    assertEquals(
        List.of(own),
        accepted(own, userOf(clinic, "local-client"), new User(own.issuer(), "other-client")));
  }

  @Test
  void anAdminActsOnTheInvitationsOfAllTrustedIssuers() {
    assertEquals(204, status(application(clinic, ADMIN), this::aboutInvitation));

    var trusted =
        new User[] {
          userOf(clinic, "alice"),
          userOf(partners, "alice"),
          new User(clinic.issuer() + APPLICATIONS, "worker"),
          new User(partners.issuer() + APPLICATIONS, "worker")
        };
    assertEquals(List.of(trusted), accepted(trusted));
    assertEquals(
        List.of(),
        accepted(
            new User("https://former.example", "alice"),
            new User("https://former.example" + APPLICATIONS, "worker"),
            new User("#guests", "guest")));
  }

  @Test
  void anAliasTakesThePlaceOfTheIssuerInTheCreator() {
    handler = handler("'alias': 'clinic', 'admins': true", "'alias': 'partners'");

    assertEquals(204, status(clinic.tokenBuilder("alice").roles(INVITER), this::create));
    assertEquals(204, status(application(clinic, INVITER), this::create));
    assertEquals(
        List.of(new User("clinic", "alice"), new User("clinic" + APPLICATIONS, "local-client")),
        creators());

    assertEquals(204, status(clinic.tokenBuilder("olivia").roles(ADMIN), this::aboutInvitation));
    var trusted = new User[] {new User("partners", "a"), new User("partners" + APPLICATIONS, "a")};
    assertEquals(List.of(trusted), accepted(trusted));
    assertEquals(List.of(), accepted(userOf(partners, "a")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"invitations/" + ID, "INVITATIONS/" + ID + "/"})
  void theInvitationIsNamedInThePath(String path) {
    assertEquals(204, requestAt(path).getStatusCode());

    assertEquals(new InvitationId(ID), id);
    assertTrue(invocation.event().contains("invitation=" + new InvitationId(ID).pseudonym()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "any%20text", "a%2Fb", "%2525", ID + "A", "..", "''"})
  void aTextThatIsNoIdIsUnknown(String text) {
    assertEquals(404, requestAt("invitations/" + text).getStatusCode());

    assertTrue(invocation.event().contains("outcome=invitation_not_found"));
  }

  @Test
  void theInviterIsAUserAnAdminOrAnApplication() {
    assertEquals(Inviter.Kind.USER, inviter(clinic.tokenBuilder("a").roles(INVITER).scope("chat")));
    assertEquals(Inviter.Kind.ADMIN, inviter(clinic.tokenBuilder("a").roles(INVITER, ADMIN)));
    assertEquals(Inviter.Kind.APPLICATION, inviter(application(clinic, INVITER)));
    assertEquals(Inviter.Kind.APPLICATION, inviter(application(clinic, ADMIN)));
  }

  @Test
  void usersHaveTheLimitsOfUsersAndApplicationsThoseOfAdmins() {
    environment.putAll(Map.of("USER_REQUESTS_PER_MINUTE", "1", "ADMIN_REQUESTS_PER_MINUTE", "8"));
    handler = handler("'requiredScope': 'chat', 'admins': true", "");
    String user = clinic.tokenBuilder("alice").roles(INVITER).scope("chat").mint();
    assertEquals(6, granted(user, this::create));
    assertEquals(6, granted(user, this::aboutInvitation));

    String application = application(clinic, INVITER).mint();
    assertEquals(1, granted(application, this::create));
  }

  @Test
  void aRefusedCallerCostsNothing() {
    String token = clinic.tokenBuilder("alice").scope("chat").mint();
    for (int i = 0; i < 20; i++) {
      assertEquals(403, create(token).getStatusCode());
    }
  }

  private List<User> creators() {
    return inviters.stream().map(Inviter::creator).toList();
  }

  private Inviter.Kind inviter(TokenBuilder token) {
    assertEquals(204, status(token, this::create));
    return inviters.get(inviters.size() - 1).kind();
  }

  /** Returns those of the creators on whose invitations the last caller may act. */
  private List<User> accepted(User... all) {
    return Stream.of(all).filter(Objects.requireNonNull(accepts)).toList();
  }

  private HttpResponseMessage create(String token) {
    return handler.forInviter(
        Cost.INVITATION,
        FakeRequest.at(BASE + "invitations", token),
        invocation,
        request ->
            () -> {
              inviters.add(request.inviter());
              return Response.NO_CONTENT;
            });
  }

  private HttpResponseMessage aboutInvitation(String token) {
    return handler.forInvitation(
        ROUTE,
        Cost.READ,
        FakeRequest.at(BASE + "invitations/" + ID, token),
        invocation,
        request -> {
          accepts = request.creators();
          return () -> Response.NO_CONTENT;
        });
  }

  private HttpResponseMessage requestAt(String path) {
    String token = clinic.tokenBuilder("alice").scope("chat").mint();
    return handler.forInvitation(
        ROUTE,
        Cost.READ,
        FakeRequest.at(BASE + path, token),
        invocation,
        request -> {
          id = request.id();
          return () -> Response.NO_CONTENT;
        });
  }

  private HttpResponseMessage aboutSelf(String token) {
    var request = FakeRequest.at(BASE + "me", token);
    return handler.forCaller(Cost.READ, request, invocation, self -> () -> Response.NO_CONTENT);
  }

  private HttpResponseMessage aboutUser(String token) {
    var request = FakeRequest.at(BASE + "users/bert", token);
    return handler.forUser(
        "users/{userId}", Cost.READ, request, invocation, user -> () -> Response.NO_CONTENT);
  }

  private HttpResponseMessage aboutUserOfAdmin(String token) {
    var request = FakeRequest.at(BASE + "users/bert", token);
    return handler.forAdmin(
        "users/{userId}", Cost.READ, request, invocation, user -> () -> Response.NO_CONTENT);
  }

  private static int status(TokenBuilder token, Function<String, HttpResponseMessage> operation) {
    return operation.apply(token.mint()).getStatusCode();
  }

  private static int granted(String token, Function<String, HttpResponseMessage> operation) {
    int granted = 0;
    while (operation.apply(token).getStatusCode() == 204) {
      granted++;
    }
    return granted;
  }

  private static TokenBuilder application(LocalIssuer issuer, String... roles) {
    return issuer.tokenBuilder("worker").claim("idtyp", "app").roles(roles);
  }

  private static User userOf(LocalIssuer issuer, String id) {
    return new User(issuer.issuer().toString(), id);
  }

  private RequestHandler handler(String membersOfClinic, String membersOfPartners) {
    environment.put(
        "AUTH_ISSUERS",
        "[" + entry(clinic, membersOfClinic) + "," + entry(partners, membersOfPartners) + "]");
    var settings = SettingsReader.read(environment);
    var http = HttpClient.newHttpClient();
    var authenticator =
        new Authenticator(settings.issuers(), location -> new IssuerKeys(location, http));
    var limiter = new RateLimiter(settings.rateLimits());
    return new RequestHandler(() -> authenticator, () -> limiter, Optional::empty, "test");
  }

  private static String entry(LocalIssuer issuer, String members) {
    return "{'issuer': '%s', 'audiences': ['%s'], %s}"
        .formatted(issuer.issuer(), issuer.audience(), members)
        .replace(", }", "}")
        .replace('\'', '"');
  }
}
