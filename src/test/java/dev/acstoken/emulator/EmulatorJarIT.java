package dev.acstoken.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.azure.communication.identity.CommunicationIdentityClientBuilder;
import com.azure.communication.identity.models.CommunicationTokenScope;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Verifies that the attached jar contains the emulator and all that it needs, in a JVM with nothing
 * else.
 */
@Timeout(60)
class EmulatorJarIT {

  private static final Path JAR = Path.of(System.getProperty("emulatorJar", ""));
  private static final Path SOURCES = Path.of("src", "emulator", "java");
  private static final Pattern CONNECTION_STRING = Pattern.compile("endpoint=\\S+;accesskey=\\S+");
  private static final Pattern TRUST_STORE =
      Pattern.compile("-Djavax.net.ssl.trustStore=(.+) -Djavax.net.ssl.trustStorePassword=(.+)");

  @TempDir private Path folder;

  @Test
  void servesTheRealSdk() throws Exception {
    Process process = start("--port=0", "--certificates=" + folder.resolve("certificates"));
    try (BufferedReader output = process.inputReader(UTF_8)) {
      String printed = readUntil(output, "Press Ctrl-C to stop.");
      Matcher trustStore = find(TRUST_STORE, printed);
      HttpClient.Builder http =
          HttpClient.newBuilder()
              .sslContext(trusting(Path.of(trustStore.group(1)), trustStore.group(2)));

      var created =
          new CommunicationIdentityClientBuilder()
              .connectionString(find(CONNECTION_STRING, printed).group())
              .httpClient(new JdkHttpClientBuilder(http).build())
              .buildClient()
              .createUserAndToken(List.of(CommunicationTokenScope.CHAT));

      assertTrue(created.getUser().getId().startsWith("8:acs:"), created.getUser().getId());
      assertEquals(
          3, created.getUserToken().getToken().split("\\.", -1).length, "a JWT has three parts");
      assertTrue(
          Files.readString(folder.resolve("certificates").resolve("certificate.pem"))
              .startsWith("-----BEGIN CERTIFICATE-----"));

      process.destroy();
      assertTrue(process.waitFor(10, TimeUnit.SECONDS), "the emulator does not stop");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void explainsItsOptions() throws Exception {
    assertEnds(0, Main.HELP, "--help");
    assertEnds(
        1,
        "Unknown option or missing value: \"--nothing\". --help lists the options.\n",
        "--nothing");
  }

  @Test
  void namesThePortThatIsTaken() throws Exception {
    try (AcsEmulator other = AcsEmulator.builder().host("localhost").start()) {
      int port = other.endpoint().getPort();

      assertEnds(
          1,
          "Port " + port + " of localhost is already in use or not permitted\n",
          "--port=" + port,
          "--certificates=" + folder);
    }
  }

  @Test
  void containsTheEmulatorAndNoOtherPartOfTheProject() throws IOException {
    List<String> unexpected = new ArrayList<>();
    try (JarFile jar = new JarFile(JAR.toFile())) {
      jar.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.startsWith("dev/acstoken/") && name.endsWith(".class"))
          .filter(
              name -> !Files.exists(SOURCES.resolve(name.replaceAll("(\\$.*)?\\.class", ".java"))))
          .forEach(unexpected::add);
    }

    assertEquals(List.of(), unexpected, "src/emulator/assembly.xml must exclude these classes");
  }

  private static Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-jar", JAR.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("ACS_EMULATOR_"));
    return builder.start();
  }

  private static void assertEnds(int exitCode, String output, String... arguments)
      throws Exception {
    Process process = start(arguments);
    try {
      String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertEquals(output, printed.replace(System.lineSeparator(), "\n"));
      assertEquals(exitCode, process.waitFor());
    } finally {
      process.destroyForcibly();
    }
  }

  private static String readUntil(BufferedReader output, String last) throws IOException {
    StringBuilder printed = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      printed.append(line).append('\n');
      if (line.equals(last)) {
        return printed.toString();
      }
    }
    return fail("The emulator ended. It printed:\n" + printed);
  }

  private static Matcher find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    assertTrue(matcher.find(), text);
    return matcher;
  }

  private static SSLContext trusting(Path file, String password) throws Exception {
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(KeyStore.getInstance(file.toFile(), password.toCharArray()));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trusted.getTrustManagers(), null);
    return context;
  }
}
