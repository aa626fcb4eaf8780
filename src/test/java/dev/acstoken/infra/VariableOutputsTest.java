package dev.acstoken.infra;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Verifies that every variable of the azd environment is an output of its own name, which {@code
 * azd env refresh} writes to the environment of another clone.
 */
class VariableOutputsTest {

  private static final Path MAIN = BicepFile.INFRA.resolve("main.bicep");

  private static final String MARK =
      "// Generated from main.parameters.json: mvn test \"-Dtest=VariableOutputsTest\""
          + " -DwritePages\n";

  /** azd itself knows the variables with this prefix. */
  private static final String OF_AZD = "AZURE_";

  @Test
  void everyVariableIsAnOutputOfItsOwnName() throws IOException {
    var main = Files.readString(MAIN);
    var generated =
        main.substring(0, main.indexOf(MARK) + MARK.length())
            + expressions().entrySet().stream()
                .map(it -> output(it.getKey(), it.getValue()))
                .collect(joining());

    if (System.getProperty("writePages") != null) {
      Files.writeString(MAIN, generated);
    }
    assertEquals(
        generated,
        Files.readString(MAIN),
        "regenerate it: mvn test -Dtest=VariableOutputsTest -DwritePages");
  }

  private static Map<String, String> expressions() {
    var expressions = new TreeMap<String, String>();
    AzdProject.parametersOfOneVariable()
        .forEach(it -> expressions.put(AzdProject.variable(it), expression(it)));
    AzdProject.settings()
        .forEach((name, variable) -> expressions.put(variable, "settings.?" + name + " ?? ''"));
    expressions.keySet().removeIf(it -> it.startsWith(OF_AZD));
    return expressions;
  }

  // azd could not tell an empty list in its environment from a list that somebody set.
  private static String expression(String parameter) {
    return isList(parameter) ? "empty(%1$s) ? '' : string(%1$s)".formatted(parameter) : parameter;
  }

  private static boolean isList(String parameter) {
    return BicepFile.named("main.bicep").params().stream()
        .anyMatch(it -> it.name().equals(parameter) && it.type().endsWith("[]"));
  }

  private static String output(String variable, String expression) {
    return "\n@description('The variable %1$s.')\noutput %1$s string = %2$s\n"
        .formatted(variable, expression);
  }
}
