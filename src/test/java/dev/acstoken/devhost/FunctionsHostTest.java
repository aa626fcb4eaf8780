package dev.acstoken.devhost;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.acstoken.devhost.sample.TimerFunction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FunctionsHostTest {
  private static final String SAMPLES = "dev.acstoken.devhost.sample";

  /**
   * The log of failures, which is off because tests provoke them. Without a strong reference, the
   * logger and its level would be garbage-collected.
   */
  private final Logger failures = Logger.getLogger(FunctionsHost.class.getName());

  private final HttpClient client = HttpClient.newHttpClient();
  private final FunctionsHost host =
      FunctionsHost.of(SAMPLES, FunctionsHostTest::newObject).start();

  @BeforeAll
  void silenceFailures() {
    failures.setLevel(Level.OFF);
  }

  @AfterAll
  void close() {
    failures.setLevel(null);
    host.close();
  }

  @Test
  void listsFunctionsByTheirAnnotations() {
    assertAll(
        () -> assertTrue(host.functions().contains("Echo: GET,POST api/Echo")),
        () ->
            assertTrue(
                host.functions()
                    .contains("PathParameters: GET api/things/{thingId}/parts/{partId}")),
        () -> assertTrue(host.functions().contains("Tick: timer 0 */5 * * * *")));
  }

  @Test
  void lowersHeaderNames() throws Exception {
    var seen = echo(request("/Echo").header("X-Mixed-Case", "Value"));

    assertEquals("Value", map(seen, "headers").get("x-mixed-case"));
  }

  @Test
  void joinsRepeatedHeadersWithAComma() throws Exception {
    var seen = echo(request("/Echo").header("x-many", "a").header("x-many", "b"));

    assertEquals("a,b", map(seen, "headers").get("x-many"));
  }

  // StringValues.ToString of dotnet/runtime: an empty value adds no comma.
  @Test
  void anEmptyValueOfARepeatedHeaderAddsNoComma() throws Exception {
    var response =
        RawHttp.send(
            SocketFactory.getDefault(),
            host.baseUri(),
            "GET /api/Echo",
            "",
            "Host: localhost",
            "Authorization:",
            "Authorization: Bearer x",
            "X-Empty:",
            "X-Empty:");
    var headers = map(JSONObjectUtils.parse(response.body()), "headers");

    assertEquals("Bearer x", headers.get("authorization"));
    assertEquals("", headers.get("x-empty"));
  }

  @Test
  void dropsEmptyQueryValues() throws Exception {
    var seen = echo(request("/Echo?empty=&bare&full=a%20b+c%2B%ff&many=1&many=&MANY=2"));

    assertEquals(Map.of("full", "a b c+%ff", "many", "1,2"), map(seen, "query"));
  }

  @Test
  void decodesABodyByItsByteOrderMark() throws Exception {
    var body = "\uFEFF{\"ü\":1}".getBytes(StandardCharsets.UTF_16LE);

    assertEquals(
        "{\"ü\":1}", echo(request("/Echo").POST(BodyPublishers.ofByteArray(body))).get("body"));
  }

  // HttpProtocol.CreateResponseHeaders of dotnet/aspnetcore
  @Test
  void sendsABodyInChunksWithoutALength() throws Exception {
    var response = RawHttp.get(host.baseUri(), "/api/things/%C3%BC/parts/b");

    assertEquals("ü\nb", response.body());
    assertTrue(response.has("transfer-encoding"));
    assertFalse(response.has("content-length"));
  }

  @Test
  void sendsALengthOf0WithoutABody() throws Exception {
    var response = RawHttp.get(host.baseUri(), "/api/unknown");

    assertTrue(response.head().toLowerCase(Locale.ROOT).contains("\ncontent-length: 0"));
    assertFalse(response.has("transfer-encoding"));
  }

  @Test
  void respondsToHeadWithNeitherLengthNorChunks() throws Exception {
    var response =
        RawHttp.send(
            SocketFactory.getDefault(),
            host.baseUri(),
            "HEAD /api/order/literal",
            "",
            "Host: localhost");

    assertEquals("", response.body());
    assertFalse(response.has("transfer-encoding"));
    assertFalse(response.has("content-length"));
  }

  // HttpProtocol.HandleNonBodyResponseWrite of dotnet/aspnetcore
  @Test
  void respondsWithAnEmpty500IfAStatusWithoutABodyHasOne() throws Exception {
    assertEmpty(500, send(request("/NoContentWithBody")));
  }

  @Test
  void passesABodyWithAContentLength() throws Exception {
    var seen = echo(request("/Echo").POST(BodyPublishers.ofString("{\"ü\":1}")));

    assertEquals("{\"ü\":1}", seen.get("body"));
  }

  @Test
  void dropsAChunkedBody() throws Exception {
    var chunked =
        BodyPublishers.ofInputStream(
            () -> new ByteArrayInputStream("{}".getBytes(StandardCharsets.UTF_8)));
    var seen = echo(request("/Echo").POST(chunked));

    assertEquals("(none)", seen.get("body"));
    assertEquals("chunked", map(seen, "headers").get("transfer-encoding"));
  }

  @Test
  void passesTheFunctionNameAndTheInvocationId() throws Exception {
    var first = echo(request("/Echo"));
    var second = echo(request("/Echo"));

    assertEquals("Echo", first.get("functionName"));
    assertNotEquals(first.get("invocationId"), second.get("invocationId"));
  }

  @Test
  void keepsTheQueryOfTheUriUnchanged() throws Exception {
    var seen = echo(request("/Echo?a=%20b"));

    assertEquals(host.baseUri() + "/Echo?a=%20b", seen.get("uri"));
  }

  @ParameterizedTest
  @CsvSource({
    "/%45cho, /Echo",
    "/x/../Echo/, /Echo/",
  })
  void decodesThePathOfTheUriAndEncodesItAgain(String sent, String seen) throws Exception {
    assertEquals(host.baseUri() + seen, echo(request(sent)).get("uri"));
  }

  @Test
  void decodesPathParametersExceptTheSlash() throws Exception {
    assertEquals("ü @+\na%2Fb%2fc", send(request("/things/%C3%BC%20%40+/parts/a%2Fb%2fc")).body());
  }

  @Test
  void keepsInvalidEncodingsInPathParameters() throws Exception {
    assertEquals("%FFA\n%2f%C3", send(request("/things/%FF%41/parts/%2f%C3")).body());
  }

  @Test
  void removesDotSegments() throws Exception {
    assertEquals(404, send(request("/things/%2e%2e/parts/1")).statusCode());
  }

  @Test
  void ignoresCaseInLiteralSegments() throws Exception {
    assertEquals("A\nB", send(request("/THINGS/A/Parts/B")).body());
  }

  @Test
  void ignoresOneTrailingSlash() throws Exception {
    assertEquals("a\nb", send(request("/things/a/parts/b/")).body());
  }

  @Test
  void requiresAValueForEveryPathParameter() throws Exception {
    assertEquals(404, send(request("/things//parts/b")).statusCode());
  }

  @Test
  void triesRoutesInTheOrderOfFunctionNames() throws Exception {
    assertEquals("parameter", send(request("/order/literal")).body());
  }

  @Test
  void respondsToUnknownRoutesWithAnEmpty404() throws Exception {
    assertEmpty(404, send(request("/unknown")));
  }

  @Test
  void respondsToWrongMethodsWithAnEmpty404() throws Exception {
    assertEmpty(404, send(request("/CountCalls").DELETE()));
  }

  @Test
  void respondsToHeadWith404UnlessTheFunctionAllowsIt() throws Exception {
    assertEmpty(404, send(request("/CountCalls").method("HEAD", BodyPublishers.noBody())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "OPTIONS", "PUT", "TRACE"})
  void aWrongMethodIsNotNamedInAllow(String method) throws Exception {
    var response = send(request("/CountCalls").method(method, BodyPublishers.noBody()));

    assertEmpty(404, response);
    assertTrue(response.headers().firstValue("allow").isEmpty());
  }

  @Test
  void respondsToHeadWithoutABody() throws Exception {
    var response = send(request("/order/literal").method("HEAD", BodyPublishers.noBody()));

    assertEquals(200, response.statusCode());
    assertEquals("literal", response.headers().firstValue("x-from").orElseThrow());
    assertEquals("", response.body());
  }

  @Test
  void createsANewObjectForEveryCall() throws Exception {
    assertEquals("1", send(request("/CountCalls")).body());
    assertEquals("1", send(request("/CountCalls")).body());
  }

  @Test
  void sendsTheLastValueOfAResponseHeader() throws Exception {
    var response = send(request("/RepeatHeader"));

    assertEquals(List.of("last"), response.headers().allValues("x-repeated"));
  }

  @Test
  void addsTheEncodingToTheContentTypeOfText() throws Exception {
    assertEquals("application/json; charset=utf-8", contentType(send(request("/Echo"))));
    assertEquals("text/plain; charset=utf-8", contentType(send(request("/CountCalls"))));
  }

  @Test
  void sendsTextAsUtf16ToACallerThatPrefersIt() throws Exception {
    var request = request("/CountCalls").header("Accept-Charset", "utf-16, utf-8");

    var response = send(request);

    assertEquals("text/plain; charset=utf-16", contentType(response));
  }

  @Test
  void sendsBytesAsTheyAre() throws Exception {
    var request = request("/Bytes").header("Accept-Charset", "utf-16");

    var response = client.send(request.build(), BodyHandlers.ofByteArray());

    assertArrayEquals(new byte[] {(byte) 0xFF, 0}, response.body());
    assertEquals(
        "application/octet-stream", response.headers().firstValue("content-type").orElseThrow());
  }

  @Test
  void sendsAStatusWithoutABody() throws Exception {
    assertEquals(204, send(request("/NoContent").DELETE()).statusCode());
  }

  @Test
  void respondsToAFailedFunctionWithAnEmpty500() throws Exception {
    assertEmpty(500, send(request("/Fail")));
  }

  @Test
  void failsWithoutAValueForABindingName() throws Exception {
    assertEmpty(500, send(request("/MissingBinding")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"THINGID\": 1}", "{\"thingid\": {\"a\": []}, \"thingId\": 2}"})
  void failsIfABodySpellsABindingNameInAnotherCase(String body) throws Exception {
    var request = request("/things/a/parts/b").method("GET", BodyPublishers.ofString(body));

    assertEmpty(500, send(request));
  }

  @Test
  void failsIfAQuerySpellsABindingNameInAnotherCase() throws Exception {
    assertEmpty(500, send(request("/things/a/parts/b?PARTID=x")));
    assertEmpty(500, send(request("/things/a/parts/b?PARTID=")));
    assertEquals("a\nb", send(request("/things/a/parts/b?partId=x")).body());
  }

  // HttpTriggerAttributeBindingProvider of Azure/azure-webjobs-sdk-extensions
  @Test
  void aFieldWithoutAValueIsNoBindingData() throws Exception {
    var request =
        request("/things/a/parts/b").method("GET", BodyPublishers.ofString("{\"THINGID\":null}"));

    assertEquals("a\nb", send(request).body());
  }

  @Test
  void theParameterOfAKeyIsNoBindingData() throws Exception {
    assertEquals("a", send(request("/codes/a?CODE=x")).body());
  }

  @Test
  void failsIfTheResponseIsNotFromTheRequestsBuilder() throws Exception {
    assertEmpty(500, send(request("/ForeignResponse")));
  }

  @Test
  void runsTimersOnlyOnRequest() {
    int before = TimerFunction.RUNS.get();

    host.runTimer("tick");

    assertEquals(before + 1, TimerFunction.RUNS.get());
    assertThrows(IllegalArgumentException.class, () -> host.runTimer("Echo"));
  }

  @Test
  void readsPrefixAndCustomHeadersFromHostJson(@TempDir Path folder) throws Exception {
    var hostJson = folder.resolve("host.json");
    Files.writeString(
        hostJson,
        """
        {"version": "2.0", "extensions": {"http": {"routePrefix": "v1/api",
          "customHeaders": {"X-Custom": "from host.json", "X-Content-Type-Options": "nosniff"}}}}
        """);
    try (var configured =
        FunctionsHost.of(SAMPLES, FunctionsHostTest::newObject).hostJson(hostJson).start()) {
      assertTrue(configured.baseUri().getPath().equals("/v1/api"));
      var own = send(HttpRequest.newBuilder(URI.create(configured.baseUri() + "/RepeatHeader")));
      var missing = send(HttpRequest.newBuilder(URI.create(configured.baseUri() + "/unknown")));

      assertEquals("the function's own", own.headers().firstValue("x-custom").orElseThrow());
      assertEquals("nosniff", missing.headers().firstValue("x-content-type-options").orElseThrow());
    }
  }

  @Test
  void tellsOfARequestWhoseResponseCannotBeSent() throws Exception {
    var served = new LinkedBlockingQueue<ServedRequest>();
    try (var told =
        FunctionsHost.of(SAMPLES, FunctionsHostTest::newObject).onServed(served::add).start()) {
      try (var client = new Socket("localhost", told.baseUri().getPort())) {
        client.setSoLinger(true, 0);
        client
            .getOutputStream()
            .write("GET /api/Large HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
        // More is to come than the buffers of the connection hold.
        assertEquals('H', client.getInputStream().read());
      }

      var request = served.poll(30, TimeUnit.SECONDS);
      assertNotNull(request);
      assertEquals("/api/Large 200", request.path() + " " + request.status());
    }
  }

  @Test
  void namesThePortThatIsTaken() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var builder =
          FunctionsHost.of(SAMPLES, FunctionsHostTest::newObject)
              .listenOn("127.0.0.1", taken.getLocalPort());
      var thrown = assertThrows(CannotStartException.class, builder::start);

      assertTrue(thrown.getMessage().contains("Port " + taken.getLocalPort()));
    }
  }

  static Object newObject(Class<?> type) {
    try {
      return type.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(host.baseUri() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private Map<String, Object> echo(HttpRequest.Builder request) throws Exception {
    return JSONObjectUtils.parse(send(request).body());
  }

  private static Map<String, Object> map(Map<String, Object> parent, String name) throws Exception {
    return Objects.requireNonNull(JSONObjectUtils.getJSONObject(parent, name));
  }

  private static String contentType(HttpResponse<String> response) {
    return response.headers().firstValue("content-type").orElseThrow();
  }

  private static void assertEmpty(int status, HttpResponse<String> response) {
    assertEquals(status, response.statusCode());
    assertEquals("", response.body());
    assertTrue(response.headers().firstValue("content-type").isEmpty());
  }
}
