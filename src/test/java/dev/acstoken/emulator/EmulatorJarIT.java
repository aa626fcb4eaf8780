package dev.acstoken.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.communication.identity.CommunicationIdentityClientBuilder;
import com.azure.communication.identity.models.CommunicationTokenScope;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Verifies that the attached jar contains the emulator and all that it needs, in a JVM with nothing
 * else.
 */
@Timeout(60)
class EmulatorJarIT {

  private static final Path SOURCES = Path.of("src", "emulator", "java");

  @TempDir private Path folder;

  @Test
  void servesTheRealSdkAndKeepsItsCertificate() throws Exception {
    HttpClient.Builder trusting;
    String certificate;
    try (EmulatorProgram first = start()) {
      String printed = first.printed();
      trusting = trusting(printed);
      certificate = Files.readString(Path.of(EmulatorProgram.value("SSL_CERT_FILE", printed)));
      assertServes(printed, trusting);
    }
    try (EmulatorProgram second = start()) {
      String printed = second.printed();
      assertServes(printed, trusting);
      assertEquals(
          certificate,
          Files.readString(Path.of(EmulatorProgram.value("NODE_EXTRA_CA_CERTS", printed))));
    }
  }

  @Test
  void keepsItsStateEvenIfItIsKilled() throws Exception {
    String state = "--state=" + folder.resolve("the state");
    try (EmulatorProgram killed = start(state)) {
      String printed = killed.printed();
      assertServes(printed, trusting(printed));
    }
    try (EmulatorProgram next = start(state)) {
      assertTrue(identities(next.printed()).startsWith("{\"count\":1,"));
    }
    try (EmulatorProgram fresh = start(state, "--fresh")) {
      assertTrue(identities(fresh.printed()).startsWith("{\"count\":0,"));
    }
  }

  @Test
  void explainsItsOptions() throws Exception {
    assertEnds(0, Main.HELP, "--help");
    assertEnds(1, "There is no option \"--nothing\". --help lists the options.\n", "--nothing");
    assertEnds(1, "The access key is not base64.\n", "--access-key=!", certificates());
  }

  @Test
  void namesThePortThatIsTaken() throws Exception {
    try (AcsEmulator other = AcsEmulator.builder().host("localhost").start()) {
      int port = other.endpoint().getPort();

      assertEnds(
          1,
          "Port %d of localhost is already in use or not permitted. Choose another one with --port.\n"
              .formatted(port),
          "--port=" + port,
          certificates());
    }
  }

  @Test
  void printsNoKeyThatTheUserHasChosen() throws Exception {
    try (EmulatorProgram emulator = start("--access-key=c2VjcmV0LWtleQ==")) {
      String printed = emulator.printed();

      assertFalse(printed.contains("c2VjcmV0LWtleQ=="), printed);
      assertTrue(
          EmulatorProgram.connectionString(printed).endsWith(";accesskey=<your access key>"),
          printed);
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void endsWithoutAMessageOnCtrlC() throws Exception {
    try (EmulatorProgram emulator = start()) {
      assertTrue(emulator.printed().endsWith("Press Ctrl-C to stop.\n"));

      emulator.interrupt();

      assertEquals(130, emulator.awaitExit(), "128 and the number of the signal");
      assertEquals("", emulator.printed());
    }
  }

  @Test
  void containsTheEmulatorAndNoOtherPartOfTheProject() throws IOException {
    List<String> unexpected = new ArrayList<>();
    try (JarFile jar = new JarFile(EmulatorProgram.JAR.toFile())) {
      jar.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.startsWith("dev/acstoken/") && name.endsWith(".class"))
          .filter(
              name -> !Files.exists(SOURCES.resolve(name.replaceAll("(\\$.*)?\\.class", ".java"))))
          .forEach(unexpected::add);
    }

    assertEquals(List.of(), unexpected, "src/emulator/assembly.xml must exclude these classes");
  }

  private EmulatorProgram start(String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--port=0", certificates()));
    arguments.addAll(List.of(more));
    return EmulatorProgram.start(arguments.toArray(String[]::new));
  }

  private String certificates() {
    return "--certificates=" + folder.resolve("the certificates");
  }

  private static void assertEnds(int exitCode, String output, String... arguments)
      throws Exception {
    try (EmulatorProgram emulator = EmulatorProgram.start(arguments)) {
      assertEquals(output, emulator.printed());
      assertEquals(exitCode, emulator.awaitExit());
    }
  }

  private static void assertServes(String printed, HttpClient.Builder trusting) {
    var created =
        new CommunicationIdentityClientBuilder()
            .connectionString(EmulatorProgram.connectionString(printed))
            .httpClient(new JdkHttpClientBuilder(trusting).build())
            .buildClient()
            .createUserAndToken(List.of(CommunicationTokenScope.CHAT));

    assertTrue(created.getUser().getId().startsWith("8:acs:"), created.getUser().getId());
    assertEquals(
        3, created.getUserToken().getToken().split("\\.", -1).length, "a JWT has three parts");
  }

  private static String identities(String printed) throws Exception {
    String endpoint =
        EmulatorProgram.connectionString(printed).replaceAll("endpoint=|/;accesskey=.*", "");
    return trusting(printed)
        .build()
        .send(
            HttpRequest.newBuilder(URI.create(endpoint + "/emulator/identities")).build(),
            BodyHandlers.ofString())
        .body();
  }

  private static HttpClient.Builder trusting(String printed) throws Exception {
    String file = EmulatorProgram.value("-Djavax.net.ssl.trustStore", printed);
    String password = EmulatorProgram.value("-Djavax.net.ssl.trustStorePassword", printed);
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(KeyStore.getInstance(Path.of(file).toFile(), password.toCharArray()));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trusted.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context);
  }
}
