package dev.acstoken.functions;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.identity.CommunicationUserId;
import java.util.HashSet;
import java.util.Set;

/**
 * The identities that can be found in ACS and the table.
 *
 * @param living the identities at ACS
 * @param mapped the identities that a user's row names
 * @param findable the partition keys of the owner rows
 * @param pending the identities with an entry in the intent log
 * @param due the row keys of guests who are joining and of invitations that have to be ended
 * @param guests the identities that a guest's row names
 * @param places the number of places that the guests of invitations use
 */
record Traces(
    Set<String> living,
    Set<String> mapped,
    Set<String> findable,
    Set<String> pending,
    Set<String> due,
    Set<String> guests,
    int places) {

  static final Traces NONE =
      new Traces(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), 0);

  /** Returns the traces that did not exist before. */
  Traces since(Traces before) {
    return new Traces(
        without(living, before.living),
        without(mapped, before.mapped),
        without(findable, before.findable),
        without(pending, before.pending),
        without(due, before.due),
        without(guests, before.guests),
        places - before.places);
  }

  /** Returns whether the recovery has nothing to do. */
  boolean isComplete() {
    return pending.isEmpty() && due.isEmpty();
  }

  /** Returns the identities at ACS that neither a user's row nor the intent log names. */
  Set<String> lost() {
    return without(without(living, mapped), pending);
  }

  /**
   * Asserts that this many identities are mapped, exist at ACS and have an owner row, and that no
   * change is pending.
   */
  void expectTidy(int identities) {
    assertEquals(identities, mapped.size(), this::toString);
    assertTrue(living.containsAll(mapped), this::toString);
    assertEquals(
        mapped.stream().map(id -> new CommunicationUserId(id).key()).collect(toSet()),
        findable,
        this::toString);
    assertTrue(isComplete(), this::toString);
  }

  /**
   * Asserts that each guest uses one place.
   *
   * @param areAll whether every mapped identity is a guest's; otherwise none is
   */
  void expectGuests(boolean areAll) {
    assertEquals(areAll ? mapped : Set.of(), guests, this::toString);
    assertEquals(guests.size(), places, this::toString);
  }

  /** Asserts that a user's row names this identity. */
  void expectMapped(String communicationUserId) {
    assertTrue(mapped.contains(communicationUserId), this::toString);
  }

  private static Set<String> without(Set<String> all, Set<String> some) {
    Set<String> rest = new HashSet<>(all);
    rest.removeAll(some);
    return rest;
  }
}
