package dev.acstoken.mappings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.devhost.DevelopmentHost;
import dev.acstoken.devhost.Emulators;
import dev.acstoken.devhost.FunctionsHost;
import dev.acstoken.devhost.RecoverOldRecords;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifies that no user gets two identities while an endpoint serves during an import. */
class ImportUnderLoadTest {

  private static final int USERS = 150;
  private static final int CLIENTS = 6;
  private static final Pattern IDENTITY = Pattern.compile("\"communicationUserId\":\"([^\"]+)\"");

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<String, Set<String>> identities = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> unexpected = new ConcurrentLinkedQueue<>();
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private volatile boolean isOver;

  @Test
  void aUserHasTheImportedIdentityOrTheOneThatTheEndpointCreatedBefore(@TempDir Path folder)
      throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try (Emulators emulators = Emulators.startOnFreePorts();
        FunctionsHost host = serve(emulators)) {
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < USERS; i++) {
        lines.add(
            "%s,user%d,8:acs:%s_0000001a-2b3c-4d5e-6f70-%012x,,,"
                .formatted(emulators.issuer().issuer(), i, emulators.acs().resourceId(), i));
      }
      Path file =
          Files.writeString(
              folder.resolve("users.csv"),
              "issuer,userId,communicationUserId,createdOn,scopes,blocked\n"
                  + String.join("\n", lines)
                  + "\n");

      List<Future<Void>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        Random random = new Random(i);
        Callable<Void> work = () -> use(random, emulators, host);
        running.add(clients.submit(work));
      }
      ExitCode code = Main.run(session(emulators), "import", file.toString(), "--write");
      isOver = true;
      for (Future<Void> work : running) {
        work.get();
      }

      assertTrue(code == ExitCode.DONE || code == ExitCode.REPORTED, output::toString);
      assertEquals(List.of(), List.copyOf(unexpected));
      identities.forEach((user, ids) -> assertEquals(1, ids.size(), user + " " + ids));
      RecoverOldRecords.run(emulators);
      Path export = folder.resolve("export.csv");
      assertEquals(ExitCode.DONE, Main.run(session(emulators), "export", export.toString()));
      assertEquals(
          ExitCode.DONE,
          Main.run(session(emulators), "verify", export.toString()),
          output::toString);
    } finally {
      clients.shutdownNow();
    }
  }

  private Void use(Random random, Emulators emulators, FunctionsHost host) throws Exception {
    while (!isOver) {
      String user = "user" + random.nextInt(USERS);
      HttpResponse<String> response =
          random.nextBoolean()
              ? send("PUT", "/users/me/identity", user, emulators, host)
              : send("GET", "/users/me/identity", user, emulators, host);
      if (!Set.of(200, 201, 404).contains(response.statusCode())) {
        unexpected.add(response.statusCode() + " " + response.body());
      }
      Matcher identity = IDENTITY.matcher(response.body());
      if (identity.find()) {
        identities
            .computeIfAbsent(user, it -> ConcurrentHashMap.newKeySet())
            .add(identity.group(1));
      }
    }
    return null;
  }

  private HttpResponse<String> send(
      String method, String path, String user, Emulators emulators, FunctionsHost host)
      throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(host.baseUri() + path))
            .method(method, BodyPublishers.noBody())
            .header("authorization", "Bearer " + emulators.issuer().token(user))
            .build(),
        BodyHandlers.ofString());
  }

  private static FunctionsHost serve(Emulators emulators) {
    var application = emulators.newApplication(Emulators.WITHOUT_RATE_LIMIT);
    return DevelopmentHost.serve(() -> application);
  }

  private Session session(Emulators emulators) {
    PrintStream print = new PrintStream(output, true, StandardCharsets.UTF_8);
    return new Session(
        new HashMap<>(emulators.environment()), print, print, false, new Interruption());
  }
}
