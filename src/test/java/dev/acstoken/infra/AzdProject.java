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

/** The parameters that azd passes to the templates, as {@code main.parameters.json} has them. */
final class AzdProject {

  /** The parameter that contains the settings that an operator can choose. */
  private static final String SETTINGS = "settings";

  /** A variable. Only an array has a default, because azd cannot read an empty text as a list. */
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)(?::-\\[])?}");

  private static final BicepValue PARAMETERS =
      json(BicepFile.INFRA.resolve("main.parameters.json")).at("parameters");

  private AzdProject() {}

  static BicepValue parameters() {
    return PARAMETERS;
  }

  /** Returns the parameters that take their value from one variable each. */
  static Set<String> parametersOfOneVariable() {
    var names = new TreeSet<>(PARAMETERS.names());
    names.remove(SETTINGS);
    return names;
  }

  /** Returns the variable of the azd environment from which a parameter takes its value. */
  static String variable(String parameter) {
    return variableIn(PARAMETERS.at(parameter, "value"));
  }

  /** Returns the settings that an operator can choose, each with the variable of its value. */
  static Map<String, String> settings() {
    var values = PARAMETERS.at(SETTINGS, "value");
    return values.names().stream()
        .collect(toMap(name -> name, name -> variableIn(values.at(name))));
  }

  /** Returns every variable of the azd environment from which a parameter takes a value. */
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
      throw new IllegalStateException("\"" + value.text() + "\" is not a single variable");
    }
    return matcher.group(1);
  }
}
