package dev.acstoken.infra;

import static java.util.stream.Collectors.toMap;

import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What azd reads: {@code azure.yaml} and the parameters of the templates. */
final class AzdProject {

  /** The parameter that holds the settings that an operator may choose, by name. */
  private static final String SETTINGS = "settings";

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)}");

  private static final BicepValue PARAMETERS =
      json(BicepFile.INFRA.resolve("main.parameters.json")).at("parameters");

  private AzdProject() {}

  static BicepValue parameters() {
    return PARAMETERS;
  }

  /** The parameters that take one variable each. */
  static Set<String> parametersOfOneVariable() {
    var names = new TreeSet<>(PARAMETERS.names());
    names.remove(SETTINGS);
    return names;
  }

  /** The variable of the azd environment that a parameter takes its value from. */
  static String variable(String parameter) {
    return variableIn(PARAMETERS.at(parameter, "value"));
  }

  /** The settings that the operator may choose, each with the variable it takes its value from. */
  static Map<String, String> settings() {
    var values = PARAMETERS.at(SETTINGS, "value");
    return values.names().stream()
        .collect(toMap(name -> name, name -> variableIn(values.at(name))));
  }

  /** Every variable of the azd environment that the parameters take a value from. */
  static Stream<String> variables() {
    return Stream.concat(
        parametersOfOneVariable().stream().map(AzdProject::variable), settings().values().stream());
  }

  static BicepValue json(Path file) {
    try (JsonReader json = JsonProviders.createReader(Files.readString(file))) {
      return new BicepValue(Optional.ofNullable(json.readUntyped()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String variableIn(BicepValue value) {
    Matcher matcher = VARIABLE.matcher(value.text());
    if (!matcher.matches()) {
      throw new IllegalStateException("\"" + value.text() + "\" is not one variable");
    }
    return matcher.group(1);
  }
}
