package dev.acstoken.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import dev.acstoken.azure.acs.AcsSettings;
import dev.acstoken.azure.table.TableSettings;
import dev.acstoken.identity.Redacted;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.Base64;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Responds to the SDKs as ACS and Table Storage would, without a network and without a secret.
 * Calls to it load the classes of the SDKs before the first request needs them.
 */
final class StubHttpClient implements HttpClient {

  private static final Redacted KEY =
      new Redacted(Base64.getEncoder().encodeToString("priming".getBytes(UTF_8)));

  static final AcsSettings ACS =
      new AcsSettings(java.net.URI.create("https://priming.invalid"), Optional.of(KEY));

  static final TableSettings TABLE =
      new TableSettings(
          new TableSettings.WithConnectionString(
              new Redacted(
                  "DefaultEndpointsProtocol=https;AccountName=priming;AccountKey="
                      + KEY.reveal()
                      + ";TableEndpoint=https://priming.invalid")),
          "priming");

  private static final String TOKEN = "{\"token\":\"\",\"expiresOn\":\"2026-01-01T00:00:00Z\"}";

  private static final String ROW =
      "{\"odata.etag\":\"W/\\\"1\\\"\",\"PartitionKey\":\"1\",\"RowKey\":\"identity\","
          + "\"Issuer\":\"https://priming.invalid\",\"UserId\":\"priming\","
          + "\"CommunicationUserId\":\"8:acs:priming\",\"AcsEndpoint\":\"https://priming.invalid\","
          + "\"State\":\"active\",\"CreatedOn@odata.type\":\"Edm.DateTime\","
          + "\"CreatedOn\":\"2026-01-01T00:00:00Z\"}";

  @Override
  public Mono<HttpResponse> send(HttpRequest request) {
    return Mono.just(sendSync(request, Context.NONE));
  }

  @Override
  public HttpResponse sendSync(HttpRequest request, Context context) {
    return new StubResponse(request, request.getUrl().getPath().endsWith("Token") ? TOKEN : ROW);
  }

  private static final class StubResponse extends HttpResponse {

    private final HttpHeaders headers =
        new HttpHeaders().set(HttpHeaderName.CONTENT_TYPE, "application/json");
    private final BinaryData body;

    StubResponse(HttpRequest request, String body) {
      super(request);
      this.body = BinaryData.fromString(body);
    }

    @Override
    public int getStatusCode() {
      return 200;
    }

    @Override
    @Deprecated
    public String getHeaderValue(String name) {
      return headers.getValue(HttpHeaderName.fromString(name));
    }

    @Override
    public HttpHeaders getHeaders() {
      return headers;
    }

    @Override
    public BinaryData getBodyAsBinaryData() {
      return body;
    }

    @Override
    public Flux<ByteBuffer> getBody() {
      return body.toFluxByteBuffer();
    }

    @Override
    public Mono<byte[]> getBodyAsByteArray() {
      return Mono.just(body.toBytes());
    }

    @Override
    public Mono<String> getBodyAsString() {
      return Mono.just(body.toString());
    }

    @Override
    public Mono<String> getBodyAsString(Charset charset) {
      return Mono.just(new String(body.toBytes(), charset));
    }
  }
}
