package dev.acstoken.devhost;

import com.sun.net.httpserver.HttpExchange;
import dev.acstoken.emulator.server.LocalServer;
import dev.acstoken.emulator.server.Response;
import java.io.IOException;
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
import java.util.Set;

/**
 * Serves a page of the development host and the endpoint behind it at another address, with a
 * script in the page that uses it as a user does.
 */
final class ScriptedPage implements AutoCloseable {
  private static final String END = "</head>";
  private static final Set<String> FORWARDED =
      Set.of("Accept", "Authorization", "Content-Type", "X-Console");

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI original;
  private final Path script;
  private final PageResults results = new PageResults();
  private final LocalServer server = LocalServer.http("scripted-page", this::handle);

  /**
   * Starts serving.
   *
   * @param original the page of the development host
   * @param script the script of the user's steps, in the tests' resources
   */
  ScriptedPage(URI original, String script) {
    this.original = original;
    this.script = Path.of("src", "test", "resources").resolve(script);
  }

  URI page() {
    return URI.create("http://127.0.0.1:" + server.port() + original.getPath());
  }

  PageResults results() {
    return results;
  }

  @Override
  public void close() {
    server.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (PageResults.isFor(exchange)) {
        results.receive(exchange);
      } else if (exchange.getRequestURI().getPath().equals("/steps.js")) {
        new Response(200, "text/javascript; charset=utf-8", Files.readString(script))
            .send(exchange);
      } else {
        forward(exchange);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void forward(HttpExchange exchange) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(original.resolve(exchange.getRequestURI()))
            .method(
                exchange.getRequestMethod(),
                BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    for (String name : FORWARDED) {
      exchange
          .getRequestHeaders()
          .getOrDefault(name, List.of())
          .forEach(value -> request.header(name, value));
    }
    var response = client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    response
        .headers()
        .map()
        .forEach((name, values) -> exchange.getResponseHeaders().put(name, values));
    exchange.getResponseHeaders().remove("Transfer-Encoding");
    exchange.getResponseHeaders().remove("Content-Length");
    new Response(response.statusCode(), contentType(response), withScript(response.body()))
        .send(exchange);
  }

  private static String contentType(HttpResponse<?> response) {
    return response.headers().firstValue("Content-Type").orElse("text/plain");
  }

  // Only the page itself has this end tag.
  private static String withScript(String body) {
    return body.replace(END, "<script type=\"module\" src=\"/steps.js\"></script>" + END);
  }
}
