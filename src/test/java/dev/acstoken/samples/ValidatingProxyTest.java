package dev.acstoken.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.acstoken.devhost.DevelopmentHost;
import dev.acstoken.devhost.FreePort;
import dev.acstoken.devhost.NodePackages;
import dev.acstoken.interop.ForeignProgram;
import dev.acstoken.interop.Interop;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Verifies with Prism, which compares requests and responses with the contract as others read it,
 * that the endpoint keeps to the contract in the life of a user.
 */
@Interop
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ValidatingProxyTest {

  /** A request with the status that the endpoint returns. */
  private record Call(int status, String method, String path, String body) {}

  private static final List<Call> LIFE =
      List.of(
          new Call(404, "GET", "/users/me/identity", ""),
          new Call(404, "POST", "/users/me/tokens/refresh", ""),
          new Call(201, "POST", "/users/me/tokens", ""),
          new Call(200, "POST", "/users/me/tokens", "{\"scopes\":[\"chat\"]}"),
          new Call(200, "POST", "/users/me/tokens/refresh", "{\"expiresInMinutes\":60}"),
          new Call(200, "PUT", "/users/me/identity", ""),
          new Call(200, "GET", "/users/me/identity", ""),
          new Call(200, "GET", "/users/me/access", ""),
          new Call(200, "PUT", "/users/me/access", "{\"scopes\":[\"chat\"]}"),
          new Call(403, "POST", "/users/me/tokens", "{\"scopes\":[\"voip\"]}"),
          new Call(200, "PUT", "/users/me/access", "{\"blocked\":true}"),
          new Call(403, "POST", "/users/me/tokens", ""),
          new Call(200, "DELETE", "/users/me/access", ""),
          new Call(404, "GET", "/identities/8:acs:nobody", ""),
          new Call(204, "DELETE", "/users/me/tokens", ""),
          new Call(204, "DELETE", "/users/me/identity", ""),
          new Call(200, "GET", "/users/alice/access", ""),
          new Call(200, "GET", "/health", ""),
          new Call(200, "GET", "/openapi.yaml", ""));

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port = FreePort.any();
  private final DevelopmentHost host = DevelopmentHost.onFreePorts();
  private final ForeignProgram proxy = ForeignProgram.start(prism(host.baseUri()));

  @BeforeAll
  void awaitProxy() throws InterruptedException {
    proxy.awaitLine("Prism is listening");
  }

  @AfterAll
  void stop() {
    proxy.close();
    host.close();
  }

  @Test
  void prismSeesNoViolationInTheLifeOfAUser() throws Exception {
    String admin = host.emulators().issuer().token("alice", "Identity.Admin");

    List<String> differences = new ArrayList<>();
    for (Call call : LIFE) {
      var response = send(call, admin);
      var violations = response.headers().allValues("sl-violations");
      if (response.statusCode() != call.status() || !violations.isEmpty()) {
        differences.add(call + " " + response.statusCode() + violations + response.body());
      }
    }
    assertEquals(List.of(), differences);
  }

  @Test
  void prismRefusesARequestThatTheContractForbids() throws Exception {
    var response = send(new Call(422, "POST", "/users/me/tokens", "{\"scopes\":[]}"), "x.y.z");

    assertEquals(422, response.statusCode(), response.body());
  }

  private ProcessBuilder prism(URI endpoint) {
    return NodePackages.of(Path.of("src", "mock"))
        .script(
            "node_modules/@stoplight/prism-cli/dist/index.js",
            "proxy",
            "--errors",
            "--host=127.0.0.1",
            "--port=" + port,
            Path.of("src", "main", "resources", "openapi.yaml").toAbsolutePath().toString(),
            endpoint.toString());
  }

  private HttpResponse<String> send(Call call, String bearerToken) throws Exception {
    var body =
        call.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(call.body());
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + call.path()))
            .method(call.method(), body)
            .header("authorization", "Bearer " + bearerToken);
    if (!call.body().isEmpty()) {
      request.header("content-type", "application/json");
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
