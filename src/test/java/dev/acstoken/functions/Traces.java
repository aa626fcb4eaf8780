package dev.acstoken.functions;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.identity.CommunicationUserId;
import java.util.HashSet;
import java.util.Set;

/**
 * What is known of identities.
 *
 * @param living those that ACS has
 * @param mapped those that a user's row names
 * @param findable the partitions of the owner rows
 * @param pending those with an entry in the intent log
 */
record Traces(Set<String> living, Set<String> mapped, Set<String> findable, Set<String> pending) {

  static final Traces NONE = new Traces(Set.of(), Set.of(), Set.of(), Set.of());

  /** What was not there before. */
  Traces since(Traces before) {
    return new Traces(
        without(living, before.living),
        without(mapped, before.mapped),
        without(findable, before.findable),
        without(pending, before.pending));
  }

  /** The living identities that nothing names. */
  Set<String> lost() {
    return without(without(living, mapped), pending);
  }

  /** Checks that so many identities are mapped, live and are findable, and no change is pending. */
  void expectTidy(int identities) {
    assertEquals(identities, mapped.size(), this::toString);
    assertTrue(living.containsAll(mapped), this::toString);
    assertEquals(
        mapped.stream().map(id -> new CommunicationUserId(id).key()).collect(toSet()),
        findable,
        this::toString);
    assertEquals(Set.of(), pending, this::toString);
  }

  /** Checks that a user's row names this identity. */
  void expectMapped(String communicationUserId) {
    assertTrue(mapped.contains(communicationUserId), this::toString);
  }

  private static Set<String> without(Set<String> all, Set<String> some) {
    Set<String> rest = new HashSet<>(all);
    rest.removeAll(some);
    return rest;
  }
}
