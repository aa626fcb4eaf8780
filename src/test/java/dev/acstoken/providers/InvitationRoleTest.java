package dev.acstoken.providers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.acstoken.auth.Authentication;
import dev.acstoken.auth.Authentication.Refused;
import dev.acstoken.auth.Authenticator;
import dev.acstoken.auth.Caller;
import dev.acstoken.auth.OperationKind;
import dev.acstoken.auth.RefusalReason;
import dev.acstoken.auth.keys.IssuerKeys;
import dev.acstoken.identity.Deadline;
import dev.acstoken.providers.Outcome.Issued;
import dev.acstoken.settings.Setting;
import dev.acstoken.settings.SettingsReader;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Verifies for each identity provider that the role for invitations counts where the admin role
 * counts, and permits nothing else. The tokens are those of the table's admins: the settings give
 * their role the other meaning.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InvitationRoleTest {

  private static final List<Provider> PROVIDERS = Provider.all();
  private static final String ADMIN = Setting.AUTH_ADMIN_ROLE.name();
  private static final String INVITER = Setting.AUTH_INVITATION_ROLE.name();
  private static final String NOBODYS = "Nobodys.Role";

  private final ProviderImitation imitation =
      new ProviderImitation(PROVIDERS, new HeldCertificate.Builder().build().certificate());
  private final HttpClient http = imitation.connections().build();

  @AfterAll
  void close() {
    imitation.close();
  }

  @TestFactory
  Stream<DynamicTest> theRoleOfAnAdminCanPermitInvitationsOnly() {
    return PROVIDERS.stream()
        .flatMap(
            provider ->
                provider.outcomes().stream()
                    .filter(outcome -> isForAnother(outcome) && outcome instanceof Issued)
                    .map(
                        outcome ->
                            dynamicTest(
                                outcome.name(),
                                () ->
                                    ((Issued) outcome)
                                        .tokens()
                                        .forEach(token -> assertInvites(token, provider)))));
  }

  private void assertInvites(String token, Provider provider) {
    Caller admin = accepted(token, OperationKind.IDENTITIES, withAdmins(provider));
    assertTrue(admin.isAdmin() && admin.mayInvite());

    var inviters = withInviters(provider);
    Authentication invitation = authenticate(token, OperationKind.INVITATIONS, inviters);
    if (invitation instanceof Refused refused) {
      assertEquals(RefusalReason.SCOPE, refused.refusal().reason());
      assertFalse(admin.isApplication());
    } else {
      Caller inviter = invitation.orThrow();
      assertTrue(inviter.mayInvite() && !inviter.isAdmin());
      assertEquals(admin.creator(), inviter.creator());
      assertEquals(admin.isApplication(), inviter.isApplication());
    }
    assertSameResult(token, OperationKind.IDENTITIES, withoutRoles(provider), inviters);
    if (admin.isApplication()) {
      refused(token, OperationKind.INVITATIONS, withoutRoles(provider));
      refused(token, OperationKind.IDENTITIES, inviters);
    }
  }

  @TestFactory
  Stream<DynamicTest> aTokenThatIsRefusedElsewhereIsRefusedForInvitations() {
    return PROVIDERS.stream()
        .flatMap(
            provider ->
                provider.outcomes().stream()
                    .filter(Outcome.Refused.class::isInstance)
                    .map(Outcome.Refused.class::cast)
                    .map(
                        outcome ->
                            dynamicTest(
                                outcome.name(), () -> assertDoesNotInvite(outcome, provider))));
  }

  private void assertDoesNotInvite(Outcome.Refused outcome, Provider provider) {
    var settings =
        outcome.refusal() == ExpectedRefusal.NOT_AN_ADMIN
            ? withInviters(provider)
            : withAdmins(provider);
    Authentication elsewhere = authenticate(outcome.token(), OperationKind.IDENTITIES, settings);
    Authentication result = authenticate(outcome.token(), OperationKind.INVITATIONS, settings);
    if (elsewhere instanceof Refused expected) {
      var refused = assertInstanceOf(Refused.class, result);
      assertEquals(expected.refusal(), refused.refusal());
      assertEquals(expected.failure().code(), refused.failure().code());
    } else {
      // An admin is refused where a user is needed, and may invite.
      assertEquals(elsewhere.orThrow().isAdmin(), result.orThrow().mayInvite());
    }
  }

  private static boolean isForAnother(Outcome outcome) {
    return !outcome.path().startsWith("/users/me/");
  }

  private void assertSameResult(
      String token, OperationKind operation, Authenticator expected, Authenticator actual) {
    Authentication one = authenticate(token, operation, expected);
    Authentication other = authenticate(token, operation, actual);
    if (one instanceof Refused refused) {
      var also = assertInstanceOf(Refused.class, other);
      assertEquals(refused.refusal(), also.refusal());
      assertEquals(refused.failure().code(), also.failure().code());
      assertEquals(refused.failure().detail(), also.failure().detail());
    } else {
      assertEquals(one.orThrow().principal(), other.orThrow().principal());
      assertFalse(other.orThrow().isAdmin());
    }
  }

  private static Caller accepted(String token, OperationKind kind, Authenticator authenticator) {
    return authenticate(token, kind, authenticator).orThrow();
  }

  private static Refused refused(String token, OperationKind kind, Authenticator authenticator) {
    return assertInstanceOf(Refused.class, authenticate(token, kind, authenticator));
  }

  private static Authentication authenticate(
      String token, OperationKind kind, Authenticator authenticator) {
    return authenticator.authenticate("Bearer " + token, kind, Deadline.in(Duration.ofSeconds(8)));
  }

  private Authenticator withAdmins(Provider provider) {
    return authenticator(provider, Map.of());
  }

  /** The role of the provider's admins permits invitations. */
  private Authenticator withInviters(Provider provider) {
    String role =
        provider
            .settings()
            .getOrDefault(ADMIN, Setting.AUTH_ADMIN_ROLE.defaultValue().orElseThrow());
    return authenticator(provider, Map.of(ADMIN, NOBODYS, INVITER, role));
  }

  private Authenticator withoutRoles(Provider provider) {
    return authenticator(provider, Map.of(ADMIN, NOBODYS, INVITER, NOBODYS));
  }

  private Authenticator authenticator(Provider provider, Map<String, String> roles) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "COMMUNICATION_SERVICES_ENDPOINT", "https://contoso.communication.azure.com",
                "TABLE_STORAGE_ENDPOINT", "https://contoso.table.core.windows.net"));
    environment.putAll(provider.settings());
    environment.putAll(roles);
    return new Authenticator(
        SettingsReader.read(environment).issuers(), location -> new IssuerKeys(location, http));
  }
}
