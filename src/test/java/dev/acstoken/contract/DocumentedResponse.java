package dev.acstoken.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A reply that the contract documents for an operation. */
public final class DocumentedResponse {

  private static final String PROBLEM = "application/problem+json";

  private final Contract contract;
  private final int status;
  private final JsonNode node;

  DocumentedResponse(Contract contract, int status, JsonNode node) {
    this.contract = contract;
    this.status = status;
    this.node = node;
  }

  public int status() {
    return status;
  }

  public boolean isProblem() {
    return content().has(PROBLEM);
  }

  /** The problem codes that may come with this status. */
  public List<String> codes() {
    List<String> codes = new ArrayList<>();
    for (JsonNode part : content().path(PROBLEM).path("schema").path("allOf")) {
      part.path("properties").path("code").path("enum").forEach(it -> codes.add(it.asText()));
    }
    return codes;
  }

  /** The bodies that the contract gives for example, by name; of a problem that is its code. */
  public Map<String, String> examples() {
    return contract.examples(content().path(isProblem() ? PROBLEM : "application/json"));
  }

  /** What keeps the examples from being of their schema. */
  public List<String> mistakesOfExamples() {
    return contract.mistakesOfExamples(content());
  }

  JsonNode content() {
    return node.path("content");
  }

  JsonNode headers() {
    return node.path("headers");
  }
}
