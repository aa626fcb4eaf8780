package dev.acstoken.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CommunicationUserIdTest {

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

  @Test
  void rejectsABlankId() {
    assertThrows(IllegalArgumentException.class, () -> new CommunicationUserId(" "));
  }
}
