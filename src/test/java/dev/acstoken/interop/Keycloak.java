package dev.acstoken.interop;

import com.nimbusds.jose.util.JSONArrayUtils;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.acstoken.docs.SignInGuide;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keycloak, with the realm {@code acs}. The profile "keycloak" unpacks it into a folder that stays,
 * so that the build of the first start, which takes minutes on a slow machine, is needed only once.
 */
public final class Keycloak implements AutoCloseable {

  private static final Path REALM =
      Path.of("src", "test", "resources", "keycloak", "acs-realm.json");
  private static final Duration BUILD_TIMEOUT = Duration.ofMinutes(20);
  private static final String ADMINISTRATOR = "admin";
  private static final String PASSWORD = "secret-of-admin";
  private static final String SCOPE = "acs-tokens";

  /** The clients that do without the scope of the guide. */
  private static final Set<String> WITHOUT_SCOPE =
      Set.of("mail-app", "audience-only-app", "realm-admin");

  private static final String PROVIDER_TYPE = "org.keycloak.keys.KeyProvider";
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final URI base;
  private final ForeignProgram program;
  private int rotations;

  private Keycloak(URI base, ForeignProgram program) {
    this.base = base;
    this.program = program;
  }

  /**
   * Starts Keycloak with a fresh database, which contains only the imported realm, and sets it up
   * for {@code chat-app} by the commands of the guide to sign-in. The other clients of the realm
   * get the same scope, except those that the tests need without it.
   *
   * @param home the unpacked distribution
   */
  public static Keycloak start(Path home, int port) throws IOException, InterruptedException {
    build(home);
    Path imported = Files.createDirectories(home.resolve("data").resolve("import"));
    Files.copy(REALM, imported.resolve(REALM.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    URI base = URI.create("http://127.0.0.1:" + port);
    var program =
        ForeignProgram.start(
            command(
                home,
                "start",
                "--optimized",
                "--import-realm",
                "--cache=local",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--hostname=" + base));
    var keycloak = new Keycloak(base, program);
    try {
      keycloak.setUp(home);
    } catch (Throwable e) {
      keycloak.close();
      throw e;
    }
    return keycloak;
  }

  private void setUp(Path home) throws IOException, InterruptedException {
    // In either order.
    program.awaitLine("Listening on: ");
    program.awaitLine("Bootstrap completed");
    runCommandsOfTheGuide(home);
    addScopeToOtherClients();
  }

  private void runCommandsOfTheGuide(Path home) throws InterruptedException {
    String commands =
        SignInGuide.read()
            .commands(
                "Keycloak",
                Map.of(
                    "<Keycloak URL>", base.toString(),
                    "<administrator>", ADMINISTRATOR,
                    "<realm>", "acs",
                    "<client id>", "chat-app",
                    "<user name>", "root",
                    "<client id of the service>", "operations"));
    var shell = new ProcessBuilder("sh", "-ec", commands).redirectErrorStream(true);
    Map<String, String> environment = shell.environment();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("KC_CLI_PASSWORD", PASSWORD);
    // The session is kept in a file of the user's home folder.
    environment.put("KC_OPTS", "-XX:TieredStopAtLevel=1 -Duser.home=" + path(home, "data"));
    environment.merge("PATH", path(home, "bin"), (all, bin) -> bin + File.pathSeparator + all);
    ForeignProgram.run(shell);
  }

  private static String path(Path home, String folder) {
    return home.resolve(folder).toAbsolutePath().toString();
  }

  private void addScopeToOtherClients() throws IOException {
    String scope = idsByName("/client-scopes", "name").get(SCOPE);
    Map<String, String> clients = idsByName("/clients", "clientId");
    clients.keySet().retainAll(clientsOfTheImport());
    clients.keySet().removeAll(WITHOUT_SCOPE);
    for (String id : clients.values()) {
      admin("PUT", "/clients/" + id + "/default-client-scopes/" + scope, Map.of());
    }
  }

  private static Set<String> clientsOfTheImport() throws IOException {
    Set<String> clients = new HashSet<>();
    if (json(Files.readString(REALM)).get("clients") instanceof List<?> list) {
      for (Object client : list) {
        if (client instanceof Map<?, ?> fields) {
          clients.add(String.valueOf(fields.get("clientId")));
        }
      }
    }
    return clients;
  }

  private Map<String, String> idsByName(String path, String name) {
    Map<String, String> ids = new HashMap<>();
    String text = admin(HttpRequest.newBuilder(adminUri(path)));
    for (Object entry : jsonArray(text)) {
      if (entry instanceof Map<?, ?> fields) {
        ids.put(String.valueOf(fields.get(name)), String.valueOf(fields.get("id")));
      }
    }
    return ids;
  }

  private static void build(Path home) throws IOException, InterruptedException {
    Path done = home.resolve("built-for-tests");
    if (!Files.exists(done)) {
      ForeignProgram.run(command(home, "build", "--db=dev-mem"), BUILD_TIMEOUT);
      Files.createFile(done);
    }
  }

  private static ProcessBuilder command(Path home, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin").resolve("kc.sh").toAbsolutePath().toString());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMINISTRATOR);
    builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", PASSWORD);
    return builder;
  }

  public URI issuer() {
    return base.resolve("/realms/acs");
  }

  /** Signs with a new RSA key from now on. The old key stays published. */
  public void rotateKeys() {
    rotations++;
    admin(
        "POST",
        "/components",
        Map.of(
            "name",
            "rotation " + rotations,
            "providerId",
            "rsa-generated",
            "providerType",
            PROVIDER_TYPE,
            "config",
            Map.of("priority", List.of("" + (1000 + rotations)))));
  }

  /** Disables a key, as an administrator does whose key was stolen. */
  public void disableKey(String keyId) {
    String component = componentOfKey(keyId);
    admin(
        "PUT",
        "/components/" + component,
        Map.of(
            "id",
            component,
            "providerId",
            "rsa-generated",
            "providerType",
            PROVIDER_TYPE,
            "config",
            Map.of("enabled", List.of("false"), "active", List.of("false"))));
  }

  private String componentOfKey(String keyId) {
    var keys = json(admin(HttpRequest.newBuilder(adminUri("/keys"))));
    if (keys.get("keys") instanceof List<?> list) {
      for (Object key : list) {
        if (key instanceof Map<?, ?> fields && keyId.equals(fields.get("kid"))) {
          return String.valueOf(fields.get("providerId"));
        }
      }
    }
    throw new AssertionError(keyId + " is missing in " + keys);
  }

  private void admin(String method, String path, Map<String, Object> body) {
    var json = BodyPublishers.ofString(JSONObjectUtils.toJSONString(body));
    admin(
        HttpRequest.newBuilder(adminUri(path))
            .header("content-type", "application/json")
            .method(method, json));
  }

  private String admin(HttpRequest.Builder request) {
    String token = new OpenIdClient(issuer(), "realm-admin").clientCredentials();
    HttpResponse<String> response =
        OpenIdClient.send(HTTP, request.header("authorization", "Bearer " + token));
    if (response.statusCode() / 100 != 2) {
      throw new AssertionError(response.uri() + ": " + response.statusCode() + response.body());
    }
    return response.body();
  }

  private URI adminUri(String path) {
    return URI.create(base + "/admin/realms/acs" + path);
  }

  private static List<Object> jsonArray(String text) {
    try {
      return JSONArrayUtils.parse(text);
    } catch (ParseException e) {
      throw new AssertionError(text, e);
    }
  }

  private static Map<String, Object> json(String text) {
    try {
      return JSONObjectUtils.parse(text);
    } catch (ParseException e) {
      throw new AssertionError(text, e);
    }
  }

  @Override
  public void close() {
    program.close();
  }
}
