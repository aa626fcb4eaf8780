package dev.acstoken.devhost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkNoticeTest {

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "::1"})
  void nothingIsPrintedForThisMachineAlone(String host) {
    assertEquals(Optional.empty(), notice(host));
  }

  @Test
  void theAddressThatWasChosenIsPrintedForPhones() {
    var text = notice("192.0.2.7").orElseThrow();

    assertTrue(text.contains("http://192.0.2.7:7071/api"), text);
    assertTrue(text.contains("http://192.0.2.7:7072"), text);
    assertTrue(text.contains("Everyone in the network can get a token for any user."), text);
  }

  @Test
  void forAllAddressesNoneThatAPhoneCannotUseIsPrinted() {
    var text = notice("0.0.0.0").orElseThrow();

    assertFalse(
        text.contains("//0.0.0.0") || text.contains("//127.") || text.contains("[::"), text);
    assertTrue(text.contains("demo page are for this machine only."), text);
  }

  @Test
  void anAddressOfIpv6HasBrackets() {
    assertTrue(notice("2001:db8::7").orElseThrow().contains("http://[2001:db8::7]:7071/api"));
  }

  private static Optional<String> notice(String host) {
    return new NetworkNotice(
            host,
            List.of(
                new NetworkNotice.Server("endpoint", URI.create("http://localhost:7071/api")),
                new NetworkNotice.Server("issuer", URI.create("http://localhost:7072"))))
        .text();
  }
}
