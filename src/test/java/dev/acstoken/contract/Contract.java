package dev.acstoken.contract;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The OpenAPI contract that the endpoint serves. */
public final class Contract {

  // Rejects duplicate fields and text after the document.
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final String LOCATION = "https://contract.invalid/openapi.json";
  private static final String KNOWN_VALUES = "x-extensible-enum";
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "patch", "head", "options", "trace");

  /** The contract in {@code src/main/resources}. */
  public static final Contract SERVED = read();

  private final JsonNode root;
  private final SchemaRegistry schemas;
  private final Map<String, Schema> compiled = new ConcurrentHashMap<>();
  private final List<ContractOperation> operations = new ArrayList<>();

  private Contract(JsonNode root) {
    this.root = root;
    tighten(root);
    schemas =
        SchemaRegistry.withDialect(
            Dialects.getOpenApi31(),
            registry ->
                registry
                    .schemaRegistryConfig(
                        SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build())
                    .schemas(Map.of(LOCATION, root.toString())));
    root.get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue().properties().stream()
                    .filter(method -> METHODS.contains(method.getKey()))
                    .forEach(
                        method ->
                            operations.add(
                                new ContractOperation(
                                    this, method.getKey(), path.getKey(), path.getValue()))));
  }

  public List<ContractOperation> operations() {
    return List.copyOf(operations);
  }

  /** Returns the operation with this id. */
  public ContractOperation operation(String id) {
    return operations.stream().filter(it -> it.id().equals(id)).findFirst().orElseThrow();
  }

  /** Returns the operation that this request calls, if any. */
  public Optional<ContractOperation> operationOf(String method, String path) {
    return operations.stream().filter(it -> it.isFor(method, path)).findFirst();
  }

  /** Returns the violations of the contract in this exchange. */
  public List<String> complaints(Exchange exchange) {
    return new ExchangeCheck(this, exchange).complaints();
  }

  /**
   * Checks an exchange.
   *
   * @throws AssertionError if the exchange violates the contract
   */
  public void check(Exchange exchange) {
    var complaints = complaints(exchange);
    if (!complaints.isEmpty()) {
      throw new AssertionError(
          "Violations of the contract:\n  "
              + String.join("\n  ", complaints)
              + "\nin the exchange:\n"
              + exchange);
    }
  }

  /** Returns every value that the contract lists for the schema. */
  public List<String> knownValues(String schema) {
    List<String> values = new ArrayList<>();
    root.at("/components/schemas/" + schema)
        .path(KNOWN_VALUES)
        .forEach(it -> values.add(it.asText()));
    return values;
  }

  /** Follows references and returns the node that they lead to. */
  JsonNode resolve(JsonNode node) {
    JsonNode at = node;
    while (at.path("$ref").isTextual()) {
      at = root.at(at.get("$ref").asText().substring(1));
    }
    return at;
  }

  Map<String, String> examples(JsonNode mediaType) {
    Map<String, String> examples = new TreeMap<>();
    mediaType
        .path("examples")
        .properties()
        .forEach(it -> examples.put(it.getKey(), resolve(it.getValue()).path("value").toString()));
    return examples;
  }

  List<String> mistakesOfExamples(JsonNode content) {
    List<String> mistakes = new ArrayList<>();
    for (JsonNode mediaType : content) {
      examples(mediaType)
          .forEach(
              (name, value) ->
                  mistakes(value, mediaType.path("schema"))
                      .forEach(mistake -> mistakes.add(name + ": " + mistake)));
    }
    return mistakes;
  }

  /** Returns the reasons why the text is not JSON of this schema. */
  List<String> mistakes(String json, JsonNode schema) {
    JsonNode value;
    try {
      value = STRICT.readTree(json);
    } catch (JsonProcessingException e) {
      return List.of("is not JSON: " + e.getOriginalMessage());
    }
    return mistakes(value, schema);
  }

  /**
   * Removes the fields of a request's body that are null, which in requests means absent. Schemas
   * do not say so, because the code that generators make of them would become unreadable.
   */
  static String withoutNulls(String body) {
    try {
      JsonNode value = STRICT.readTree(body);
      removeNulls(value);
      return value.toString();
    } catch (JsonProcessingException e) {
      return body;
    }
  }

  private static void removeNulls(JsonNode value) {
    if (value instanceof ObjectNode object) {
      object.properties().removeIf(field -> field.getValue().isNull());
      object.forEach(Contract::removeNulls);
    }
  }

  List<String> mistakes(JsonNode value, JsonNode schema) {
    return compiled
        .computeIfAbsent(schema.toString(), unused -> compile(schema))
        .validate(value)
        .stream()
        .map(error -> error.getInstanceLocation() + " " + error.getMessage())
        .toList();
  }

  /** Returns a text field of a JSON object; empty if there is none. */
  String field(String json, String name) {
    try {
      return STRICT.readTree(json).path(name).asText();
    } catch (JsonProcessingException e) {
      return "";
    }
  }

  // Compiles a separate schema that refers to the whole document.
  private Schema compile(JsonNode schema) {
    var absolute = schema.toString().replace("\"#/", "\"" + LOCATION + "#/");
    return schemas.getSchema(
        SchemaLocation.of("https://contract.invalid/" + compiled.size() + "-" + schema.hashCode()),
        parse(absolute));
  }

  private static JsonNode parse(String json) {
    try {
      return STRICT.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  // Clients must accept fields and values that they do not know, and whatever a proxy makes of a
  // header. Tests must not, so that every field and value of the service is documented.
  private static void tighten(JsonNode node) {
    if (node instanceof ObjectNode object) {
      if (object.path("type").asText().equals("object") && object.has("properties")) {
        object.put("unevaluatedProperties", false);
      }
      if (object.has(KNOWN_VALUES)) {
        object.set("enum", object.get(KNOWN_VALUES));
      }
      if (object.has("x-pattern")) {
        object.set("pattern", object.get("x-pattern"));
      }
    }
    node.forEach(Contract::tighten);
  }

  private static Contract read() {
    try (InputStream yaml =
        Objects.requireNonNull(Contract.class.getResourceAsStream("/openapi.yaml"))) {
      return new Contract(new YAMLMapper().readTree(yaml));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
