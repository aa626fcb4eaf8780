package dev.acstoken.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Verifies that each hosting plan is recognised by the variables that it sets, according to the
 * Functions host ({@code EnvironmentExtensions} and its tests) and to <a
 * href="https://learn.microsoft.com/azure/container-apps/environment-variables">Azure Container
 * Apps</a>.
 */
class HostingTest {

  private static final Map<String, String> FLEX_CONSUMPTION =
      Map.of(
          "WEBSITE_SKU", "FlexConsumption",
          "WEBSITE_SITE_NAME", "func-chat",
          "WEBSITE_POD_NAME", "0--a1b2c3d4-638123456789",
          "CONTAINER_NAME", "0--a1b2c3d4-638123456789",
          "LEGION_SERVICE_HOST", "10.0.0.1");

  private static final Map<String, String> CONSUMPTION =
      Map.of(
          "WEBSITE_SKU", "Dynamic",
          "WEBSITE_SITE_NAME", "func-chat",
          "CONTAINER_NAME", "7A8B9C0D-638123456789012345");

  private static final Map<String, String> APP_SERVICE =
      Map.of(
          "WEBSITE_SKU", "PremiumV3",
          "WEBSITE_SITE_NAME", "func-chat",
          "WEBSITE_INSTANCE_ID",
              "4f2a9b1c00d3e5f7a8b9c0d1e2f30415263748596a7b8c9d0e1f2a3b4c5d6e7f");

  private static final Map<String, String> CONTAINER_APPS =
      Map.of(
          "CONTAINER_APP_NAME", "func-chat",
          "CONTAINER_APP_REPLICA_NAME", "func-chat--20mh1s9-86c8c4b497-zx9bq");

  static Stream<Arguments> plans() {
    return Stream.of(
        Arguments.of(FLEX_CONSUMPTION, "WEBSITE_POD_NAME"),
        Arguments.of(CONSUMPTION, "CONTAINER_NAME"),
        Arguments.of(APP_SERVICE, "WEBSITE_INSTANCE_ID"),
        Arguments.of(CONTAINER_APPS, "CONTAINER_APP_REPLICA_NAME"));
  }

  @ParameterizedTest
  @MethodSource("plans")
  void aPlanOfAzureIsRecognised(Map<String, String> environment, String instanceVariable) {
    var hosting = Hosting.of(environment);

    assertTrue(hosting.isAzure(), instanceVariable);
    assertTrue(hosting.instance().matches("[0-9a-f]{8}"), hosting::instance);
  }

  @ParameterizedTest
  @MethodSource("plans")
  void theNamesOfTwoInstancesDifferAlsoIfOneEndDoesNot(
      Map<String, String> environment, String instanceVariable) {
    String name = environment.getOrDefault(instanceVariable, "");

    assertNotEquals(
        instanceOf(environment, instanceVariable, "a" + name),
        instanceOf(environment, instanceVariable, "b" + name));
    assertNotEquals(
        instanceOf(environment, instanceVariable, name + "a"),
        instanceOf(environment, instanceVariable, name + "b"));
  }

  @ParameterizedTest
  @MethodSource("plans")
  void aPlanIsRecognisedByEachOfItsOwnVariables(
      Map<String, String> environment, String instanceVariable) {
    var some = new HashMap<>(environment);
    some.remove("WEBSITE_SKU");
    assertTrue(Hosting.of(some).isAzure());

    some.remove(instanceVariable);
    some.remove("CONTAINER_NAME");
    some.put("WEBSITE_SKU", "FlexConsumption");
    assertEquals(new Hosting(true, "unnamed"), Hosting.of(some));
  }

  @Test
  void aLaptopIsNotAzure() {
    assertEquals(new Hosting(false, "local"), Hosting.of(Map.of()));
    assertFalse(Hosting.of(Map.of("CONTAINER_NAME", "my-container")).isAzure());
    assertFalse(Hosting.of(Map.of("WEBSITE_SITE_NAME", "func-chat")).isAzure());
    assertFalse(Hosting.of(Map.of("WEBSITE_HOSTNAME", "localhost:7071")).isAzure());
    assertFalse(Hosting.of(Map.of("WEBSITE_SKU", " ")).isAzure());
  }

  private static String instanceOf(
      Map<String, String> environment, String variable, String instanceName) {
    var changed = new HashMap<>(environment);
    changed.put(variable, instanceName);
    return Hosting.of(changed).instance();
  }
}
