package dev.acstoken.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares the request and the response of an exchange with the contract and with each other. */
final class ExchangeCheck {

  // HTTP itself or host.json adds these headers to every response.
  private static final Set<String> UNDOCUMENTED_HEADERS =
      Set.of(
          "date",
          "access-control-expose-headers",
          "content-length",
          "content-type",
          "transfer-encoding",
          "content-security-policy",
          "referrer-policy",
          "x-content-type-options");

  // Problem codes of requests that violate the contract.
  private static final Set<String> INVALID_REQUEST_CODES =
      Set.of("invalid_request", "unauthenticated", "length_required", "unsupported_media_type");

  private final Contract contract;
  private final Exchange exchange;
  private boolean mayBeRefused;
  private final List<String> requestViolations = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();

  ExchangeCheck(Contract contract, Exchange exchange) {
    this.contract = contract;
    this.exchange = exchange;
  }

  List<String> complaints() {
    contract
        .operationOf(exchange.method(), exchange.path())
        .ifPresentOrElse(this::check, this::checkUnknownPath);
    return complaints;
  }

  private void check(ContractOperation operation) {
    mayBeRefused = operation.mayRefuseMore();
    checkParameters(operation);
    mayBeRefused |= hasPreconditions();
    checkCredential(operation);
    checkRequestBody(operation);
    operation
        .response(exchange.status())
        .ifPresentOrElse(
            this::checkResponse,
            () -> complaints.add(operation.id() + " documents no " + exchange.status()));
    compareRequestWithResponse();
  }

  private void checkUnknownPath() {
    if (exchange.status() != 404 || !exchange.responseBody().isEmpty()) {
      complaints.add("the contract has no such operation");
    }
  }

  private void checkParameters(ContractOperation operation) {
    Map<String, String> inPath = operation.pathValues(exchange.path());
    Map<String, String> inQuery = queryValues();
    for (JsonNode parameter : operation.parameters()) {
      String name = parameter.path("name").asText();
      switch (parameter.path("in").asText()) {
        case "path" -> checkText(requestViolations, name, inPath.get(name), parameter);
        case "query" -> checkQueryParameter(inQuery.remove(name), parameter);
        default ->
            checkText(
                requestViolations, name, exchange.requestHeader(name).orElse(null), parameter);
      }
    }
    inQuery
        .keySet()
        .forEach(it -> requestViolations.add("the query parameter " + it + " is unknown"));
  }

  // The description of the contract, and not each operation, says which are well-formed.
  private boolean hasPreconditions() {
    return Stream.of("if-match", "if-none-match")
        .anyMatch(it -> exchange.requestHeader(it).isPresent());
  }

  private void checkQueryParameter(@Nullable String value, JsonNode parameter) {
    checkText(requestViolations, parameter.path("name").asText(), value, parameter);
    mayBeRefused |= value != null && ContractOperation.dependsOnSettings(parameter);
  }

  private Map<String, String> queryValues() {
    Map<String, String> values = new TreeMap<>();
    String[] pathAndQuery = exchange.path().split("\\?", 2);
    if (pathAndQuery.length == 2) {
      for (String pair : pathAndQuery[1].split("&", -1)) {
        String[] nameAndValue = pair.split("=", 2);
        values.put(nameAndValue[0], nameAndValue.length == 2 ? nameAndValue[1] : "");
      }
    }
    return values;
  }

  private void checkCredential(ContractOperation operation) {
    String credential = exchange.requestHeader("authorization").orElse("");
    if (operation.needsBearerToken() && !credential.matches("(?i)Bearer +\\S.*")) {
      requestViolations.add("a bearer token is missing");
    }
  }

  private void checkRequestBody(ContractOperation operation) {
    String body = exchange.requestBody();
    if (!operation.takesBody()) {
      if (!body.isEmpty()) {
        requestViolations.add("no body is documented");
      }
    } else if (body.isEmpty() || body.strip().equals("null")) {
      if (operation.requestBody().path("required").asBoolean()) {
        requestViolations.add("the body is missing");
      }
    } else {
      if (exchange.chunked()) {
        requestViolations.add("the body is chunked");
      }
      checkBody(
          requestViolations,
          exchange.requestHeader("content-type").orElse(""),
          Contract.withoutNulls(body),
          operation.requestBody().path("content"));
    }
  }

  private void checkResponse(DocumentedResponse documented) {
    checkResponseHeaders(documented.headers());
    if (!documented.content().isMissingNode() && !exchange.method().equals("HEAD")) {
      String mediaType = exchange.responseHeader("content-type").orElse("");
      checkBody(complaints, mediaType, exchange.responseBody(), documented.content());
      checkCode(documented);
    } else if (!exchange.responseBody().isEmpty()) {
      complaints.add(
          "no body is documented for " + exchange.method() + " with " + documented.status());
    }
  }

  private void checkCode(DocumentedResponse documented) {
    String code = contract.field(exchange.responseBody(), "code");
    if (documented.isProblem() && !documented.codes().contains(code)) {
      complaints.add("the code \"" + code + "\" is not documented for " + documented.status());
    }
  }

  private void checkResponseHeaders(JsonNode documented) {
    Set<String> unknown = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    unknown.addAll(exchange.responseHeaders().keySet());
    unknown.removeAll(UNDOCUMENTED_HEADERS);
    for (Map.Entry<String, JsonNode> header : documented.properties()) {
      unknown.remove(header.getKey());
      checkText(
          complaints,
          header.getKey(),
          exchange.responseHeader(header.getKey()).orElse(null),
          contract.resolve(header.getValue()));
    }
    unknown.forEach(it -> complaints.add("the header " + it + " is not documented"));
  }

  private void compareRequestWithResponse() {
    boolean isClientError = exchange.status() >= 400 && exchange.status() < 500;
    if (!isClientError) {
      requestViolations.forEach(it -> complaints.add("a request was accepted although " + it));
    } else if (requestViolations.isEmpty() && !mayBeRefused) {
      INVALID_REQUEST_CODES.stream()
          .filter(code -> exchange.responseBody().contains("\"code\":\"" + code + "\""))
          .forEach(code -> complaints.add(code + " to a request that the contract allows"));
    }
  }

  /** Checks a parameter or a header. Its value is text on the wire, whatever its schema says. */
  private void checkText(
      List<String> found, String name, @Nullable String value, JsonNode documented) {
    if (value == null) {
      if (documented.path("required").asBoolean() || documented.path("x-always-sent").asBoolean()) {
        found.add(name + " is missing");
      }
      return;
    }
    JsonNode schema = documented.path("schema");
    boolean isNumber = schema.path("type").asText().equals("integer") && value.matches("\\d{1,9}");
    boolean isBoolean =
        schema.path("type").asText().equals("boolean") && value.matches("true|false");
    JsonNode typed =
        isNumber
            ? new IntNode(Integer.parseInt(value))
            : isBoolean ? BooleanNode.valueOf(value.equals("true")) : new TextNode(value);
    contract.mistakes(typed, schema).forEach(it -> found.add(name + ": " + it));
  }

  private void checkBody(List<String> found, String contentType, String body, JsonNode documented) {
    String mediaType = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!documented.has(mediaType)) {
      found.add("the media type \"" + mediaType + "\" is not documented");
    } else if (mediaType.endsWith("json")) {
      found.addAll(contract.mistakes(body, documented.get(mediaType).get("schema")));
    }
  }
}
