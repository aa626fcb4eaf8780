package dev.acstoken.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class UserTest {

  private static final String ISSUER = "https://issuer.example";

  static final List<String> UNUSABLE_IDS =
      List.of(
          "",
          "   ",
          "x".repeat(User.MAX_ID_LENGTH + 1),
          "line\nbreak",
          "tab\t",
          "nul\0",
          "delete\u007F",
          "next\u0085line",
          "line\u2028separator",
          "paragraph\u2029separator",
          "half \uD83D of a character",
          "\uDC69 the other half");

  static final List<String> USABLE_IDS =
      List.of(
          "a",
          "x".repeat(User.MAX_ID_LENGTH),
          "👩".repeat(User.MAX_ID_LENGTH / 2),
          "auth0|5f7c8ec7c33c6c004bbafe82",
          "O'Brien/\\?#%",
          "Zoë");

  @ParameterizedTest
  @FieldSource("UNUSABLE_IDS")
  void rejectsAnUnusableId(String id) {
    assertFalse(User.isValidId(id));
    assertThrows(IllegalArgumentException.class, () -> new User(ISSUER, id));
  }

  @ParameterizedTest
  @FieldSource("USABLE_IDS")
  void keepsAUsableIdUnchanged(String id) {
    assertEquals(id, new User(ISSUER, id).id());
  }

  @ParameterizedTest
  @FieldSource("USABLE_IDS")
  void everyKeyIsAValidTableKey(String id) {
    assertTrue(new User(ISSUER, id).key().matches("[0-9a-f]{64}"));
  }

  // Stored mappings are found by this key. If it changed, every one of them would be lost.
  @Test
  void theKeyNeverChanges() {
    assertEquals("d0c1e6aaa26b1226", new User(ISSUER, "alice").key().substring(0, 16));
  }

  @Test
  void similarUsersHaveDifferentKeys() {
    List<User> users =
        List.of(
            new User(ISSUER, "alice"),
            new User(ISSUER, "Alice"),
            new User(ISSUER, "alice "),
            new User(ISSUER + "/", "alice"),
            new User(ISSUER + "a", "lice"),
            new User(ISSUER, "Zo\u00EB"),
            new User(ISSUER, "Zoe\u0308"));
    Set<String> keys = new HashSet<>();

    users.forEach(user -> keys.add(user.key()));

    assertEquals(users.size(), keys.size());
    assertNotEquals(users.get(0), users.get(1));
  }

  @Test
  void toStringDoesNotRevealTheUser() {
    String text = new User(ISSUER, "alice").toString();

    assertFalse(text.contains("alice"));
    assertFalse(text.contains("issuer"));
  }
}
