package dev.acstoken.guests;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.acstoken.guests.Guests.JoinResult;
import dev.acstoken.guests.InvitationRequest.Expiry;
import dev.acstoken.guests.Invitations.CreatedInvitation;
import dev.acstoken.identity.AcsResource;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.IdentityRules;
import dev.acstoken.identity.ObservedIdentities;
import dev.acstoken.identity.RecordingObserver;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.TokenLifetime;
import dev.acstoken.identity.TokenPolicy;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.AccessPolicies;
import dev.acstoken.identity.protocol.FakeIdentities;
import dev.acstoken.identity.protocol.FaultScript;
import dev.acstoken.identity.protocol.IdentityProtocol;
import dev.acstoken.identity.protocol.InMemoryTable;
import dev.acstoken.identity.protocol.ProtocolWithoutPauses;
import dev.acstoken.identity.protocol.Recovery.RecoveryResult;
import dev.acstoken.identity.protocol.ScriptedIdentities;
import dev.acstoken.identity.protocol.ScriptedIntentLog;
import dev.acstoken.identity.protocol.ScriptedMappingStore;
import dev.acstoken.identity.protocol.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.junit.jupiter.api.function.Executable;

/**
 * The domain of guests on in-memory fakes. The calls of the request under test are steps of a
 * {@link FaultScript}; a test runs other requests between two steps.
 */
final class GuestFixture {

  static final Instant NOW = Instant.parse("2026-11-20T09:30:00Z");
  static final String CONTOSO = "https://contoso.communication.azure.com";
  static final String FABRIKAM = "https://fabrikam.communication.azure.com";
  static final Duration LOSS_PERIOD = Duration.ofMinutes(15);
  static final User CLINICIAN = new User("https://issuer.example", "clinician");
  static final Inviter INVITER = new Inviter(CLINICIAN, Inviter.Kind.USER);
  static final GuestRules RULES =
      new GuestRules(
          ScopeSet.of(TokenScope.CHAT_JOIN, TokenScope.VOIP_JOIN),
          Duration.ofDays(30),
          new TokenLifetime(240));

  /** A request for an invitation with the default terms. */
  static final InvitationRequest DEFAULT_REQUEST =
      new InvitationRequest(
          Optional.empty(),
          Optional.empty(),
          OptionalInt.empty(),
          Optional.empty(),
          Optional.empty());

  /** Accepts every creator, as for an admin. */
  static final Predicate<User> ANY = creator -> true;

  final RecordingObserver observer = new RecordingObserver();
  final RequestContext context = RequestContext.within(Duration.ofDays(1), observer);
  final SettableClock clock = new SettableClock(NOW);
  final FaultScript script = new FaultScript();
  final InMemoryInvitations table = new InMemoryInvitations(clock);
  final ScriptedInvitations scripted = new ScriptedInvitations(table, script);
  final InMemoryTable users = new InMemoryTable(clock);
  final FakeIdentities acs;
  private final GuestRules rules;
  private final IdentityRules identityRules;

  final Invitations invitations;
  final Guests guests;
  final GuestRecovery recovery;

  /** The operations of other requests, on the same table and ACS resource. */
  final Invitations othersInvitations;

  final AccessPolicies othersPolicies;
  private final GuestProtocol others;
  private final IdentityProtocol othersUsers;
  private final RequestContext othersContext = RequestContext.within(Duration.ofDays(1));

  GuestFixture() {
    this(RULES);
  }

  GuestFixture(GuestRules rules) {
    var resource = AcsResource.at(CONTOSO);
    acs = new FakeIdentities(resource.endpoint(), clock);
    this.rules = rules;
    identityRules =
        new IdentityRules(
            resource,
            LOSS_PERIOD,
            new TokenPolicy(
                ScopeSet.of(TokenScope.CHAT, TokenScope.VOIP), new TokenLifetime(1440)));
    var own = instance(scripted, script);
    invitations = own.invitations();
    guests = own.guests();
    recovery = own.recovery();
    othersUsers = ProtocolWithoutPauses.of(acs, users, users, identityRules, clock);
    others = protocol(table, table, table, othersUsers);
    othersInvitations = others.invitations();
    othersPolicies = othersUsers.accessPolicies();
  }

  private GuestProtocol instance(ScriptedInvitations ports, FaultScript steps) {
    return protocol(
        ports,
        ports,
        ports,
        ProtocolWithoutPauses.of(
            new ObservedIdentities(new ScriptedIdentities(acs, steps)),
            new ScriptedMappingStore(users, steps),
            new ScriptedIntentLog(users, steps),
            identityRules,
            clock));
  }

  // Everything runs on the thread of the test, so that a script has one order of steps.
  private GuestProtocol protocol(
      InvitationStore store, JoinLog log, EndSchedule schedule, IdentityProtocol own) {
    return new GuestProtocol(
        store, log, schedule, own, rules, RandomBits.SECURE, clock, Runnable::run);
  }

  /** Creates an instance of the service that deletes guests on the threads of an executor. */
  GuestProtocol anotherInstance(Executor deletions) {
    return new GuestProtocol(
        table, table, table, othersUsers, rules, RandomBits.SECURE, clock, deletions);
  }

  /** Creates another instance of the service, whose calls are steps of a script of its own. */
  GuestProtocol anotherInstance(FaultScript steps) {
    return instance(new ScriptedInvitations(table, steps), steps);
  }

  /** Creates an instance of the service with another ACS resource and the same table. */
  GuestProtocol atResource(AcsResource resource) {
    var otherRules =
        new IdentityRules(resource, identityRules.lossPeriod(), identityRules.tokens());
    return protocol(
        table,
        table,
        table,
        ProtocolWithoutPauses.of(
            new FakeIdentities(resource.endpoint(), clock), users, users, otherRules, clock));
  }

  /** Creates an instance of the service with other rules and the same table. */
  GuestProtocol withRules(GuestRules other) {
    return new GuestProtocol(
        table, table, table, othersUsers, other, RandomBits.SECURE, clock, Runnable::run);
  }

  static InvitationRequest request(int maxGuests) {
    return new InvitationRequest(
        Optional.empty(),
        Optional.empty(),
        OptionalInt.of(maxGuests),
        Optional.of("meeting 7"),
        Optional.of("key"));
  }

  static InvitationRequest requestWithExpiry(Expiry expiry) {
    return new InvitationRequest(
        Optional.empty(),
        Optional.of(expiry),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static InvitationRequest requestWithScopes(TokenScope... scopes) {
    return new InvitationRequest(
        Optional.of(ScopeSet.of(scopes)),
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Lets another request create an invitation, which a repeat with the same number replaces. */
  CreatedInvitation given(int maxGuests) {
    return othersInvitations.create(INVITER, request(maxGuests), othersContext);
  }

  CreatedInvitation given(InvitationRequest request) {
    return othersInvitations.create(INVITER, request, othersContext);
  }

  static GuestSecret secret(String name) {
    return GuestSecret.of(name.repeat(GuestSecret.MIN_LENGTH)).orElseThrow();
  }

  static Guest guest(CreatedInvitation created, String name) {
    return Guest.of(created.invitation().id(), secret(name));
  }

  /** Joins with a secret that the client has chosen, as the request under test. */
  JoinResult join(CreatedInvitation created, String name) {
    return join(guests, created, name, true, () -> {}, context);
  }

  /** Does the same, and runs an action before ACS is called. */
  JoinResult join(CreatedInvitation created, String name, Runnable beforeIssue) {
    return join(guests, created, name, true, beforeIssue, context);
  }

  /** Asks for another token of a guest who has joined, as the request under test. */
  JoinResult joinAgain(CreatedInvitation created, String name) {
    return join(guests, created, name, false, () -> {}, context);
  }

  JoinResult join(Guests instance, CreatedInvitation created, String name) {
    return join(instance, created, name, true, () -> {}, context);
  }

  JoinResult othersJoin(CreatedInvitation created, String name) {
    return join(others.guests(), created, name, true, () -> {}, othersContext);
  }

  private static JoinResult join(
      Guests guests,
      CreatedInvitation created,
      String name,
      boolean mayJoin,
      Runnable beforeIssue,
      RequestContext context) {
    Invitation invitation =
        guests.find(created.code(), ANY, context).orElseThrow(UnusableReason::unknownCode);
    return guests.join(
        invitation, created.code(), guest(created, name), mayJoin, beforeIssue, context);
  }

  int end(CreatedInvitation created) {
    return invitations.end(created.invitation().id(), CLINICIAN::equals, context);
  }

  int othersEnd(CreatedInvitation created) {
    return othersInvitations.end(created.invitation().id(), CLINICIAN::equals, othersContext);
  }

  /** Runs the recovery of another instance once. */
  RecoveryResult othersRecover() {
    return othersUsers.recovery().run(othersContext).plus(others.recovery().run(othersContext));
  }

  /** Lets the recovery of another instance complete whatever has begun before. */
  void recoverLater() {
    clock.pass(Duration.ofMinutes(5));
    assertEquals(0, othersRecover().remaining());
    clock.pass(Duration.ofMinutes(5));
    assertEquals(0, othersRecover().remaining());
  }

  Invitation stored(CreatedInvitation created) {
    return table.find(created.invitation().id(), othersContext).orElseThrow();
  }

  Optional<JoinedGuest> joined(CreatedInvitation created, String name) {
    return table.findGuest(guest(created, name), othersContext);
  }

  /** Returns how many guests have a place. */
  int places(CreatedInvitation created) {
    return stored(created).guests();
  }

  static CommunicationUserId identityOf(JoinResult result) {
    return result.issued().mapping().communicationUserId();
  }

  boolean isValid(JoinResult result) {
    return acs.isValid(result.issued().token());
  }

  /** Returns the identities in the rows of the guests who have joined. */
  Set<CommunicationUserId> identitiesOfGuests() {
    return table.guests().stream().map(JoinedGuest::communicationUserId).collect(toSet());
  }

  /**
   * Asserts that each guest who has joined has the identity in the guest's row, that there is no
   * other identity, and that nothing is pending.
   */
  void assertTidy() {
    Set<CommunicationUserId> joined = identitiesOfGuests();
    assertEquals(joined, acs.live(), "identities at ACS");
    assertEquals(joined, users.owned(), "identities with an owner");
    assertEquals(Set.of(), users.previous(), "previous identities");
    assertEquals(Set.of(), users.pending(), "pending changes");
    assertEquals(0, table.joining(), "guests who are joining");
  }

  /** Asserts that a guest's request fails with INVITATION_NOT_USABLE and this reason. */
  static void assertUnusable(UnusableReason reason, Executable call) {
    var thrown = assertThrows(ServiceException.class, call);
    assertEquals(reason.failure().code(), thrown.code(), thrown::detail);
    assertEquals(reason.failure().reason(), thrown.reason());
  }

  /** Asserts that a guest's request fails as with a code that does not exist. */
  static void assertUnknownCode(Executable call) {
    var thrown = assertThrows(ServiceException.class, call);
    assertEquals(UnusableReason.unknownCode().code(), thrown.code());
    assertEquals(Optional.empty(), thrown.reason());
  }
}
