package dev.acstoken.devhost.sample;

import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import com.microsoft.azure.functions.HttpStatusType;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import java.util.Optional;

/** Functions with many kinds of response. */
public class ResponseFunctions {
  private static final int LARGE = 32 * 1024 * 1024;

  private int calls;

  /** Returns how often this object has been called. */
  @FunctionName("CountCalls")
  public HttpResponseMessage countCalls(
      @HttpTrigger(name = "request", methods = HttpMethod.GET)
          HttpRequestMessage<Optional<String>> request) {
    calls++;
    return request.createResponseBuilder(HttpStatus.OK).body(Integer.toString(calls)).build();
  }

  /** Sets a header twice. */
  @FunctionName("RepeatHeader")
  public HttpResponseMessage repeatHeader(
      @HttpTrigger(name = "request", methods = HttpMethod.GET)
          HttpRequestMessage<Optional<String>> request) {
    return request
        .createResponseBuilder(HttpStatus.OK)
        .header("x-repeated", "first")
        .header("x-repeated", "last")
        .header("x-custom", "the function's own")
        .build();
  }

  /** Returns a status without a body. */
  @FunctionName("NoContent")
  public HttpResponseMessage noContent(
      @HttpTrigger(name = "request", methods = HttpMethod.DELETE)
          HttpRequestMessage<Optional<String>> request) {
    return request.createResponseBuilder(HttpStatus.NO_CONTENT).build();
  }

  /** Returns a body with a status that must not have one. */
  @FunctionName("NoContentWithBody")
  public HttpResponseMessage noContentWithBody(
      @HttpTrigger(name = "request", methods = HttpMethod.GET)
          HttpRequestMessage<Optional<String>> request) {
    return request.createResponseBuilder(HttpStatus.NO_CONTENT).body("body").build();
  }

  /** Returns more bytes than the buffers of a connection hold. */
  @FunctionName("Large")
  public HttpResponseMessage large(
      @HttpTrigger(name = "request", methods = HttpMethod.GET)
          HttpRequestMessage<Optional<String>> request) {
    return request.createResponseBuilder(HttpStatus.OK).body(new byte[LARGE]).build();
  }

  /** Returns bytes that are not text. */
  @FunctionName("Bytes")
  public HttpResponseMessage bytes(
      @HttpTrigger(name = "request", methods = HttpMethod.GET)
          HttpRequestMessage<Optional<String>> request) {
    return request
        .createResponseBuilder(HttpStatus.OK)
        .header("content-type", "application/octet-stream")
        .body(new byte[] {(byte) 0xFF, 0})
        .build();
  }

  /** Fails. */
  @FunctionName("Fail")
  public HttpResponseMessage fail(
      @HttpTrigger(name = "request", methods = HttpMethod.GET)
          HttpRequestMessage<Optional<String>> request) {
    throw new IllegalStateException("a secret of the function");
  }

  /** Binds a path parameter that its route does not have. */
  @FunctionName("MissingBinding")
  public HttpResponseMessage missingBinding(
      @HttpTrigger(name = "request", methods = HttpMethod.GET)
          HttpRequestMessage<Optional<String>> request,
      @BindingName("absent") String absent) {
    return request.createResponseBuilder(HttpStatus.OK).body(absent).build();
  }

  /** Returns a response that is not from the request's builder. */
  @FunctionName("ForeignResponse")
  public HttpResponseMessage foreignResponse(
      @HttpTrigger(name = "request", methods = HttpMethod.GET)
          HttpRequestMessage<Optional<String>> request) {
    return new HttpResponseMessage() {
      @Override
      public HttpStatusType getStatus() {
        return HttpStatus.OK;
      }

      @Override
      public String getHeader(String key) {
        return "";
      }

      @Override
      public Object getBody() {
        return request.getBody().orElse("");
      }
    };
  }
}
