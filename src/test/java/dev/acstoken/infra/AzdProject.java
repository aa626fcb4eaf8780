package dev.acstoken.infra;

import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What azd reads: {@code azure.yaml} and the parameters of the templates. */
final class AzdProject {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)}");

  private static final BicepValue PARAMETERS =
      json(BicepFile.INFRA.resolve("main.parameters.json")).at("parameters");

  private AzdProject() {}

  static BicepValue parameters() {
    return PARAMETERS;
  }

  /** The variable of the azd environment that a parameter takes its value from. */
  static String variable(String parameter) {
    String value = PARAMETERS.at(parameter, "value").text();
    Matcher matcher = VARIABLE.matcher(value);
    if (!matcher.matches()) {
      throw new IllegalStateException(parameter + " is \"" + value + "\"");
    }
    return matcher.group(1);
  }

  static BicepValue json(Path file) {
    try (JsonReader json = JsonProviders.createReader(Files.readString(file))) {
      return new BicepValue(Optional.ofNullable(json.readUntyped()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
