package dev.acstoken.devhost.sample;

import com.azure.json.JsonProviders;
import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import java.io.IOException;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Functions that return what they receive. */
public class EchoFunctions {
  /** Returns everything in the request as JSON. */
  @FunctionName("Echo")
  public HttpResponseMessage echo(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET, HttpMethod.POST},
              authLevel = AuthorizationLevel.ANONYMOUS)
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context)
      throws IOException {
    var seen = new LinkedHashMap<String, Object>();
    seen.put("method", request.getHttpMethod().name());
    seen.put("uri", request.getUri().toString());
    seen.put("headers", request.getHeaders());
    seen.put("query", request.getQueryParameters());
    seen.put("body", request.getBody().orElse("(none)"));
    seen.put("functionName", context.getFunctionName());
    seen.put("invocationId", context.getInvocationId());
    return request
        .createResponseBuilder(HttpStatus.OK)
        .header("Content-Type", "application/json")
        .body(json(seen))
        .build();
  }

  /** Returns the two path parameters, one per line. */
  @FunctionName("PathParameters")
  public HttpResponseMessage pathParameters(
      @HttpTrigger(
              name = "request",
              methods = HttpMethod.GET,
              route = "things/{thingId}/parts/{partId}")
          HttpRequestMessage<Optional<String>> request,
      @BindingName("thingId") String thingId,
      @BindingName("partId") String partId) {
    return request.createResponseBuilder(HttpStatus.OK).body(thingId + "\n" + partId).build();
  }

  /** Returns its path parameter, whose name is that of the query parameter of a key. */
  @FunctionName("CodeParameter")
  public HttpResponseMessage codeParameter(
      @HttpTrigger(name = "request", methods = HttpMethod.GET, route = "codes/{code}")
          HttpRequestMessage<Optional<String>> request,
      @BindingName("code") String code) {
    return request.createResponseBuilder(HttpStatus.OK).body(code).build();
  }

  /** Named before {@link #literal}, so that the host tries its route first. */
  @FunctionName("OrderA")
  public HttpResponseMessage parameter(
      @HttpTrigger(name = "request", methods = HttpMethod.GET, route = "order/{any}")
          HttpRequestMessage<Optional<String>> request) {
    return request.createResponseBuilder(HttpStatus.OK).body("parameter").build();
  }

  /** Matches the same path with a literal segment, and is the only one to accept HEAD. */
  @FunctionName("OrderB")
  public HttpResponseMessage literal(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET, HttpMethod.HEAD},
              route = "order/literal")
          HttpRequestMessage<Optional<String>> request) {
    return request
        .createResponseBuilder(HttpStatus.OK)
        .header("x-from", "literal")
        .body("literal")
        .build();
  }

  /** Requires the master key of the Functions host. */
  @FunctionName("ForOperators")
  public HttpResponseMessage forOperators(
      @HttpTrigger(name = "request", methods = HttpMethod.GET, authLevel = AuthorizationLevel.ADMIN)
          HttpRequestMessage<Optional<String>> request) {
    return request.createResponseBuilder(HttpStatus.OK).build();
  }

  private static String json(Map<String, Object> values) throws IOException {
    var text = new StringWriter();
    try (var writer = JsonProviders.createWriter(text)) {
      writer.writeUntyped(values);
    }
    return text.toString();
  }
}
