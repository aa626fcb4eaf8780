package dev.acstoken.devhost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FunctionScanTest {

  @Test
  void sortsFunctionsByName() {
    var names =
        FunctionScan.of("dev.acstoken.devhost.sample").stream().map(FunctionMethod::name).toList();

    assertEquals(names.stream().sorted(String.CASE_INSENSITIVE_ORDER).toList(), names);
    assertTrue(names.containsAll(List.of("Echo", "CountCalls", "Tick")));
  }

  @Test
  void findsClassesInJars() throws Exception {
    assertTrue(
        FunctionScan.classNames("org.jspecify.annotations").contains(Nullable.class.getName()));
  }

  @Test
  void reportsThatThereIsNoFunction() {
    var thrown =
        assertThrows(CannotStartException.class, () -> FunctionScan.of("org.jspecify.annotations"));

    assertEquals(
        "No method in org.jspecify.annotations has the annotation @FunctionName.",
        thrown.getMessage());
  }
}
