package dev.acstoken.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An operation of the contract. */
public final class ContractOperation {

  private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)\\}");

  private final Contract contract;
  private final String method;
  private final String path;
  private final JsonNode pathItem;
  private final JsonNode node;
  private final Pattern pattern;

  ContractOperation(Contract contract, String method, String path, JsonNode pathItem) {
    this.contract = contract;
    this.method = method.toUpperCase(Locale.ROOT);
    this.path = path;
    this.pathItem = pathItem;
    this.node = pathItem.get(method);
    this.pattern =
        Pattern.compile(PARAMETER.matcher(path.replace(".", "\\.")).replaceAll("([^/]+)"));
  }

  public String id() {
    return node.path("operationId").asText();
  }

  public String method() {
    return method;
  }

  /** Returns the path as in the contract, with the names of parameters in braces. */
  public String path() {
    return path;
  }

  public boolean takesBody() {
    return node.has("requestBody");
  }

  public boolean requiresBody() {
    return requestBody().path("required").asBoolean();
  }

  /**
   * Returns whether the endpoint may refuse a request that the contract allows, because of its
   * settings or of a rule that a schema would say less readably.
   */
  boolean mayRefuseMore() {
    return dependsOnSettings(node) || node.path("x-request-has-further-rules").asBoolean();
  }

  /** Returns whether the settings may forbid a request that the contract allows. */
  static boolean dependsOnSettings(JsonNode operationOrParameter) {
    return operationOrParameter.path("x-request-depends-on-settings").asBoolean();
  }

  public boolean needsBearerToken() {
    JsonNode schemes = node.path("security");
    return schemes.isMissingNode() || schemes.path(0).has("bearerToken");
  }

  /** Returns whether anyone may read what this operation returns, also with {@code HEAD}. */
  private boolean isPublicRead() {
    JsonNode schemes = node.path("security");
    return method.equals("GET") && schemes.isArray() && schemes.isEmpty();
  }

  /** Returns the function that serves this operation: its name, its methods and its route. */
  public String declaration() {
    return id() + " " + method() + (isPublicRead() ? ",HEAD " : " ") + path().substring(1);
  }

  /** Returns the contract's example bodies by name. */
  public Map<String, String> requestExamples() {
    return contract.examples(requestBody().path("content").path("application/json"));
  }

  /** Returns the reasons why example bodies do not match their schema. */
  public List<String> mistakesOfRequestExamples() {
    return contract.mistakesOfExamples(requestBody().path("content"));
  }

  /** Returns every response that the contract documents for this operation. */
  public List<DocumentedResponse> responses() {
    List<DocumentedResponse> responses = new ArrayList<>();
    node.get("responses")
        .properties()
        .forEach(
            it ->
                responses.add(
                    new DocumentedResponse(
                        contract, Integer.parseInt(it.getKey()), contract.resolve(it.getValue()))));
    return responses;
  }

  /**
   * Returns the example with this name or else the first one, or "" if the response has no body.
   */
  public String example(int status, String name) {
    var examples = response(status).orElseThrow().examples();
    return examples.getOrDefault(name, examples.values().stream().findFirst().orElse(""));
  }

  Optional<DocumentedResponse> response(int status) {
    return responses().stream().filter(it -> it.status() == status).findFirst();
  }

  JsonNode requestBody() {
    return contract.resolve(node.path("requestBody"));
  }

  boolean isFor(String method, String pathAndQuery) {
    return (this.method.equals(method) || (method.equals("HEAD") && isPublicRead()))
        && matcher(pathAndQuery).matches();
  }

  /** Returns the parameters of the path and of the operation. */
  List<JsonNode> parameters() {
    List<JsonNode> parameters = new ArrayList<>();
    pathItem.path("parameters").forEach(it -> parameters.add(contract.resolve(it)));
    node.path("parameters").forEach(it -> parameters.add(contract.resolve(it)));
    return parameters;
  }

  /** Returns the values of the parameters in the path, by name. */
  Map<String, String> pathValues(String pathAndQuery) {
    Map<String, String> values = new TreeMap<>();
    Matcher given = matcher(pathAndQuery);
    Matcher names = PARAMETER.matcher(path);
    for (int i = 1; given.matches() && names.find(); i++) {
      String encoded = given.group(i).replace("+", "%2B");
      values.put(names.group(1), URLDecoder.decode(encoded, StandardCharsets.UTF_8));
    }
    return values;
  }

  private Matcher matcher(String pathAndQuery) {
    return pattern.matcher(pathAndQuery.split("\\?", 2)[0]);
  }

  @Override
  public String toString() {
    return id() + " " + method + " " + path.substring(1);
  }
}
