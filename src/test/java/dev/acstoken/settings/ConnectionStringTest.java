package dev.acstoken.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Verifies how connection strings are parsed. */
class ConnectionStringTest {

  @Test
  void ignoresCaseInTheNamesOfAcs() {
    var connectionString = ConnectionString.ofAcs("Endpoint=https://contoso;ACCESSKEY=a2V5");

    assertEquals(Optional.of("https://contoso"), connectionString.value("endpoint"));
    assertEquals(Optional.of("a2V5"), connectionString.value("accesskey"));
  }

  @Test
  void distinguishesCaseInTheNamesOfStorage() {
    var connectionString = ConnectionString.ofStorage("AccountName=contoso;accountkey=a2V5");

    assertTrue(connectionString.has("AccountName"));
    assertFalse(connectionString.has("AccountKey"));
    assertEquals(Optional.empty(), connectionString.value("AccountKey"));
  }

  @Test
  void keepsEqualsSignsInAValue() {
    assertEquals(
        Optional.of("sv=2019&sig=YQ=="),
        ConnectionString.ofStorage("SharedAccessSignature=sv=2019&sig=YQ==")
            .value("SharedAccessSignature"));
  }

  @Test
  void ignoresSpacesEmptyPartsAndPartsWithoutAValue() {
    var connectionString = ConnectionString.ofStorage(" ; AccountName = contoso ;hunter2;;");

    assertEquals(Optional.of("contoso"), connectionString.value("AccountName"));
    assertFalse(connectionString.has("hunter2"));
  }

  @Test
  void usesTheFirstOfTwoPartsWithTheSameName() {
    assertEquals(
        Optional.of("first"),
        ConnectionString.ofAcs("endpoint=first;Endpoint=second").value("endpoint"));
  }
}
