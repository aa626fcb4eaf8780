package dev.acstoken.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenScopeTest {

  @Test
  void usesTheScopeNamesOfAcs() {
    assertEquals(Optional.of(TokenScope.CHAT), TokenScope.of("chat"));
    assertEquals(Optional.of(TokenScope.CHAT_JOIN), TokenScope.of("chat.join"));
    assertEquals(Optional.of(TokenScope.CHAT_JOIN_LIMITED), TokenScope.of("chat.join.limited"));
    assertEquals(Optional.of(TokenScope.VOIP), TokenScope.of("voip"));
    assertEquals(Optional.of(TokenScope.VOIP_JOIN), TokenScope.of("voip.join"));
  }

  @ParameterizedTest
  @EnumSource
  void findsEveryScopeByItsName(TokenScope scope) {
    assertEquals(Optional.of(scope), TokenScope.of(scope.value()));
    assertEquals(scope.value(), scope.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "CHAT",
        " chat",
        "chat,voip",
        "chat.limited",
        "voip.join.limited",
        "pstn",
        "admin"
      })
  void findsNoScopeForAnUnknownName(String name) {
    assertEquals(Optional.empty(), TokenScope.of(name));
  }
}
