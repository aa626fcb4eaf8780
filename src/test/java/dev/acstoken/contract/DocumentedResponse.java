package dev.acstoken.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A response that the contract documents for an operation. */
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

  /** Returns the problem codes that this status may have, which are the names of its examples. */
  public Set<String> codes() {
    return isProblem() ? examples().keySet() : Set.of();
  }

  /** Returns the contract's example bodies by name. The name of a problem is its code. */
  public Map<String, String> examples() {
    return contract.examples(content().path(isProblem() ? PROBLEM : "application/json"));
  }

  /** Returns the names of the headers, in lower case. */
  public Set<String> headerNames() {
    Set<String> names = new TreeSet<>();
    headers().fieldNames().forEachRemaining(name -> names.add(name.toLowerCase(Locale.ROOT)));
    return names;
  }

  /** Returns the reasons why examples do not match their schema. */
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
