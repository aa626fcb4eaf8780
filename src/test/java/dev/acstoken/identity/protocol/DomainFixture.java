package dev.acstoken.identity.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.AcsResource;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.IdentityRules;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.TokenLifetime;
import dev.acstoken.identity.TokenPolicy;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The domain on in-memory fakes. The calls of the request under test are steps of a {@link
 * FaultScript}; a test runs other requests between two steps.
 */
final class DomainFixture {

  static final Instant NOW = Instant.parse("2026-11-20T09:30:00.123456Z");
  static final String CONTOSO = "https://contoso.communication.azure.com";
  static final String FABRIKAM = "https://fabrikam.communication.azure.com";
  static final User ALICE = new User("https://issuer.example", "alice");

  /** Alice after her issuer was renamed. */
  static final User RENAMED = new User("https://renamed.example", ALICE.id());

  static final TokenPolicy POLICY =
      new TokenPolicy(ScopeSet.of(TokenScope.CHAT, TokenScope.VOIP), new TokenLifetime(1440));

  static final Duration LOSS_PERIOD = Duration.ofMinutes(15);

  final RequestContext context = RequestContext.within(Duration.ofDays(1));
  final IdentityRules rules;
  private final SettableClock clock;
  final FaultScript script = new FaultScript();
  final InMemoryTable table;
  final FakeIdentities acs;

  final Identities identities;
  final Tokens tokens;
  final AccessPolicies policies;

  /** The operations of other requests, on the same table and ACS resource. */
  final Identities othersIdentities;

  final Tokens othersTokens;
  final AccessPolicies othersPolicies;

  DomainFixture() {
    this(AcsResource.at(CONTOSO), new SettableClock(NOW));
  }

  private DomainFixture(AcsResource resource, SettableClock clock) {
    this(resource, clock, new InMemoryTable(clock));
  }

  private DomainFixture(AcsResource resource, SettableClock clock, InMemoryTable table) {
    this.rules = new IdentityRules(resource, LOSS_PERIOD, POLICY);
    this.clock = clock;
    this.table = table;
    acs = new FakeIdentities(resource.endpoint(), clock);
    var own = scripted(clock);
    identities = own.identities();
    tokens = own.tokens();
    policies = own.accessPolicies();
    var others = ProtocolWithoutPauses.of(acs, table, table, rules, clock);
    othersIdentities = others.identities();
    othersTokens = others.tokens();
    othersPolicies = others.accessPolicies();
  }

  /** Creates an instance with the settings after the issuer was renamed. */
  IdentityProtocol renamed() {
    return ProtocolWithoutPauses.of(acs, table, table, renamedRules(), clock);
  }

  /** Creates the same instance, whose calls are steps of the same script. */
  IdentityProtocol scriptedRenamed() {
    return scripted(renamedRules(), clock);
  }

  private IdentityRules renamedRules() {
    return new IdentityRules(
        rules.resource(),
        rules.lossPeriod(),
        rules.tokens(),
        user ->
            user.issuer().equals(RENAMED.issuer())
                ? Optional.of(new User(ALICE.issuer(), user.id()))
                : Optional.empty(),
        rules.readsAhead());
  }

  /** Creates another instance of the service, whose calls are steps of the same script. */
  IdentityProtocol scripted(InstantSource clock) {
    return scripted(rules, clock);
  }

  private IdentityProtocol scripted(IdentityRules ofInstance, InstantSource clock) {
    return scripted(ofInstance.withoutReadingAhead(), clock, Stopwatch.SYSTEM);
  }

  /**
   * Creates another instance of the service, which reads rows ahead, and whose calls are steps of
   * the same script.
   *
   * @param stopwatch measures the time of leases
   */
  IdentityProtocol scriptedReadingAhead(Stopwatch stopwatch) {
    return scripted(rules, clock, stopwatch);
  }

  private IdentityProtocol scripted(
      IdentityRules ofInstance, InstantSource clock, Stopwatch stopwatch) {
    return new IdentityProtocol(
        new ScriptedIdentities(acs, script),
        new ScriptedMappingStore(table, script),
        new ScriptedIntentLog(table, script),
        ofInstance,
        clock,
        (time, context) -> script.step("pause " + time.toMillis(), () -> {}),
        stopwatch);
  }

  /** Returns a fixture with the same table and a different ACS resource. */
  DomainFixture withOtherAcs() {
    return withAcs(AcsResource.at(FABRIKAM));
  }

  DomainFixture withAcs(AcsResource resource) {
    return new DomainFixture(resource, clock, table);
  }

  /** As {@link #withOtherAcs}, and the operator has given up the identities of the first one. */
  DomainFixture withAcsThatReplacesTheFirst() {
    return new DomainFixture(
        new AcsResource(FABRIKAM, Optional.empty(), Optional.of(CONTOSO)), clock, table);
  }

  /** Returns Alice's identity, and lets another request create it if there is none. */
  Mapping given() {
    return othersIdentities.ensure(ALICE, context).mapping();
  }

  Account account(User user) {
    return table.find(user, context);
  }

  Mapping stored(User user) {
    return account(user).mapping().orElseThrow();
  }

  boolean isStored(User user) {
    return account(user).mapping().isPresent();
  }

  /** Marks Alice's mapping as a deletion does, without the steps that follow. */
  void markDeleting() {
    put(account(ALICE).withState(Mapping.State.DELETING));
  }

  InstantSource clock() {
    return clock;
  }

  /** Lets time pass for both instances of the service. */
  void pass(Duration time) {
    clock.pass(time);
  }

  /** Gives Alice a custom policy without revoking any token. */
  void allow(TokenScope... scopes) {
    put(account(ALICE).withPolicy(AccessPolicy.custom(ScopeSet.of(scopes))));
  }

  /** Stores an account that has not changed since it was read. */
  void put(Account account) {
    assertTrue(table.replace(account, context).isPresent());
  }

  /**
   * Asserts that each of these users has an identity, and that no other identity, owner row,
   * previous identity or pending change exists.
   */
  void assertTidy(User... users) {
    Set<CommunicationUserId> mapped =
        Stream.of(users)
            .map(user -> stored(user).communicationUserId())
            .collect(Collectors.toSet());
    assertEquals(mapped, acs.live(), "identities at ACS");
    assertEquals(mapped, table.owned(), "identities with an owner");
    assertEquals(Set.of(), difference(table.previous(), mapped), "previous identities");
    assertEquals(Set.of(), table.pending(), "pending changes");
  }

  // A previous identity that was adopted again is both.
  private static Set<CommunicationUserId> difference(
      Set<CommunicationUserId> previous, Set<CommunicationUserId> mapped) {
    Set<CommunicationUserId> others = new HashSet<>(previous);
    others.removeAll(mapped);
    return others;
  }

  /** Asserts that no identity, owner row or pending change exists. */
  void assertEmpty() {
    assertEquals(false, isStored(ALICE), "mapping");
    assertTidy();
  }
}
