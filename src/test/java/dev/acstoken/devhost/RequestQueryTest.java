package dev.acstoken.devhost;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Verifies the parameters that a function sees. The rules are those of {@code QueryFeature}, {@code
 * AdaptiveCapacityDictionary} and {@code QueryStringEnumerable} of dotnet/aspnetcore, and of {@code
 * StringValues} and {@code PercentEncodingHelper} of dotnet/runtime.
 */
class RequestQueryTest {

  @ParameterizedTest
  @CsvSource({
    "a+b, a b",
    "a%2Bb, a+b",
    "%c3%bc%F0%9F%98%80, ü😀",
    "a%2Fb%00c, a/b\0c",
    "%zz%, %zz%",
    "%4, %4",
    "%ff, %ff",
    "%C3%41, %C3A",
    "%E2%82%C3%BC, %E2%82ü",
    "%ED%A0%80, %ED%A0%80",
    "%C0%AF, %C0%AF",
    "%252B, %2B",
  })
  void anInvalidEscapeStaysAsText(String sent, String seen) {
    assertEquals(Map.of("q", seen), RequestQuery.parse("q=" + sent).joined());
    assertEquals(Map.of(seen, "v"), RequestQuery.parse(sent + "=v").joined());
  }

  @ParameterizedTest
  @CsvSource({
    "name=1&NAME=2, NAME",
    "name=1&Name=2&NAME=3, Name",
    "name=1&name=2&NAME=3, name",
    "name=&NAME=2, NAME",
    "name=1&NAME=, NAME",
  })
  void theSecondSpellingOfANameStays(String query, String name) {
    assertEquals(name, String.join(" ", RequestQuery.parse(query).joined().keySet()));
  }

  @Test
  void theFirstSpellingStaysAmongMoreThanTenNames() {
    var nine = names(9);

    assertEquals("1,2", RequestQuery.parse("name=1&" + nine + "&NAME=2").joined().get("NAME"));
    assertEquals("1,2", RequestQuery.parse("name=1&" + nine + "&x=&NAME=2").joined().get("name"));
    assertEquals("1,2", RequestQuery.parse("name=1&NAME=2&" + names(20)).joined().get("NAME"));
  }

  @ParameterizedTest
  @CsvSource({
    "q=1&q=&q=2, '1,2'",
    "q=&q=1, 1",
    "q&q=1&&, 1",
    "q=a=b, a=b",
    "q=%2C&q=x, ',,x'",
  })
  void joinsOnlyValuesThatAreNotEmpty(String query, String value) {
    assertEquals(Map.of("q", value), RequestQuery.parse(query).joined());
  }

  @Test
  void dropsAParameterWithoutAValue() {
    assertEquals(Map.of(), RequestQuery.parse("").joined());
    assertEquals(Map.of(), RequestQuery.parse("a&b=&b=&&").joined());
    assertEquals(Map.of("", "1"), RequestQuery.parse("=1").joined());
  }

  @Test
  void bindingDataGetsTheLastValueEvenIfItIsEmpty() {
    assertEquals(Map.of("A", "", "b", "2"), RequestQuery.ofUrl("/x?a=1&A=&b=1&b=2").last());
    assertEquals(Map.of(), RequestQuery.ofUrl("/x").last());
  }

  private static String names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "n" + i + "=x").collect(Collectors.joining("&"));
  }
}
