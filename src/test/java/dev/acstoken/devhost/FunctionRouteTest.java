package dev.acstoken.devhost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FunctionRouteTest {

  /** Functions that the host refuses to serve. */
  public static class Refused {
    /** Has no methods. */
    @FunctionName("NoMethods")
    public void noMethods(
        @HttpTrigger(name = "request") HttpRequestMessage<Optional<String>> request) {}

    /** Has a route that the host reserves. */
    @FunctionName("Reserved")
    public void reserved(
        @HttpTrigger(name = "request", methods = HttpMethod.GET, route = "administrators")
            HttpRequestMessage<Optional<String>> request) {}

    /** Has the same route as {@link #second}. */
    @FunctionName("First")
    public void first(
        @HttpTrigger(
                name = "request",
                methods = {HttpMethod.GET, HttpMethod.PUT},
                route = "things/{id}")
            HttpRequestMessage<Optional<String>> request) {}

    /** Has the same route as {@link #first}. */
    @FunctionName("Second")
    public void second(
        @HttpTrigger(name = "request", methods = HttpMethod.GET, route = "Things/{id}")
            HttpRequestMessage<Optional<String>> request) {}
  }

  @Test
  void refusesAFunctionWithoutMethods() {
    assertEquals(
        "NoMethods names no HTTP methods: the Functions host would respond to all requests with 404.",
        refusal("NoMethods"));
  }

  @Test
  void refusesAReservedRoute() {
    assertTrue(refusal("Reserved").startsWith("Reserved: the Functions host reserves routes"));
  }

  @Test
  void refusesTheSameRouteTwice() {
    assertEquals(
        "Second: GET api/Things/{id} conflicts with First: GET,PUT api/things/{id}.",
        refusal("First", "Second"));
  }

  private static String refusal(String... names) {
    var functions =
        Arrays.stream(names)
            .flatMap(
                name ->
                    Arrays.stream(Refused.class.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(FunctionName.class))
                        .map(FunctionMethod::of)
                        .filter(function -> function.name().equals(name)))
            .toList();
    assertEquals(List.of(names), functions.stream().map(FunctionMethod::name).toList());
    return assertThrows(
            CannotStartException.class, () -> new RouteTable(functions, HostSettings.DEFAULT))
        .getMessage();
  }
}
