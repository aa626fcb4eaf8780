package dev.acstoken.devhost;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.acstoken.emulator.server.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The values of {@code @BindingName} parameters. The Functions host collects them from the fields
 * of a JSON body that are not null, the query and the route, in a map that ignores case: the first
 * spelling of a name stays, and the last value. The Java worker then looks for a name with its
 * case, and fails if a caller spelled it in another way. Source: {@code
 * HttpTriggerAttributeBindingProvider} of Azure/azure-webjobs-sdk-extensions.
 */
final class BindingData implements FunctionMethod.Bindings {
  /** The parameter that holds a key of the host, which is no binding data. */
  private static final String KEY_PARAMETER = "code";

  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<String, String> spelling = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  BindingData(IncomingRequest request, Map<String, String> routeValues) {
    request
        .body()
        .flatMap(body -> Json.object(body.getBytes(UTF_8)))
        .ifPresent(
            fields ->
                fields.forEach(
                    (name, value) -> {
                      if (value != null) {
                        add(String.valueOf(name), String.valueOf(value));
                      }
                    }));
    RequestQuery.ofUrl(request.url()).last().forEach(this::addParameter);
    routeValues.forEach(this::add);
  }

  private void addParameter(String name, String value) {
    if (!name.equalsIgnoreCase(KEY_PARAMETER)) {
      add(name, value);
    }
  }

  private void add(String name, String value) {
    values.put(spelling.computeIfAbsent(name, first -> first), value);
  }

  @Override
  public String get(String name) {
    @Nullable String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("No value for @BindingName(\"" + name + "\").");
    }
    return value;
  }
}
