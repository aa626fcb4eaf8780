package dev.acstoken.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.temporal.ChronoUnit.DAYS;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Verifies the form of the contract on which generated clients and mock servers depend. Each rule
 * has failed the clients of some generator before.
 */
class ContractShapeTest {

  private static final Path FILE = Path.of("src", "main", "resources", "openapi.yaml");
  private static final Pattern JWT = Pattern.compile("eyJ[\\w-]+\\.(eyJ[\\w-]+)\\.([\\w-]+)");
  private static final Pattern SCHEMA =
      Pattern.compile(
          ".*/(schema|items|additionalProperties|properties/\\w+)|/components/schemas/\\w+");

  /** Every node by its path, except those of examples. */
  private final Map<String, JsonNode> nodes = new TreeMap<>();

  ContractShapeTest() throws IOException {
    collect("", new YAMLMapper().readTree(FILE.toFile()));
  }

  /** A Go client lost every token to a header without a type. */
  @Test
  void everySchemaHasAType() {
    assertEquals(Set.of(), schemas(it -> !it.path("type").isTextual()).keySet());
  }

  /** An anonymous type for each response hides that all problems are alike. */
  @Test
  void everyProblemHasTheSameType() {
    var schemas = nodes("/(paths|components)/.*/content/application~1problem\\+json/schema");

    assertFalse(schemas.isEmpty());
    schemas.forEach(
        (path, schema) ->
            assertEquals("{\"$ref\":\"#/components/schemas/Problem\"}", schema.toString(), path));
  }

  /** Some generators refuse an operation that has several types of errors, or an error without. */
  @Test
  void everyErrorIsAProblem() {
    var errors = nodes("/paths/[^/]+/(get|put|post|delete)/responses/[45]\\d\\d");

    assertFalse(errors.isEmpty());
    errors.forEach(
        (path, response) ->
            assertEquals(
                Set.of("application/problem+json"),
                names(resolved(response).path("content")),
                path));
  }

  /** A new value of a closed list breaks the clients that are in use. */
  @Test
  void noListOfValuesIsClosed() {
    assertEquals(Set.of(), schemas(it -> it.has("enum") || it.has("const")).keySet());
  }

  /** A proxy drops or replaces a header, and a strict client then throws the response away. */
  @Test
  void everyHeaderOfAResponseIsOptionalText() {
    var headers = nodes("/components/headers/\\w+");

    assertFalse(headers.isEmpty());
    headers.forEach(
        (path, header) -> {
          assertFalse(header.path("required").asBoolean(), path);
          assertEquals(Set.of("type", "x-pattern"), names(header.get("schema")), path);
          assertEquals("string", header.at("/schema/type").asText(), path);
        });
  }

  /** A mock server invents the value of a header that has no example. */
  @Test
  void everyHeaderHasAnExampleThatTheServiceCouldSend() {
    nodes("/components/headers/\\w+")
        .forEach(
            (path, header) ->
                assertTrue(
                    Pattern.compile(header.at("/schema/x-pattern").asText())
                        .matcher(header.path("example").asText())
                        .find(),
                    path));
  }

  /** Some generators make a type of its own of a text with rules. */
  @Test
  void everyIdInAPathIsPlainText() {
    nodes("/components/parameters/\\w+").values().stream()
        .filter(it -> it.path("in").asText().equals("path"))
        .forEach(
            it ->
                assertEquals(Set.of("type", "x-pattern"), names(it.get("schema")), it.toString()));
  }

  /** Some generators ignore a path's parameters, and a request is then about another user. */
  @Test
  void everyParameterStandsAtItsOperation() {
    assertEquals(Set.of(), nodes("/paths/[^/]+/parameters").keySet());
  }

  /** A strict client throws away a response whose text has an unexpected form. */
  @Test
  void noTextOfAResponseHasARule() {
    var rules = schemas(it -> it.has("pattern")).keySet();

    assertEquals(
        Set.of(
            "/components/parameters/IdempotencyKey/schema",
            "/components/parameters/IfMatch/schema",
            "/components/parameters/IfNoneMatch/schema",
            "/components/schemas/IdentityRequest/properties/communicationUserId",
            "/components/schemas/JoiningGuest/properties/secret",
            "/components/schemas/TeamsTokenRequest/properties/teamsUserToken"),
        rules);
  }

  /** Generators make sets of such lists, which some JSON libraries write as an empty object. */
  @Test
  void noListIsASet() {
    assertEquals(Set.of(), schemas(it -> it.has("uniqueItems")).keySet());
  }

  @Test
  void everyBodyIsBounded() {
    assertEquals(Set.of(), bodies("array", it -> !it.has("maxItems")));
    assertEquals(
        Set.of(),
        bodies(
            "string",
            it -> !it.has("maxLength") && !it.has("format") && !it.has("x-extensible-enum")));
    assertEquals(Set.of(), bodies("integer", it -> !it.path("format").asText().equals("int32")));
  }

  @Test
  void everyOperationHasADescription() {
    var operations = nodes("/paths/[^/]+/(get|put|post|delete)");

    assertEquals(Contract.SERVED.operations().size(), operations.size());
    operations.forEach((path, it) -> assertFalse(it.path("description").asText().isBlank(), path));
  }

  /** A client that is generated without this tag has no operation that returns YAML. */
  @Test
  void onlyTheContractsOwnOperationHasItsTag() {
    var tagged =
        nodes("/paths/[^/]+/(get|put|post|delete)").values().stream()
            .filter(it -> it.path("tags").toString().contains("\"Contract\""))
            .map(it -> it.path("operationId").asText())
            .toList();

    assertEquals(List.of("OpenApi"), tagged);
  }

  /** The ACS SDKs refuse an expired token, so an app on a mock server would not start. */
  @Test
  void everyTokenOfAnExampleIsValidForTenYearsAndOpensNothing() throws IOException {
    var tokens = JWT.matcher(Files.readString(FILE)).results().toList();

    assertFalse(tokens.isEmpty());
    for (MatchResult token : tokens) {
      byte[] claims = Base64.getUrlDecoder().decode(token.group(1));
      long expiry = new JsonMapper().readTree(new String(claims, UTF_8)).path("exp").asLong();
      assertTrue(
          Instant.ofEpochSecond(expiry).isAfter(Instant.now().plus(3653, DAYS)), token.group());
      assertEquals("not-a-signature", token.group(2));
    }
  }

  @Test
  void everyResponseWithATokenSaysWhenItExpires() {
    var responses =
        Stream.of("IssueToken", "RefreshToken", "ExchangeTeamsToken", "JoinAsGuest")
            .map(Contract.SERVED::operation)
            .flatMap(it -> it.responses().stream())
            .filter(it -> it.status() < 300)
            .flatMap(it -> it.examples().values().stream())
            .toList();

    for (String response : responses) {
      String claims = JWT.matcher(response).results().findFirst().orElseThrow().group(1);
      String expiry =
          Contract.SERVED.field(new String(Base64.getUrlDecoder().decode(claims), UTF_8), "exp");
      assertEquals(
          Instant.ofEpochSecond(Long.parseLong(expiry)),
          Instant.parse(Contract.SERVED.field(response, "expiresOn")));
    }
  }

  private Set<String> bodies(String type, Predicate<JsonNode> condition) {
    var found =
        new TreeMap<>(schemas(it -> it.path("type").asText().equals(type) && condition.test(it)));
    found.keySet().removeIf(path -> path.matches("/components/(parameters|headers)/.*"));
    return found.keySet();
  }

  /** Returns the schemas that are no references and that the condition is true for. */
  private Map<String, JsonNode> schemas(Predicate<JsonNode> condition) {
    var found = new TreeMap<>(nodes(SCHEMA.pattern()));
    found.values().removeIf(it -> !it.isObject() || it.has("$ref") || !condition.test(it));
    return found;
  }

  private Map<String, JsonNode> nodes(String path) {
    var found = new TreeMap<>(nodes);
    found.keySet().removeIf(it -> !it.matches(path));
    return found;
  }

  private void collect(String path, JsonNode node) {
    nodes.put(path, node);
    for (int i = 0; i < node.size() && node.isArray(); i++) {
      collect(path + "/" + i, node.get(i));
    }
    node.properties().stream()
        .filter(it -> !it.getKey().matches("examples?"))
        .forEach(it -> collect(path + "/" + it.getKey().replace("/", "~1"), it.getValue()));
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref")
        ? requireNonNull(nodes.get(node.path("$ref").asText().substring(1)))
        : node;
  }

  private static Set<String> names(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).collect(toSet());
  }
}
