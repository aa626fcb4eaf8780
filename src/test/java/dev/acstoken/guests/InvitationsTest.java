package dev.acstoken.guests;

import static dev.acstoken.guests.GuestFixture.ANY;
import static dev.acstoken.guests.GuestFixture.CLINICIAN;
import static dev.acstoken.guests.GuestFixture.INVITER;
import static dev.acstoken.guests.GuestFixture.NOW;
import static dev.acstoken.guests.GuestFixture.RULES;
import static dev.acstoken.guests.GuestFixture.assertUnknownCode;
import static dev.acstoken.guests.GuestFixture.identityOf;
import static dev.acstoken.guests.GuestFixture.request;
import static dev.acstoken.guests.GuestFixture.requestWithExpiry;
import static dev.acstoken.guests.GuestFixture.requestWithScopes;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.guests.EndSchedule.ScheduledEnd;
import dev.acstoken.guests.InvitationRequest.Expiry;
import dev.acstoken.guests.Invitations.CreatedInvitation;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.Sha256;
import dev.acstoken.identity.StateChange;
import dev.acstoken.identity.StateChange.Outcome;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.AccessPolicies;
import dev.acstoken.identity.protocol.FaultScript;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies the creation of invitations, and what their creators see. */
class InvitationsTest {

  private final GuestFixture fixture = new GuestFixture();

  @Test
  void anInvitationHasDefaultTerms() {
    Invitation created = create(GuestFixture.DEFAULT_REQUEST).invitation();

    assertEquals(CLINICIAN, created.creator());
    assertEquals(NOW, created.createdOn());
    assertEquals(
        new InvitationTerms(
            ScopeSet.of(TokenScope.CHAT_JOIN, TokenScope.VOIP_JOIN),
            NOW.plus(Duration.ofHours(24)),
            1,
            Optional.empty()),
        created.terms());
    assertEquals(0, created.guests());
    assertEquals(Invitation.State.OPEN, created.stateAt(NOW));
  }

  @Test
  void theStoreHasOnlyAHashOfTheCode() {
    CreatedInvitation created = create(GuestFixture.DEFAULT_REQUEST);
    String code = created.code().text().reveal();

    Invitation stored = fixture.stored(created);

    assertEquals(43, code.length());
    assertEquals(InvitationCode.of(code), Optional.of(created.code()));
    assertEquals(created.invitation().id(), created.code().invitation());
    assertEquals(Sha256.hex(code), stored.codeHash());
    assertFalse(stored.toString().contains(code));
    assertFalse(created.toString().contains(code));
  }

  @Test
  void theEndIsScheduledBeforeTheInvitationExists() {
    CreatedInvitation created = create(GuestFixture.DEFAULT_REQUEST);

    assertEquals(
        List.of("find", "invitation.find", "end.add", "invitation.replace"), fixture.script.log());
    assertEquals(
        Set.of(
            new ScheduledEnd(created.invitation().id(), created.invitation().terms().expiresOn())),
        fixture.table.endings());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 300, 30 * 24 * 3600})
  void anInvitationMayEndAtAnyTimeUpToTheLongestLife(long seconds) {
    Instant end = NOW.plusSeconds(seconds);

    assertEquals(end, expiry(new Expiry.At(end)));
    assertEquals(end, expiry(new Expiry.After(Duration.ofSeconds(seconds))));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 30 * 24 * 3600 + 1})
  void anInvitationEndsNeitherInThePastNorAfterTheLongestLife(long seconds) {
    assertFails(
        ErrorCode.INVALID_REQUEST,
        () -> create(requestWithExpiry(new Expiry.At(NOW.plusSeconds(seconds)))));
    assertFails(
        ErrorCode.INVALID_REQUEST,
        () -> create(requestWithExpiry(new Expiry.After(Duration.ofSeconds(seconds)))));
    assertEquals(Set.of(), fixture.table.endings());
  }

  @Test
  void anInvitationEndsInWholeSeconds() {
    fixture.clock.pass(Duration.ofMillis(999));

    assertEquals(NOW.plusSeconds(5), expiry(new Expiry.At(NOW.plusMillis(5_999))));
    assertFails(
        ErrorCode.INVALID_REQUEST,
        () -> create(requestWithExpiry(new Expiry.At(NOW.plusMillis(999)))));
  }

  private Instant expiry(Expiry expiry) {
    return create(requestWithExpiry(expiry)).invitation().terms().expiresOn();
  }

  @Test
  void theDefaultLifeIsAtMostTheLongestLife() {
    var strict =
        new GuestFixture(
            new GuestRules(RULES.scopes(), Duration.ofHours(1), RULES.tokenLifetime()));

    assertEquals(
        NOW.plus(Duration.ofHours(1)),
        strict.given(GuestFixture.DEFAULT_REQUEST).invitation().terms().expiresOn());
  }

  @Test
  void theConfiguredScopesBoundEveryInvitation() {
    for (Inviter.Kind kind : Inviter.Kind.values()) {
      var inviter = new Inviter(CLINICIAN, kind);
      assertScopes(inviter, requestWithScopes(TokenScope.VOIP_JOIN), TokenScope.VOIP_JOIN);
      assertRefused(inviter, requestWithScopes(TokenScope.VOIP));
      assertRefused(inviter, requestWithScopes(TokenScope.VOIP_JOIN, TokenScope.CHAT));
    }
  }

  @Test
  void theDefaultScopesAreThoseThatAreConfigured() {
    var strict =
        new GuestFixture(
            new GuestRules(ScopeSet.of(TokenScope.CHAT), RULES.maxLife(), RULES.tokenLifetime()));

    assertEquals(
        ScopeSet.of(TokenScope.CHAT_JOIN),
        strict.given(GuestFixture.DEFAULT_REQUEST).invitation().terms().scopes());
  }

  @Test
  void aUsersOwnPolicyBoundsTheUsersInvitations() {
    allow(TokenScope.VOIP);

    assertScopes(INVITER, GuestFixture.DEFAULT_REQUEST, TokenScope.VOIP_JOIN);
    assertRefused(INVITER, requestWithScopes(TokenScope.CHAT_JOIN));
    assertRefused(INVITER, requestWithScopes(TokenScope.CHAT_JOIN, TokenScope.VOIP_JOIN));
  }

  @Test
  void aUserWhoMayGiveNoneOfTheDefaultScopesGetsNoInvitation() {
    allow(TokenScope.CHAT_JOIN_LIMITED);

    assertRefused(INVITER, GuestFixture.DEFAULT_REQUEST);
  }

  @ParameterizedTest
  @EnumSource(names = {"ADMIN", "APPLICATION"})
  void thePoliciesOfAdminsAndApplicationsBoundNothing(Inviter.Kind kind) {
    allow(TokenScope.VOIP);

    assertScopes(
        new Inviter(CLINICIAN, kind),
        GuestFixture.DEFAULT_REQUEST,
        TokenScope.CHAT_JOIN,
        TokenScope.VOIP_JOIN);
  }

  @ParameterizedTest
  @EnumSource(names = {"ADMIN", "USER"})
  void aBlockedUserMayNotInvite(Inviter.Kind kind) {
    allow();

    assertRefused(new Inviter(CLINICIAN, kind), GuestFixture.DEFAULT_REQUEST);
  }

  private void allow(TokenScope... scopes) {
    var unused =
        fixture.othersPolicies.set(
            CLINICIAN, ScopeSet.of(scopes), AccessPolicies.Precondition.NONE, fixture.context);
  }

  private void assertScopes(Inviter inviter, InvitationRequest request, TokenScope... scopes) {
    assertEquals(
        ScopeSet.of(scopes),
        fixture
            .invitations
            .create(inviter, request, fixture.context)
            .invitation()
            .terms()
            .scopes());
  }

  @Test
  void aRefusalNamesTheScopesThatTheInviterMayGive() {
    allow(TokenScope.VOIP);

    assertEquals(
        "The scopes that your invitations may give are [voip.join].",
        refusal(fixture.invitations).detail());
  }

  @Test
  void anInviterWhoMayGiveNoScopesIsToldSo() {
    allow(TokenScope.CHAT);
    var rules =
        new GuestRules(ScopeSet.of(TokenScope.VOIP_JOIN), RULES.maxLife(), RULES.tokenLifetime());

    assertEquals(
        "Your invitations may give no scopes.",
        refusal(fixture.withRules(rules).invitations()).detail());
  }

  private ServiceException refusal(Invitations invitations) {
    return assertThrows(
        ServiceException.class,
        () ->
            invitations.create(INVITER, requestWithScopes(TokenScope.CHAT_JOIN), fixture.context));
  }

  private void assertRefused(Inviter inviter, InvitationRequest request) {
    int before = fixture.table.endings().size();
    assertFails(
        ErrorCode.SCOPE_NOT_ALLOWED,
        () -> fixture.invitations.create(inviter, request, fixture.context));
    assertEquals(before, fixture.table.endings().size());
  }

  @Test
  void requestsWithoutAKeyCreateInvitationsOfTheirOwn() {
    assertNotEquals(
        create(GuestFixture.DEFAULT_REQUEST).invitation().id(),
        create(GuestFixture.DEFAULT_REQUEST).invitation().id());
  }

  @Test
  void aRepeatReturnsTheSameInvitationWithANewCode() {
    CreatedInvitation first = create(request(1));
    fixture.clock.pass(Duration.ofHours(1));

    CreatedInvitation second = create(request(1));

    assertEquals(first.invitation().id(), second.invitation().id());
    assertEquals(first.invitation().terms(), second.invitation().terms());
    assertNotEquals(first.code(), second.code());
    assertUnknownCode(() -> fixture.join(first, "a"));
    assertTrue(fixture.isValid(fixture.join(second, "a")));
    assertEquals(1, fixture.table.endings().size());
  }

  @Test
  void theKeysOfTwoCreatorsAreIndependent() {
    var colleague = new Inviter(new User("https://issuer.example", "colleague"), INVITER.kind());

    CreatedInvitation own = create(request(1));
    CreatedInvitation other = fixture.invitations.create(colleague, request(1), fixture.context);

    assertNotEquals(own.invitation().id(), other.invitation().id());
    assertTrue(fixture.isValid(fixture.join(own, "a")));
  }

  @Test
  void aKeyIsUsedForOneRequest() {
    CreatedInvitation first = create(request(1));

    assertFails(ErrorCode.IDEMPOTENCY_KEY_USED, () -> create(request(2)));

    assertTrue(fixture.isValid(fixture.join(first, "a")));
    assertEquals(
        List.of(Outcome.NOT_DONE),
        changes(StateChange.Kind.INVITATION_CODE_REPLACED).map(StateChange::outcome).toList());
  }

  @Test
  void aKeyIsUsedAfterTheFirstGuest() {
    CreatedInvitation first = create(request(2));
    fixture.othersJoin(first, "a");

    assertFails(ErrorCode.IDEMPOTENCY_KEY_USED, () -> create(request(2)));

    assertTrue(fixture.isValid(fixture.join(first, "b")));
  }

  @Test
  void aKeyIsUsedAfterTheEnd() {
    CreatedInvitation first = create(request(1));
    assertEquals(0, fixture.othersEnd(first));

    assertFails(ErrorCode.IDEMPOTENCY_KEY_USED, () -> create(request(1)));
  }

  @Test
  void aKeyIsUsedAfterTheExpiry() {
    create(request(1));
    fixture.clock.pass(Duration.ofHours(24));

    assertFails(ErrorCode.IDEMPOTENCY_KEY_USED, () -> create(request(1)));
  }

  @Test
  void aRepeatThatLosesTheRaceAgainstTheFirstGuestFindsTheKeyUsed() {
    CreatedInvitation first = create(request(1));
    fixture.script.before("invitation.replace", () -> fixture.othersJoin(first, "a"));

    assertFails(ErrorCode.IDEMPOTENCY_KEY_USED, () -> create(request(1)));

    assertTrue(fixture.joined(first, "a").isPresent());
  }

  @Test
  void theLastOfTwoConcurrentRepeatsHasTheCode() {
    create(request(1));
    var between = new AtomicReference<CreatedInvitation>();
    fixture.script.before("invitation.replace", () -> between.set(fixture.given(1)));

    CreatedInvitation last = create(request(1));

    assertUnknownCode(() -> fixture.join(requireNonNull(between.get()), "a"));
    assertTrue(fixture.isValid(fixture.join(last, "a")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"find", "invitation.find", "end.add", "invitation.replace"})
  void aRequestThatIsSlowerThanALaterOneDoesNotReplaceItsCode(String step) {
    assertOvertaken(step);
  }

  @ParameterizedTest
  @ValueSource(strings = {"find", "invitation.find", "invitation.replace"})
  void aRepeatThatIsSlowerThanALaterOneDoesNotReplaceItsCode(String step) {
    create(request(1));
    fixture.clock.pass(Duration.ofMinutes(1));

    assertOvertaken(step);
  }

  private void assertOvertaken(String step) {
    var later = new AtomicReference<CreatedInvitation>();
    fixture.script.before(
        step,
        () -> {
          fixture.clock.pass(Duration.ofMillis(1));
          later.set(fixture.given(1));
        });

    var failure = assertThrows(ServiceException.class, () -> create(request(1)));

    CreatedInvitation valid = requireNonNull(later.get());
    assertEquals(ErrorCode.IDEMPOTENCY_KEY_USED, failure.code());
    assertEquals(
        "A later request with this Idempotency-Key has created another code. "
            + "The invitation is %s.".formatted(valid.invitation().id().value()),
        failure.detail());
    assertTrue(fixture.isValid(fixture.join(valid, "a")));
  }

  @Test
  void aRefusalOfAKeyNamesTheInvitation() {
    CreatedInvitation first = create(request(1));

    var otherBody = assertThrows(ServiceException.class, () -> create(request(2)));
    fixture.othersJoin(first, "a");
    var joined = assertThrows(ServiceException.class, () -> create(request(1)));

    for (ServiceException refusal : List.of(otherBody, joined)) {
      assertEquals(ErrorCode.IDEMPOTENCY_KEY_USED, refusal.code());
      String sentence = " The invitation is %s.".formatted(first.invitation().id().value());
      assertTrue(refusal.detail().endsWith(sentence), refusal::detail);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aRetriedWriteThatMeetsItsOwnResultIsASuccess(int earlierRequests) {
    for (int i = 0; i < earlierRequests; i++) {
      create(request(1));
    }
    fixture.scripted.retry("invitation.replace");

    CreatedInvitation created = create(request(1));

    assertEquals(fixture.stored(created), created.invitation());
    assertTrue(fixture.isValid(fixture.join(created, "a")));
  }

  @Test
  void aCreationIsAudited() {
    CreatedInvitation created = create(request(1));

    assertEquals(
        StateChange.of(StateChange.Kind.INVITATION_CREATED)
            .withUser(CLINICIAN)
            .withScopes(created.invitation().terms().scopes())
            .withInvitation(created.invitation().id().pseudonym()),
        lastCreation());
  }

  @Test
  void aCreationWithoutAResponseIsAuditedAsUnknown() {
    fixture.script.after("invitation.replace", FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE));

    assertFails(ErrorCode.STORAGE_UNAVAILABLE, () -> create(request(1)));

    assertEquals(Outcome.UNKNOWN, lastCreation().outcome());
    assertTrue(fixture.isValid(fixture.join(create(request(1)), "a")));
  }

  @Test
  void aRepeatIsAuditedAsAnotherCodeWithTheScopesOfTheInvitation() {
    CreatedInvitation created = create(GuestFixture.request(1));
    allow(TokenScope.VOIP);

    create(GuestFixture.request(1));

    assertEquals(1, changes(StateChange.Kind.INVITATION_CREATED).count());
    assertEquals(
        List.of(
            StateChange.of(StateChange.Kind.INVITATION_CODE_REPLACED)
                .withUser(CLINICIAN)
                .withScopes(created.invitation().terms().scopes())
                .withInvitation(created.invitation().id().pseudonym())),
        changes(StateChange.Kind.INVITATION_CODE_REPLACED).toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aRetriedWriteIsAuditedOnce(int earlierRequests) {
    for (int i = 0; i < earlierRequests; i++) {
      fixture.given(1);
      fixture.clock.pass(Duration.ofMinutes(1));
    }
    fixture.scripted.retry("invitation.replace");

    create(request(1));

    assertEquals(1 - earlierRequests, changes(StateChange.Kind.INVITATION_CREATED).count());
    assertEquals(earlierRequests, changes(StateChange.Kind.INVITATION_CODE_REPLACED).count());
  }

  private StateChange lastCreation() {
    return changes(StateChange.Kind.INVITATION_CREATED)
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  private Stream<StateChange> changes(StateChange.Kind kind) {
    return fixture.observer.changes().stream().filter(change -> change.kind() == kind);
  }

  @Test
  void theCreatorSeesTheGuests() {
    CreatedInvitation created = fixture.given(2);
    fixture.clock.pass(Duration.ofMinutes(1));
    var first = fixture.othersJoin(created, "a");
    fixture.clock.pass(Duration.ofMinutes(1));
    var second = fixture.othersJoin(created, "b");

    var listed = fixture.invitations.get(created.invitation().id(), CLINICIAN::equals, context());

    assertEquals(Invitation.State.OPEN, listed.state());
    assertEquals(
        Set.of(
            new JoinedGuest(first.guest(), identityOf(first), NOW.plusSeconds(60)),
            new JoinedGuest(second.guest(), identityOf(second), NOW.plusSeconds(120))),
        Set.copyOf(listed.guests()));
  }

  @Test
  void theStateTellsWhyGuestsCannotJoin() {
    CreatedInvitation ended = fixture.given(1);
    CreatedInvitation expired =
        fixture.given(requestWithExpiry(new Expiry.After(Duration.ofMinutes(5))));
    assertEquals(0, fixture.othersEnd(ended));
    fixture.clock.pass(Duration.ofMinutes(5));

    assertEquals(Invitation.State.ENDED, state(ended));
    assertEquals(Invitation.State.EXPIRED, state(expired));
    fixture.recoverLater();
    assertEquals(Invitation.State.ENDED, state(ended));
    assertEquals(Invitation.State.EXPIRED, state(expired));
  }

  private Invitation.State state(CreatedInvitation created) {
    return fixture.invitations.get(created.invitation().id(), ANY, context()).state();
  }

  @Test
  void nobodyElseFindsAnInvitation() {
    CreatedInvitation created = fixture.given(1);
    InvitationId unknown = InvitationId.of(RandomBits.SECURE.next128Bits());

    for (Executable call :
        List.<Executable>of(
            () -> fixture.invitations.get(created.invitation().id(), creator -> false, context()),
            () -> fixture.invitations.end(created.invitation().id(), creator -> false, context()),
            () -> fixture.invitations.get(unknown, ANY, context()),
            () -> fixture.invitations.end(unknown, ANY, context()))) {
      assertFails(ErrorCode.INVITATION_NOT_FOUND, call);
    }
    assertTrue(fixture.isValid(fixture.join(created, "a")));
  }

  @Test
  void findsTheCreatorOfAGuest() {
    CreatedInvitation created = fixture.given(1);
    var joined = fixture.othersJoin(created, "a");

    assertEquals(
        Optional.of(CLINICIAN), fixture.invitations.findCreator(joined.guest(), context()));
    assertEquals(
        Optional.empty(),
        fixture.invitations.findCreator(
            new Guest(InvitationId.of(RandomBits.SECURE.next128Bits()), "a"), context()));
  }

  private RequestContext context() {
    return fixture.context;
  }

  private CreatedInvitation create(InvitationRequest request) {
    return fixture.invitations.create(INVITER, request, fixture.context);
  }

  private static void assertFails(ErrorCode code, Executable call) {
    assertEquals(code, assertThrows(ServiceException.class, call).code());
  }
}
