package dev.acstoken.devhost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.acstoken.emulator.server.LocalServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies what the demo page serves over HTTP, without npm. {@link DemoBrowserTest} uses it in a
 * browser.
 */
@Timeout(60)
class DemoTest {
  private static final URI ISSUER = URI.create("http://localhost:7072");

  private final HttpClient client = HttpClient.newHttpClient();
  private final CountDownLatch mayEnd = new CountDownLatch(1);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @SuppressWarnings("NullAway.Init")
  private Demo demo;

  @SuppressWarnings("NullAway.Init")
  private LocalServer server;

  @BeforeEach
  void start() {
    demo = new Demo(new DemoBundle(List.of(), folder, this::bundle), ISSUER, HostSettings.DEFAULT);
    server =
        LocalServer.http(
            "demo",
            exchange -> {
              try (exchange) {
                demo.handle(exchange);
              }
            });
  }

  @AfterEach
  void close() {
    server.close();
    demo.close();
  }

  private void bundle(Path script) throws IOException, InterruptedException {
    mayEnd.await();
    if (Files.exists(folder.resolve("broken"))) {
      throw new CannotStartException("npm is not on the PATH.");
    }
    Files.writeString(script, "the script");
  }

  @Test
  void saysThatItIsBeingBundledAndThenShowsThePage() throws Exception {
    assertTrue(send(request("/demo/")).body().contains("/demo/bundling.js"));
    assertEquals("{\"state\":\"bundling\"}", send(request("/demo/state")).body());
    assertEquals(404, send(request("/demo/demo.js")).statusCode());

    mayEnd.countDown();
    assertEquals("{\"state\":\"ready\"}", stateAtTheEnd());
    assertEquals(
        Files.readString(Path.of("src", "demo", "index.html")), send(request("/demo/")).body());
    assertEquals("the script", send(request("/demo/demo.js")).body());
  }

  @Test
  void saysWhyItCannotBeBundled() throws Exception {
    Files.writeString(folder.resolve("broken"), "");
    mayEnd.countDown();
    send(request("/demo/"));

    var state = stateAtTheEnd();
    assertTrue(state.contains("\"state\":\"failed\""), state);
    assertTrue(state.contains("\"reason\":\"npm is not on the PATH.\""), state);
  }

  @ParameterizedTest
  @CsvSource({
    "/demo/, text/html; charset=utf-8",
    "/demo/bundling.js, text/javascript; charset=utf-8",
    "/demo/demo.css, text/css; charset=utf-8",
    "/demo/sign-in.ts, text/plain; charset=utf-8",
    "/demo/addresses, application/json; charset=utf-8",
  })
  void servesItsFilesAsStrictlyAsTheConsole(String path, String type) throws Exception {
    var response = send(request(path));

    assertEquals(200, response.statusCode());
    assertEquals(type, header(response, "content-type"));
    assertEquals("nosniff", header(response, "x-content-type-options"));
    var policy = header(response, "content-security-policy");
    assertTrue(policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self';"));
    assertTrue(policy.contains("; connect-src 'self' " + ISSUER + ";"), policy);
    assertFalse(policy.contains("unsafe"), policy);
  }

  @Test
  void namesTheEndpointAndTheIssuer() throws Exception {
    var addresses = new JsonMapper().readTree(send(request("/demo/addresses")).body());

    assertEquals("/api", addresses.get("endpoint").asText());
    assertEquals(ISSUER.toString(), addresses.get("issuer").asText());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/demo/nothing",
        "/demo/index.html",
        "/demo/package.json",
        "/demo/build.mjs",
        "/demo/../package.json",
        "/demo/%2e%2e/README.md",
        "/demo/src/page.ts",
      })
  void servesNothingElse(String path) throws Exception {
    assertEquals(404, send(request(path)).statusCode());
  }

  @Test
  void isFoundWithoutTheSlash() throws Exception {
    assertTrue(demo.serves("/demo"));
    assertFalse(demo.serves("/demonstration"));
    assertEquals("/demo/", header(send(request("/demo")), "location"));
  }

  @Test
  void isReadOnly() throws Exception {
    var head = request("/demo/").method("HEAD", BodyPublishers.noBody());
    var post = request("/demo/").POST(BodyPublishers.noBody());

    assertEquals(200, send(head).statusCode());
    assertEquals(405, send(post).statusCode());
  }

  @Test
  void refusesRequestsForAForeignHostName() throws Exception {
    var page = request("/demo/").build().uri();

    assertEquals(421, RawHttp.get(page, "/demo/", "rebound.example").status());
  }

  private String stateAtTheEnd() throws Exception {
    var state = send(request("/demo/state")).body();
    while (state.contains("bundling")) {
      Thread.sleep(5);
      state = send(request("/demo/state")).body();
    }
    return state;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
