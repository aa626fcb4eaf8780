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

  /** As the contract writes it, with its parameters' names in braces. */
  public String path() {
    return path;
  }

  public boolean takesBody() {
    return node.has("requestBody");
  }

  public boolean requiresBody() {
    return requestBody().path("required").asBoolean();
  }

  /** Whether the endpoint's settings decide too which of the requests that it allows are right. */
  boolean dependsOnSettings() {
    return node.path("x-request-depends-on-settings").asBoolean();
  }

  public boolean needsBearerToken() {
    JsonNode alternatives = node.path("security");
    boolean isOptional = !alternatives.isMissingNode() && alternatives.isEmpty();
    for (JsonNode alternative : alternatives) {
      isOptional |= alternative.isEmpty();
    }
    return !isOptional;
  }

  /** The bodies that the contract gives for example, by name. */
  public Map<String, String> requestExamples() {
    return contract.examples(requestBody().path("content").path("application/json"));
  }

  /** What keeps them from being of their schema. */
  public List<String> mistakesOfRequestExamples() {
    return contract.mistakesOfExamples(requestBody().path("content"));
  }

  /** Every reply that the contract documents for this operation. */
  public List<DocumentedResponse> replies() {
    List<DocumentedResponse> replies = new ArrayList<>();
    node.get("responses")
        .properties()
        .forEach(
            it ->
                replies.add(
                    new DocumentedResponse(
                        contract, Integer.parseInt(it.getKey()), contract.resolve(it.getValue()))));
    return replies;
  }

  /** The example of that name, or the first one; nothing, if the reply has no body. */
  public String example(int status, String name) {
    var examples = reply(status).orElseThrow().examples();
    return examples.getOrDefault(name, examples.values().stream().findFirst().orElse(""));
  }

  Optional<DocumentedResponse> reply(int status) {
    return replies().stream().filter(it -> it.status() == status).findFirst();
  }

  JsonNode requestBody() {
    return contract.resolve(node.path("requestBody"));
  }

  boolean isFor(String method, String pathAndQuery) {
    return this.method.equals(method) && matcher(pathAndQuery).matches();
  }

  /** What the path and the operation say of parameters. */
  List<JsonNode> parameters() {
    List<JsonNode> parameters = new ArrayList<>();
    pathItem.path("parameters").forEach(it -> parameters.add(contract.resolve(it)));
    node.path("parameters").forEach(it -> parameters.add(contract.resolve(it)));
    return parameters;
  }

  /** The values of the parameters in the path, by name. */
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
