package dev.acstoken.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.acstoken.auth.ClaimCondition.Demand;
import dev.acstoken.auth.keys.KeyLocation;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.Redacted;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.User;
import java.text.ParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies which holders of valid tokens may call, and as whom. */
class CallerRulesTest {

  private static final String ISSUER = "https://id.example";
  private static final String USER = "{'sub': 'alice', 'aud': 'chat', 'azp': 'web'}";
  private static final String ROLE = "Identity.Admin";
  private static final String INVITER = "Invitation.Create";

  private Audience audience = new Audience(Set.of("chat", "chat-2"), Optional.empty());
  private Optional<Set<String>> applications = Optional.empty();
  private ClaimPath userClaim = ClaimPath.of("sub");
  private ClaimPath rolesClaim = ClaimPath.of("roles");
  private Optional<String> scope = Optional.empty();
  private List<ClaimCondition> conditions = List.of();
  private Optional<ClaimCondition> mark = Optional.empty();
  private Admins admins = Admins.ALL;
  private OperationKind operation = OperationKind.IDENTITIES;

  @Test
  void aUserIsIdentifiedByIssuerAndUserClaim() {
    Caller caller = caller(USER);

    assertEquals(new User(ISSUER, "alice"), caller.user());
    assertEquals(Optional.of("web"), caller.appId());
    assertFalse(caller.isApplication());
    assertFalse(caller.isAdmin());
  }

  @ParameterizedTest
  @ValueSource(strings = {"'chat'", "'chat-2'", "['chat']", "['x', 'chat-2']"})
  void anyOfTheAudiencesIsAccepted(String aud) {
    assertEquals("alice", caller("{'sub': 'alice', 'aud': " + aud + "}").user().id());
  }

  @ParameterizedTest
  @ValueSource(strings = {"'Chat'", "'chat '", "['x']", "[]", "''", "null", "7", "{'chat': 1}"})
  void aTokenForAnotherAudienceIsRefused(String aud) {
    assertRefused(
        RefusalReason.AUDIENCE, "{'sub': 'alice', 'client_id': 'chat', 'aud': " + aud + "}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "'aud': [],", "'aud': '',", "'aud': [''],", "'aud': null,"})
  void anotherClaimCanNameTheAudienceIfNoneIsNamed(String aud) {
    audience = new Audience(Set.of("web"), Optional.of("client_id"));

    assertEquals("alice", caller("{" + aud + "'sub': 'alice', 'client_id': 'web'}").user().id());
    assertRefused(RefusalReason.AUDIENCE, "{" + aud + "'sub': 'alice', 'client_id': 'ios'}");
    assertRefused(RefusalReason.AUDIENCE, "{" + aud + "'sub': 'alice', 'azp': 'web'}");
    assertRefused(RefusalReason.AUDIENCE, "{'aud': 'x', 'sub': 'alice', 'client_id': 'web'}");
  }

  @Test
  void eachApplicationThatTheTokenNamesMustBeListed() {
    applications = Optional.of(Set.of("web", "ios"));

    for (String claim : List.of("azp", "client_id", "appid", "cid")) {
      assertEquals("alice", caller(user("'" + claim + "': 'ios'")).user().id());
      assertRefused(RefusalReason.APPLICATION, user("'" + claim + "': 'other'"));
    }
    assertEquals("alice", caller(user("'azp': 'web', 'client_id': 'ios'")).user().id());
    assertRefused(RefusalReason.APPLICATION, user("'azp': 'web', 'client_id': 'other'"));
    assertRefused(RefusalReason.APPLICATION, user("'azp': ''"));
    assertRefused(RefusalReason.APPLICATION, user("'x': 'web'"));
    assertRefused(RefusalReason.APPLICATION, user("'azp': 'web', 'client_id': ['other']"));
    assertRefused(RefusalReason.APPLICATION, user("'azp': 'web', 'client_id': {'web': 1}"));
    assertRefused(RefusalReason.APPLICATION, user("'azp': 'web', 'client_id': 5"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'idtyp': 'app', 'sub': 'x'",
        "'gty': 'client-credentials', 'sub': 'x'",
        "'gty': ['client_credentials'], 'sub': 'x'",
        "'grant_type': 'client_credentials', 'sub': 'x'",
        "'aut': 'APPLICATION', 'sub': 'x'",
        "'sub': 'k3ZtXq0vYb1c@clients'",
        "'sub': 'web', 'client_id': 'web'",
        "'sub': 'web', 'azp': 'web'",
        "'sub': 'web', 'appid': 'web'",
        "'sub': 'web', 'cid': 'web'",
        "'sub': 'chat'",
        "'sub': '32c0a5db-05ec-78ea-51ab-3f06b329397e', 'oid': '32c0a5db-05ec-78ea-51ab-3f06b329397e',"
            + "'iss': 'https://login.microsoftonline.com/0d5a9c3e-71b2-4f68-8a4d-2c1e6f7b9035/v2.0'",
        "'sub': '7f1c', 'azp': 'Worker', 'preferred_username': 'service-account-worker'",
        "'sub': '7f1c', 'azp': 'worker', 'typ': 'Bearer'",
        "'sub': '7f1c', 'azp': 'worker', 'typ': 'DPoP'",
        "'sub': '7f1c', 'client_id': 'worker', 'typ': 'Bearer', 'sid': ''",
        "'idtyp': ['App'], 'sub': 'x'",
        "'gty': 'client_credentials password', 'sub': 'x'",
        "'grant_type': 'urn:ietf:params:oauth:grant-type:client_credentials', 'sub': 'x'",
        "'sub': 'Web', 'client_id': 'web'",
        "'sub': 'web', 'client_id': ['web']",
        "'sub': 'x@CLIENTS'"
      })
  void anApplicationNeedsTheAdminRoleAndIsNoUser(String claims) {
    var refusal = assertRefused(RefusalReason.APPLICATION, audienceAnd(claims));
    assertEquals(ErrorCode.USER_REQUIRED, failure(refusal).code());

    Caller admin = caller(audienceAnd(claims + ", 'roles': ['" + ROLE + "']"));
    assertTrue(admin.isApplication());
    assertTrue(admin.isAdmin());
    assertEquals(ErrorCode.USER_REQUIRED, assertThrows(ServiceException.class, admin::user).code());
    assertTrue(admin.mayActFor(new User(ISSUER, "alice")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'sub': 'alice', 'azp': 'web', 'gty': 'password'",
        "'sub': 'alice', 'idtyp': 'user'",
        "'sub': 'alice', 'azp': 'web', 'typ': 'Bearer', 'sid': '1'",
        "'sub': 'alice', 'azp': 'web', 'typ': 'Bearer', 'session_state': '1'",
        "'sub': 'alice', 'azp': 'web', 'typ': 'ID'",
        "'sub': 'alice@clients.example'",
        "'sub': 'alice', 'oid': 'alice', 'iss': 'https://contoso.b2clogin.com/'",
        "'sub': 'alice', 'azp': 'web', 'preferred_username': 'service-account-other'"
      })
  void aUserIsNotTakenForAnApplication(String claims) {
    assertFalse(caller(audienceAnd(claims)).isApplication());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "idtyp|'idtyp': 'app', 'sub': 'x'",
        "gty|'grant_type': 'client_credentials', 'sub': 'x'",
        "preferred_username|'azp': 'w', 'preferred_username': 'service-account-w', 'sub': 'x'",
        "sid|'azp': 'w', 'typ': 'Bearer', 'sub': 'x'",
        "sub|'azp': 'w', 'sub': 'w'",
        "aud|'sub': 'chat'"
      })
  void theRefusalNamesTheClaimThatShowsAnApplication(String claim, String claims) {
    var refusal = assertRefused(RefusalReason.APPLICATION, audienceAnd(claims));

    assertEquals(claim, refusal.withUnverified("", "").refusal().found());
  }

  @Test
  void anApplicationIsNeverTheUserOfTheSameName() {
    Caller application =
        caller(audienceAnd("'sub': 'alice', 'azp': 'alice', 'roles': '" + ROLE + "'"));

    assertFalse(application.principal().equals(caller(USER).user()));
    assertFalse(application.principal().key().equals(caller(USER).user().key()));
  }

  @Test
  void anAdministratingApplicationNeedsNoSubject() {
    Caller application =
        caller("{'aud': 'chat', 'client_id': 'worker', 'roles': ['" + ROLE + "']}");

    assertTrue(application.isApplication());
    assertRefused(RefusalReason.CLAIM, "{'aud': 'chat', 'client_id': 'worker'}");
  }

  @Test
  void theConfiguredMarkTakesThePlaceOfWhatTheSubjectSays() {
    mark = Optional.of(new ClaimCondition(ClaimPath.of("sid"), Demand.ABSENT, Set.of()));

    assertRefused(RefusalReason.APPLICATION, user("'azp': 'web'"));
    assertEquals("web", caller(audienceAnd("'sub': 'web', 'azp': 'web', 'sid': '1'")).user().id());
    assertRefused(RefusalReason.APPLICATION, user("'sid': '1', 'gty': 'client-credentials'"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Tokens.Issue|'scp': 'Tokens.Issue'",
        "Tokens.Issue|'scp': 'openid Tokens.Issue'",
        "Tokens.Issue|'scp': ['openid', 'Tokens.Issue']",
        "Tokens.Issue|'scope': 'openid Tokens.Issue'",
        "Tokens.Issue|'permissions': ['Tokens.Issue']",
        "Tokens.Issue|'scope': 'chat/Tokens.Issue'",
        "Tokens.Issue|'scope': 'api://chat/Tokens.Issue'",
        "api://any/Tokens.Issue|'scp': 'Tokens.Issue'",
        "api://any/Tokens.Issue|'scp': 'api://any/Tokens.Issue'",
        "chat/read:chat|'scope': 'chat/read:chat'"
      })
  void aScopeIsFoundInEachClaimAndInBothForms(String required, String claims) {
    scope = Optional.of(required);

    assertEquals("alice", caller(user(claims)).user().id());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Tokens.Issue|'scp': 'tokens.issue'",
        "Tokens.Issue|'scp': ''",
        "Tokens.Issue|'scp': ['openid Tokens.Issue']",
        "Tokens.Issue|'scp': {'Tokens.Issue': true}",
        "Tokens.Issue|'scope': 'api://other/Tokens.Issue'",
        "Tokens.Issue|'scope': 'x/chat/Tokens.Issue'",
        "Tokens.Issue|'roles': ['Tokens.Issue']",
        "api://any/|'scp': ''",
        "api://any/|'scp': 'a  b'",
        "api://any/Tokens.Issue|'scp': 'api://other/Tokens.Issue'",
        "chat/read:chat|'scope': 'read:chat'"
      })
  void anotherScopeDoesNotSuffice(String required, String claims) {
    scope = Optional.of(required);

    var refusal = assertRefused(RefusalReason.SCOPE, user(claims));
    assertEquals(ErrorCode.INSUFFICIENT_SCOPE, failure(refusal).code());
  }

  @Test
  void anAdminNeedsNoScope() {
    scope = Optional.of("Tokens.Issue");

    assertTrue(caller(user("'roles': ['" + ROLE + "']")).isAdmin());
    assertTrue(
        caller(audienceAnd("'sub': 'x', 'idtyp': 'app', 'roles': ['" + ROLE + "']")).isAdmin());
  }

  @Test
  void rolesAreComparedWhole() {
    assertTrue(caller(user("'roles': 'Identity.Admin'")).isAdmin());
    assertTrue(caller(user("'roles': ['Reader', 'Identity.Admin']")).isAdmin());
    for (String roles :
        List.of(
            "'Deputy Identity.Admin'",
            "['Deputy Identity.Admin']",
            "'Reader,Identity.Admin'",
            "'identity.admin'",
            "{'Identity.Admin': true}",
            "[['Identity.Admin']]")) {
      assertFalse(caller(user("'roles': " + roles)).isAdmin(), roles);
    }
  }

  @Test
  void theRolesClaimIsALiteralNameOrAPath() {
    rolesClaim = ClaimPath.of("https://example.com/roles");
    assertTrue(caller(user("'https://example.com/roles': ['" + ROLE + "']")).isAdmin());
    assertFalse(caller(user("'roles': ['" + ROLE + "']")).isAdmin());

    rolesClaim = new ClaimPath(List.of("resource_access", "com.acme.chat", "roles"));
    String access = "'resource_access': {'com.acme.chat': {'roles': ['" + ROLE + "']}}";
    assertTrue(caller(user(access)).isAdmin());
    assertFalse(caller(user("'resource_access': ['" + ROLE + "']")).isAdmin());
  }

  @Test
  void theAdminRoleCountsOnlyWhereTheIssuerMayHaveAdmins() {
    admins = Admins.NONE;

    assertFalse(caller(user("'roles': ['" + ROLE + "']")).isAdmin());
    assertRefused(
        RefusalReason.APPLICATION,
        audienceAnd("'sub': 'x', 'idtyp': 'app', 'roles': ['" + ROLE + "']"));
  }

  @ParameterizedTest
  @EnumSource
  void aUserWithTheRoleMayInviteAndNothingElse(OperationKind kind) {
    operation = kind;

    for (String roles : List.of("'" + INVITER + "'", "['Reader', '" + INVITER + "']")) {
      Caller inviter = caller(user("'azp': 'web', 'roles': " + roles));
      assertTrue(inviter.mayInvite());
      assertFalse(inviter.isAdmin());
      assertFalse(inviter.isApplication());
      assertEquals(new User(ISSUER, "alice"), inviter.creator());
      assertFalse(inviter.mayActFor(new User(ISSUER, "bert")));
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAdminMayInvite(OperationKind kind) {
    operation = kind;

    assertTrue(caller(user("'roles': ['" + ROLE + "']")).mayInvite());
    Caller both = caller(user("'roles': ['" + INVITER + "', '" + ROLE + "']"));
    assertTrue(both.mayInvite() && both.isAdmin());
  }

  @Test
  void theRoleForInvitationsIsComparedWholeAndInItsClaim() {
    for (String roles :
        List.of(
            "'Deputy Invitation.Create'",
            "['Deputy Invitation.Create']",
            "'Reader,Invitation.Create'",
            "'invitation.create'",
            "{'Invitation.Create': true}",
            "[['Invitation.Create']]")) {
      assertFalse(caller(user("'roles': " + roles)).mayInvite(), roles);
    }
    rolesClaim = ClaimPath.of("permissions");
    assertFalse(caller(user("'roles': ['" + INVITER + "']")).mayInvite());
    assertTrue(caller(user("'permissions': ['" + INVITER + "']")).mayInvite());
  }

  @ParameterizedTest
  @EnumSource
  void theRoleForInvitationsCountsOnlyWhereTheAdminRoleCounts(OperationKind kind) {
    operation = kind;
    admins = Admins.NONE;

    assertFalse(caller(user("'roles': ['" + INVITER + "', '" + ROLE + "']")).mayInvite());
    assertRefused(
        RefusalReason.APPLICATION,
        audienceAnd("'sub': 'x', 'idtyp': 'app', 'roles': ['" + INVITER + "']"));
  }

  @ParameterizedTest
  @EnumSource
  void aUserWhoMayInviteNeedsTheScope(OperationKind kind) {
    operation = kind;
    scope = Optional.of("Tokens.Issue");

    assertRefused(RefusalReason.SCOPE, user("'roles': ['" + INVITER + "']"));
    assertTrue(caller(user("'scp': 'Tokens.Issue', 'roles': ['" + INVITER + "']")).mayInvite());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'idtyp': 'app', 'sub': 'x'",
        "'gty': 'client-credentials', 'sub': 'x'",
        "'sub': 'k3ZtXq0vYb1c@clients'",
        "'sub': 'worker', 'azp': 'worker'",
        "'sub': 'chat'",
        "'sub': '7f1c', 'azp': 'worker', 'typ': 'Bearer'",
        "'client_id': 'worker'",
      })
  void anApplicationWithTheRoleIsAcceptedForInvitationsOnlyAndNeedsNoScope(String claims) {
    scope = Optional.of("Tokens.Issue");
    String inviter = audienceAnd(claims + ", 'roles': ['" + INVITER + "']");

    operation = OperationKind.INVITATIONS;
    Caller application = caller(inviter);
    assertTrue(application.isApplication() && application.mayInvite());
    assertFalse(application.isAdmin());
    assertThrows(ServiceException.class, application::user);
    assertFalse(application.mayActFor(new User(ISSUER, "alice")));

    operation = OperationKind.IDENTITIES;
    assertSameRefusal(audienceAnd(claims), inviter);
  }

  @Test
  void anApplicationWithoutTheRoleHasNothingToDoWithInvitations() {
    operation = OperationKind.INVITATIONS;

    var refusal =
        assertRefused(RefusalReason.APPLICATION, audienceAnd("'sub': 'web', 'azp': 'web'"));
    assertEquals(ErrorCode.USER_REQUIRED, failure(refusal).code());
    assertEquals(
        "The bearer token represents an application. Send a token of a signed-in user, or give the"
            + " application the role that permits invitations.",
        failure(refusal).detail());
    assertRefused(RefusalReason.CLAIM, "{'aud': 'chat', 'client_id': 'worker'}");
  }

  /** Otherwise a user would evade the scope and a block. */
  @Test
  void aUserWithoutTheUserClaimIsNoApplicationThatMayInvite() {
    operation = OperationKind.INVITATIONS;
    userClaim = ClaimPath.of("oid");

    assertRefused(RefusalReason.CLAIM, user("'azp': 'web', 'roles': ['" + INVITER + "']"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "worker|'sub': '7f1c', 'azp': 'worker', 'typ': 'Bearer'",
        "worker|'sub': 'worker', 'client_id': 'worker'",
        "worker|'client_id': 'worker'",
        "7f1c|'sub': '7f1c', 'idtyp': 'app'",
        "7f1c|'sub': '7f1c', 'idtyp': 'app', 'azp': ''"
      })
  void theCreatorOfAnApplicationsInvitationIsItsClientId(String id, String claims) {
    for (String role : List.of(INVITER, ROLE)) {
      operation = OperationKind.INVITATIONS;
      Caller application = caller(audienceAnd(claims + ", 'roles': ['" + role + "']"));

      assertEquals(new User(ISSUER + "#applications", id), application.creator());
      assertEquals(ISSUER, Caller.issuerOf(application.creator()));
    }
  }

  @Test
  void theCreatorIsNeverTheUserOfTheSameName() {
    operation = OperationKind.INVITATIONS;
    Caller application =
        caller(audienceAnd("'sub': 'alice', 'azp': 'alice', 'roles': '" + INVITER + "'"));

    assertFalse(application.creator().equals(caller(USER).creator()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'jkt': 'x'}", "{'x5t#S256': 'x'}", "{}", "'x'"})
  void aConstrainedTokenIsRefused(String cnf) {
    assertRefused(RefusalReason.CONSTRAINED, user("'cnf': " + cnf));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'events': {}", "'typ': 'Logout'", "'typ': 'Refresh'"})
  void aTokenForAnotherPurposeIsRefused(String claims) {
    assertRefused(RefusalReason.TYPE, user("'sid': '1', " + claims));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ONE_OF|true|'c': true|'c': false",
        "ONE_OF|true|'c': 'true'|'c': 'True'",
        "ONE_OF|7|'c': 7|'c': 8",
        "ONE_OF|a|'c': ['b', 'a']|'c': ['b', 'c']",
        "ONE_OF|a|'c': 'a'|'d': 'a'",
        "NONE_OF|anonymous|'c': 'password'|'c': 'anonymous'",
        "NONE_OF|anonymous|'d': 'anonymous'|'c': ['anonymous']",
        "PRESENT||'c': ''|'c': null",
        "ABSENT||'c': null|'c': ''"
      })
  void everyRequiredClaimMustMeetItsCondition(
      Demand demand, String value, String meeting, String failing) {
    conditions =
        List.of(
            new ClaimCondition(
                ClaimPath.of("c"), demand, value == null ? Set.of() : Set.of(value)));

    assertEquals("alice", caller(user(meeting)).user().id());
    assertRefused(RefusalReason.CLAIM, user(failing));
  }

  @Test
  void anEmailAddressIdentifiesAUserOnlyIfItIsVerified() {
    userClaim = ClaimPath.of("email");
    String email = "'email': 'victim@example.com', ";

    assertEquals("victim@example.com", caller(user(email + "'email_verified': true")).user().id());
    assertEquals(
        "victim@example.com", caller(user(email + "'email_verified': 'true'")).user().id());
    assertRefused(RefusalReason.CLAIM, user(email + "'email_verified': false"));
    assertRefused(RefusalReason.CLAIM, user(email + "'x': true"));
  }

  @Test
  void theRefusalComparesTheTokenWithTheSettings() {
    Refusal wrongAudience =
        assertRefused(RefusalReason.AUDIENCE, "{'sub': 'alice', 'aud': ['x', 'y']}")
            .withUnverified("", "")
            .refusal();

    assertEquals("x,y", wrongAudience.found());
    assertEquals("chat,chat-2", wrongAudience.expected());
  }

  private static String user(String claims) {
    return audienceAnd("'sub': 'alice', " + claims);
  }

  private static String audienceAnd(String claims) {
    return "{'aud': 'chat', " + claims + "}";
  }

  private Caller caller(String json) {
    try {
      Map<String, Object> claims = JSONObjectUtils.parse(json.replace('\'', '"'));
      return new CallerRules(issuer(), new Roles(ROLE, INVITER), operation)
          .callerOf(new Redacted("token"), ISSUER, claimsSet(claims), claims);
    } catch (ParseException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  // The library refuses some forms of the audience already.
  private static JWTClaimsSet claimsSet(Map<String, Object> claims) {
    try {
      return JWTClaimsSet.parse(claims);
    } catch (ParseException e) {
      Map<String, Object> others = new HashMap<>(claims);
      others.remove("aud");
      return claimsSet(others);
    }
  }

  private TrustedIssuer issuer() {
    return new TrustedIssuer(
        new IssuerName.Single(ISSUER, Optional.empty()),
        KeyLocation.discovered(ISSUER),
        audience,
        applications,
        userClaim,
        rolesClaim,
        scope.map(text -> new RequiredScope(text, audience.accepted())),
        conditions,
        new ApplicationTokens(mark),
        admins);
  }

  private TokenRefusal assertRefused(RefusalReason reason, String claims) {
    var refusal = assertThrows(TokenRefusal.class, () -> caller(claims), claims);
    assertEquals(reason, refusal.withUnverified("", "").refusal().reason(), claims);
    return refusal;
  }

  private void assertSameRefusal(String expected, String claims) {
    var one = assertThrows(TokenRefusal.class, () -> caller(expected), expected);
    var other = assertThrows(TokenRefusal.class, () -> caller(claims), claims);
    assertEquals(
        one.withUnverified("", "").refusal(), other.withUnverified("", "").refusal(), claims);
    assertEquals(failure(one).code(), failure(other).code());
    assertEquals(failure(one).detail(), failure(other).detail());
  }

  private static ServiceException failure(TokenRefusal refusal) {
    return refusal.withUnverified("", "").failure();
  }
}
