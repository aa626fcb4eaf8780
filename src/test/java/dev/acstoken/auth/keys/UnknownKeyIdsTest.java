package dev.acstoken.auth.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Verifies how long unknown key ids are remembered. */
class UnknownKeyIdsTest {

  private final UnknownKeyIds ids = new UnknownKeyIds();

  @Test
  void remembersWhenAnIdWasFirstAskedFor() {
    assertEquals(1, ids.fetchesBefore("a", 1));
    assertEquals(1, ids.fetchesBefore("a", 5));
    assertEquals(5, ids.fetchesBefore("b", 5));
  }

  @Test
  void distinguishesLongIdsByTheirEnds() {
    String id = "a".repeat(20_000);

    assertEquals(1, ids.fetchesBefore(id + "b", 1));
    assertEquals(2, ids.fetchesBefore(id + "c", 2));
    assertEquals(1, ids.fetchesBefore(id + "b", 3));
  }

  @Test
  void forgetsTheIdsThatWereNotAskedForRecently() {
    assertEquals(1, ids.fetchesBefore("old", 1));
    assertEquals(1, ids.fetchesBefore("repeated", 1));
    for (int i = 0; i < 4095; i++) {
      assertEquals(2, ids.fetchesBefore("id" + i, 2));
      assertEquals(1, ids.fetchesBefore("repeated", 2));
    }

    assertEquals(3, ids.fetchesBefore("old", 3));
  }
}
