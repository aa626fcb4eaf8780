package dev.acstoken.identity.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.TokenLifetime;
import dev.acstoken.identity.TokenPolicy;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The domain on fakes: our own request, whose calls are steps, and others' in between. */
final class Scene {

  static final Instant NOW = Instant.parse("2026-11-20T09:30:00.123456Z");
  static final User ALICE = new User("https://issuer.example", "alice");
  static final TokenPolicy POLICY =
      new TokenPolicy(Set.of(TokenScope.CHAT, TokenScope.VOIP), new TokenLifetime(1440));

  private static final InstantSource CLOCK = InstantSource.fixed(NOW);

  final Deadline deadline = Deadline.in(Duration.ofSeconds(8), () -> 0);
  final Steps steps = new Steps();
  final InMemoryMappingTable table;
  final FakeCommunicationIdentities acs;

  final MappingTable steppedTable;
  final Lifecycle lifecycle;
  final Identities identities;
  final Tokens tokens;
  final AccessPolicies policies;

  /** Somebody else's requests, at the same stores. */
  final Identities othersIdentities;

  final Tokens othersTokens;
  final AccessPolicies othersPolicies;

  Scene() {
    this("https://contoso.communication.azure.com", new InMemoryMappingTable(CLOCK));
  }

  private Scene(String acsEndpoint, InMemoryMappingTable table) {
    this.table = table;
    acs = new FakeCommunicationIdentities(acsEndpoint, CLOCK);
    var steppedAcs = new SteppedCommunicationIdentities(acs, steps);
    steppedTable = new SteppedMappingTable(table, steps);
    lifecycle = new Lifecycle(steppedAcs, steppedTable, CLOCK);
    identities = new Identities(lifecycle);
    tokens = new Tokens(lifecycle, POLICY);
    policies = new AccessPolicies(lifecycle, POLICY);
    var othersLifecycle = new Lifecycle(acs, table, CLOCK);
    othersIdentities = new Identities(othersLifecycle);
    othersTokens = new Tokens(othersLifecycle, POLICY);
    othersPolicies = new AccessPolicies(othersLifecycle, POLICY);
  }

  /** The same table after the endpoint was given another ACS resource. */
  Scene withOtherAcs() {
    return new Scene("https://fabrikam.communication.azure.com", table);
  }

  /** Alice's identity, made by somebody else. */
  Mapping given() {
    return othersIdentities.ensure(ALICE, deadline).mapping();
  }

  Account account(User user) {
    return table.find(user, deadline);
  }

  Mapping stored(User user) {
    return account(user).mapping().orElseThrow();
  }

  boolean isStored(User user) {
    return account(user).mapping().isPresent();
  }

  /** Marks Alice's mapping, as a deletion does that goes no further. */
  void markDeleting() {
    put(account(ALICE).in(Mapping.State.DELETING));
  }

  /** Gives Alice a policy of her own, and revokes nothing. */
  void allow(TokenScope... scopes) {
    put(account(ALICE).allowing(Optional.of(Set.of(scopes))));
  }

  /** Puts an account on record that is as it was read. */
  void put(Account account) {
    assertTrue(table.replace(account, deadline).isPresent());
  }

  /** These users have an identity each, and nothing else is left anywhere. */
  void assertTidy(User... users) {
    Set<CommunicationUserId> mapped =
        Set.of(users).stream()
            .map(user -> stored(user).communicationUserId())
            .collect(Collectors.toSet());
    assertEquals(mapped, acs.live(), "identities at ACS");
    assertEquals(mapped, table.reverseRows(), "reverse rows");
    assertEquals(Set.of(), table.unsettled(), "unsettled");
  }

  /** Nobody has an identity, and nothing is left anywhere. */
  void assertEmpty() {
    assertEquals(false, isStored(ALICE), "mapping");
    assertTidy();
  }
}
