package dev.acstoken.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommunicationUserIdTest {

  private static final String RESOURCE = "871c2133-ebbf-4177-b941-4b19b66c32c1";

  private final CommunicationUserId id = new CommunicationUserId("8:acs:a_b/c?d");

  @Test
  void keepsTheIdUnchanged() {
    assertEquals("8:acs:a_b/c?d", id.value());
    assertEquals("8:acs:a_b/c?d", id.toString());
  }

  @Test
  void theKeyIsAValidTableKey() {
    assertTrue(id.key().matches("[0-9a-f]{64}"));
    assertNotEquals(id.key(), new CommunicationUserId("8:acs:a_b/c?e").key());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8:acs:" + RESOURCE + "_00000007-e155-1f06-1db7-3a3a0d00004b",
        "8:gcch-acs:" + RESOURCE + "_00000007-e155-1f06-1db7-3a3a0d00004b",
        "8:dod-acs:" + RESOURCE + "_00000007-e155-1f06-1db7-3a3a0d00004b",
        "8:acs:" + RESOURCE + "_1"
      })
  void readsTheIdOfAnAcsUser(String text) {
    assertEquals(text, CommunicationUserId.ofUser(text).orElseThrow().value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "8:acs:",
        "8:acs:a_b",
        "8:acs:" + RESOURCE,
        "8:acs:" + RESOURCE + "_",
        "8:acs:" + RESOURCE + "_a ",
        "8:acs:" + RESOURCE + "_a\n",
        "8:acs:" + RESOURCE + "_a/b",
        "8:acs:" + RESOURCE + "_a\u00e9",
        " 8:acs:" + RESOURCE + "_a",
        "8:spool:" + RESOURCE + "_a",
        "8:orgid:" + RESOURCE,
        "8:echo123",
        "4:+4912345678901",
        "28:" + RESOURCE
      })
  void refusesEveryOtherId(String text) {
    assertEquals(Optional.empty(), CommunicationUserId.ofUser(text));
  }

  /** Its owner is found by the spelling, so one identity must have only one. */
  @Test
  void refusesAnotherSpellingOfTheIdOfAnAcsUser() {
    String text = "8:acs:" + RESOURCE + "_0000000a-e155-1f06-1db7-3a3a0d00004b";

    assertEquals(
        Optional.empty(), CommunicationUserId.ofUser(text.replace("0000000a", "0000000A")));
    assertEquals(
        Optional.empty(),
        CommunicationUserId.ofUser(text.replace(RESOURCE, RESOURCE.toUpperCase(Locale.ROOT))));
  }

  @Test
  void theIdOfAnAcsUserHasAtMost256Characters() {
    String prefix = "8:acs:" + RESOURCE + "_";
    String longest = prefix + "a".repeat(256 - prefix.length());

    assertTrue(CommunicationUserId.ofUser(longest).isPresent());
    assertEquals(Optional.empty(), CommunicationUserId.ofUser(longest + "a"));
  }

  @Test
  void rejectsABlankId() {
    assertThrows(IllegalArgumentException.class, () -> new CommunicationUserId(" "));
  }
}
