package dev.acstoken.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.contract.Contract;
import dev.acstoken.contract.ContractOperation;
import dev.acstoken.contract.Exchange;
import dev.acstoken.devhost.DevelopmentHost;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Verifies that every request of requests.http succeeds in order, and that every operation has one.
 */
class RequestsFileTest {

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void everyRequestSucceedsAndEveryOperationHasOne() throws Exception {
    var file = new RequestsFile(Files.readString(Path.of("requests.http")));
    var calledOperations = new TreeSet<String>();
    try (var development = DevelopmentHost.onFreePorts()) {
      String endpoint = development.baseUri().toString();
      file.set("endpoint", endpoint);
      file.set("issuer", development.emulators().issuer().issuer().toString());
      for (int i = 0; i < file.size(); i++) {
        var request = file.request(i);
        var response = send(request);
        assertTrue(response.statusCode() < 300, request.url() + " " + response.body());
        request.name().ifPresent(name -> file.set(name, response.body()));
        if (request.url().startsWith(endpoint)) {
          calledOperations.add(
              check(request, request.url().substring(endpoint.length()), response));
        }
      }
    }
    assertEquals(
        Contract.SERVED.operations().stream()
            .map(ContractOperation::id)
            .collect(Collectors.toCollection(TreeSet::new)),
        calledOperations);
  }

  private static String check(
      RequestsFile.Request request, String path, HttpResponse<String> response) {
    Map<String, String> responseHeaders = new TreeMap<>();
    response.headers().map().forEach((name, values) -> responseHeaders.put(name, values.get(0)));
    Contract.SERVED.check(
        new Exchange(
            request.method(),
            path,
            request.headers(),
            request.body(),
            false,
            response.statusCode(),
            responseHeaders,
            response.body()));
    return Contract.SERVED.operationOf(request.method(), path).orElseThrow().id();
  }

  private HttpResponse<String> send(RequestsFile.Request request) throws Exception {
    var sent =
        HttpRequest.newBuilder(URI.create(request.url()))
            .version(HttpClient.Version.HTTP_1_1)
            .method(request.method(), BodyPublishers.ofString(request.body()));
    request.headers().forEach(sent::header);
    return http.send(sent.build(), BodyHandlers.ofString());
  }
}
