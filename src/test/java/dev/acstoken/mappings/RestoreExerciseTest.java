package dev.acstoken.mappings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableClientBuilder;
import dev.acstoken.devhost.DevelopmentHost;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.User;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands of the guide to backup and restore as they stand there, around the loss of all
 * rows of a running endpoint.
 */
class RestoreExerciseTest {

  private static final Path PAGE = Path.of("docs", "guides", "backup.md");
  private static final Pattern COMMAND =
      Pattern.compile("exec:java@mappings \"-Dexec\\.args=([^\"]*)\"");
  private static final Pattern IDENTITY = Pattern.compile("8:acs:[0-9a-f_-]+");

  private static DevelopmentHost host;
  private static TableClient table;

  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir Path folder;

  @BeforeAll
  static void startEndpoint() {
    host = DevelopmentHost.onFreePorts();
    table =
        new TableClientBuilder()
            .connectionString(host.emulators().azurite().connectionString())
            .tableName("identities")
            .buildClient();
  }

  @AfterAll
  static void stopEndpoint() {
    host.close();
  }

  @BeforeEach
  void copySettings() throws Exception {
    String values =
        host.emulators().environment().entrySet().stream()
            .map(it -> "\"%s\": \"%s\"".formatted(it.getKey(), it.getValue()))
            .collect(joining(", ", "{\"Values\": {", "}}"));
    for (String name : List.of("local.settings.json", "users.settings.json")) {
      Files.writeString(folder.resolve(name), values);
    }
  }

  @Test
  void theExerciseRestoresIdentitiesAndBlocks() throws Exception {
    List<String> commands = commands("Practise it");
    String alice = identityOf("alice", 201);
    send("admin", "PUT", "users/bob/access", "{\"blocked\": true}");

    run(commands.get(0));
    loseTheTable();
    run(commands.get(1));
    run(commands.get(2));

    assertEquals(3, commands.size());
    assertEquals(alice, identityOf("alice", 200));
    assertEquals(403, send("bob", "POST", "users/me/tokens", "{}").statusCode());
    assertTrue(
        send("admin", "GET", "identities/" + alice, "").body().contains("\"userId\":\"alice\""));
  }

  @Test
  void theRestoreRepeatsDeletionsAndBlocks() throws Exception {
    String carol = identityOf("carol", 201);
    String dave = identityOf("dave", 201);
    run(commands("Practise it").get(0));
    assertEquals(204, send("carol", "DELETE", "users/me/identity", "").statusCode());
    send("admin", "PUT", "users/dave/access", "{\"blocked\": true}");
    Files.writeString(
        folder.resolve("changes.csv"),
        "subject,change,scopes\n%s,identity_deleted,\n%s,access_set,\n"
            .formatted(
                new CommunicationUserId(carol).pseudonym(),
                new User(host.emulators().issuer().issuer().toString(), "dave").pseudonym()));
    loseTheTable();

    Script script =
        Script.run(
            "apply-changes.mjs",
            Map.of(),
            folder.resolve("backup.jsonl"),
            folder.resolve("changes.csv"),
            folder.resolve("restored.jsonl"));
    assertEquals(0, script.exitCode(), script.printed());
    for (String command : commands("Restore")) {
      run(command);
    }

    assertEquals(404, send("carol", "GET", "users/me/identity", "").statusCode());
    assertEquals(403, send("dave", "POST", "users/me/tokens", "{}").statusCode());
    assertTrue(send("dave", "GET", "users/me/identity", "").body().contains(dave));
  }

  @Test
  void aDeletedUserWhoCameBackCanBeDeletedAgain() throws Exception {
    String erin = identityOf("erin", 201);
    List<String> commands = commands("Practise it");
    run(commands.get(0));
    assertEquals(204, send("erin", "DELETE", "users/me/identity", "").statusCode());
    loseTheTable();
    run(commands.get(1));

    HttpResponse<String> refused = send("erin", "POST", "users/me/tokens", "{}");
    assertEquals(503, refused.statusCode());
    assertTrue(refused.body().contains("identity_unconfirmed"), refused.body());
    assertEquals(204, send("admin", "DELETE", "users/erin/identity", "").statusCode());
    assertNotEquals(erin, identityOf("erin", 201));
  }

  private static List<String> commands(String heading) throws Exception {
    String section =
        Stream.of(Files.readString(PAGE).split("(?m)^## "))
            .filter(it -> it.startsWith(heading + "\n"))
            .findFirst()
            .orElseThrow();
    return COMMAND.matcher(section).results().map(it -> it.group(1)).toList();
  }

  /** Runs a command as it stands in the page, but with the files in the test's folder. */
  private void run(String command) {
    String[] args =
        Stream.of(command.split(" "))
            .map(it -> it.contains(".json") ? folder.resolve(it).toString() : it)
            .toArray(String[]::new);
    var output = new ByteArrayOutputStream();
    var printer = new PrintStream(output, true, UTF_8);
    var session = new Session(Map.of(), printer, printer, false, new Interruption());

    assertEquals(ExitCode.DONE, Main.run(session, args), () -> output.toString(UTF_8));
  }

  private static void loseTheTable() {
    table.listEntities().forEach(table::deleteEntity);
  }

  private String identityOf(String user, int status) throws Exception {
    HttpResponse<String> response = send(user, "POST", "users/me/tokens", "{}");
    assertEquals(status, response.statusCode(), response.body());
    var identity = IDENTITY.matcher(response.body());
    assertTrue(identity.find());
    return identity.group();
  }

  private HttpResponse<String> send(String user, String method, String path, String body)
      throws Exception {
    var issuer = host.emulators().issuer();
    String token = user.equals("admin") ? issuer.token(user, "Identity.Admin") : issuer.token(user);
    return http.send(
        HttpRequest.newBuilder(URI.create(host.baseUri() + "/" + path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .build(),
        BodyHandlers.ofString());
  }
}
