package dev.acstoken.devhost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.acstoken.interop.ForeignTool;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifies that README shows what the terminal shows, and that the printed commands work. */
class FirstScreenTest {

  private static final String FIRST_COMMANDS = "Commands to try.";

  private static HostProcess host;
  private static List<String> screen;

  @BeforeAll
  static void startHost(@TempDir Path state) throws Exception {
    host = HostProcess.start(state, Map.of());
    screen = host.untilItServes();
  }

  @AfterAll
  static void stopHost() throws Exception {
    host.close();
  }

  @Test
  void readmeShowsWhatTheTerminalShows() throws Exception {
    List<String> shown = FirstScreen.inReadme().ofTheHost();
    List<String> printed =
        screen.stream().takeWhile(line -> !line.startsWith(FIRST_COMMANDS)).toList();

    assertEquals(FirstScreen.shape(shown), FirstScreen.shape(printed));
  }

  @Test
  void readmeShowsWhatTheBuildPrints() throws Exception {
    List<String> parts =
        Pattern.compile("begin\\(\"([^\"]+)\"\\)")
            .matcher(Files.readString(Path.of("pom.xml")))
            .results()
            .map(match -> match.group(1) + " ... N s")
            .toList();

    assertEquals(parts, FirstScreen.shape(FirstScreen.inReadme().ofTheBuild()));
  }

  @Test
  void noLineIsLongerThanATerminalIsWide() {
    // On a busy machine, problems of the endpoint follow, each with its time.
    List<String> tooLong =
        screen.stream()
            .filter(line -> line.length() > 140 && !line.matches("[0-9:]{8} .*"))
            .toList();

    assertEquals(List.of(), tooLong);
  }

  @Test
  void theCommandsShowAShortResultEach() throws Exception {
    assumeTrue(Shell.current() == Shell.POSIX, "The commands for PowerShell need PowerShell.");
    ForeignTool.require("curl");

    List<String> results = run(commands());

    assertEquals(10, results.size(), String.join("\n", results));
    assertFalse(String.join("\n", results).matches("(?s).*eyJ[^.].*"), String.join("\n", results));
    assertTrue(results.get(0).contains("\"token\":\"eyJ...\""), results.get(0));
    assertTrue(results.get(4).contains("\"guest\""), results.get(4));
    assertTrue(results.get(6).contains("\"communicationUserId\""), results.get(6));
    assertTrue(results.get(7).contains("\"tokensIssued\""), results.get(7));
    assertEquals(List.of("204", "204"), results.subList(8, 10));
  }

  @Test
  void aRequestIsShownWithoutItsUser() throws Exception {
    String endpoint = address("endpoint");

    send(HttpRequest.newBuilder(URI.create(endpoint + "/users/alice%40example.com/identity")));
    send(HttpRequest.newBuilder(URI.create(endpoint + "/user/alice/tokens")));
    send(
        HttpRequest.newBuilder(URI.create(endpoint + "/users/me/tokens?user=alice"))
            .POST(BodyPublishers.noBody()));

    String lines =
        host.until("POST /api/users/me/tokens 401").stream()
            .map(line -> line.replaceFirst("^[0-9:]{8} ", "").replaceAll("\\d+ ms", "N ms"))
            .collect(joining("\n"));
    assertTrue(
        lines.endsWith(
            """
            GET /api/users/{userId}/identity 401 N ms unauthenticated reason=missing
            GET /api/.../.../tokens 404 N ms
            POST /api/users/me/tokens 401 N ms unauthenticated reason=missing\
            """),
        lines);
    assertFalse(lines.contains("alice"), lines);
  }

  @Test
  void aFailedWalkthroughDoesNotEndTheHost(@TempDir Path state) throws Exception {
    try (var other = HostProcess.start(state, Map.of("AUTH_REQUIRED_SCOPE", "chat.tokens"))) {
      String output = String.join("\n", other.untilItServes());

      assertTrue(
          output.contains("\nThe walkthrough failed, and the endpoint keeps running. PUT http"),
          output);
      assertTrue(output.contains(" 403 forbidden instead of 201. "), output);
      assertTrue(output.contains(" (request "), output);
      assertTrue(output.contains("\n" + FIRST_COMMANDS), output);
    }
  }

  private static List<String> commands() {
    return screen.stream()
        .dropWhile(line -> !line.startsWith(FIRST_COMMANDS))
        .filter(line -> line.startsWith("  "))
        .toList();
  }

  private static List<String> run(List<String> commands) throws Exception {
    var shell = new ProcessBuilder("sh").redirectErrorStream(true).start();
    try (var in = shell.getOutputStream()) {
      in.write(String.join("\n", commands).getBytes(UTF_8));
      in.write('\n');
    }
    var results = new String(shell.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, shell.waitFor(), results);
    return results.lines().toList();
  }

  private static String address(String part) {
    return screen.stream()
        .filter(line -> line.startsWith("  " + part + " "))
        .map(line -> line.substring(line.indexOf("http")))
        .findFirst()
        .orElseThrow();
  }

  private static void send(HttpRequest.Builder request) throws Exception {
    var unused = HttpClient.newHttpClient().send(request.build(), BodyHandlers.discarding());
  }
}
