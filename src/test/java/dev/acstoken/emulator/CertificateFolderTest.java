package dev.acstoken.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Verifies how an emulator keeps its certificate between starts. */
class CertificateFolderTest {

  @TempDir private Path parent;

  @Test
  void aClientTrustsTheNextEmulatorToo() throws Exception {
    SSLContext trust;
    try (AcsEmulator first = start()) {
      trust = trustOf(folder());
      assertEquals(Files.readString(folder().resolve("ca.pem")), first.certificatePem());
    }

    try (AcsEmulator second = start()) {
      assertEquals(
          second.certificatePem(), get(trust, second.endpoint().resolve("/emulator/ca.pem")));
    }
  }

  @Test
  void anEmulatorWithoutAFolderHasACertificateOfItsOwn() {
    try (AcsEmulator first = AcsEmulator.start();
        AcsEmulator second = AcsEmulator.start()) {
      assertNotEquals(first.certificatePem(), second.certificatePem());
    }
  }

  @Test
  void onlyTheOwnerReadsThePrivateKey() throws Exception {
    assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix"),
        "This test needs a POSIX file system.");
    Path key = folder().resolve("server.p12");
    open();
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));

    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    open();
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
  }

  @Test
  void noFileHasTheKeyOfTheAuthority() throws Exception {
    TlsIdentity tls = open();

    assertEquals(Set.of(".lock", "ca.pem", "server.p12", "truststore.p12"), filesOf(folder()));
    KeyStore store = KeyStore.getInstance(folder().resolve("server.p12").toFile(), password());
    assertEquals(1, store.size());
    assertNotEquals(
        tls.authority().getPublicKey(), store.getCertificate("acs-emulator").getPublicKey());
    KeyStore trusted =
        KeyStore.getInstance(folder().resolve("truststore.p12").toFile(), password());
    assertTrue(trusted.isCertificateEntry("acs-emulator"));
    assertFalse(Files.readString(folder().resolve("ca.pem")).contains("PRIVATE"));
  }

  @Test
  void filesForClientsThatWereDeletedAreWrittenAgain() throws Exception {
    String pem = open().authorityPem();
    Files.delete(folder().resolve("ca.pem"));
    Files.delete(folder().resolve("truststore.p12"));

    open();

    assertEquals(pem, Files.readString(folder().resolve("ca.pem")));
    assertTrue(Files.exists(folder().resolve("truststore.p12")));
  }

  @Test
  void filesForClientsAreNotWrittenAgainIfTheirContentIsRight() throws Exception {
    open();
    FileTime before = FileTime.fromMillis(1_000);
    for (Path file : filesForClients()) {
      Files.setLastModifiedTime(file, before);
    }

    open();

    for (Path file : filesForClients()) {
      assertEquals(before, Files.getLastModifiedTime(file), file.toString());
    }
  }

  @Test
  void filesForClientsThatHaveAnotherContentAreReplaced() throws Exception {
    Instant nextDay = open().expiresOn().minus(Duration.ofDays(29));
    TlsIdentity renewed = new CertificateFolder(folder()).open(nextDay);
    assertEquals(renewed.authorityPem(), Files.readString(folder().resolve("ca.pem")));
    assertEquals(renewed.authority(), trusted());

    for (Path file : filesForClients()) {
      Files.writeString(file, "broken");
    }
    open();
    assertEquals(renewed.authorityPem(), Files.readString(folder().resolve("ca.pem")));
    assertEquals(renewed.authority(), trusted());
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows replaces no file that is open.")
  void aClientThatReadsAFileWhileItIsReplacedGetsAllOfTheFormerOne() throws Exception {
    open();
    for (Path file : filesForClients()) {
      byte[] former = Files.readAllBytes(file);
      Files.delete(folder().resolve("server.p12"));
      try (InputStream client = Files.newInputStream(file)) {
        open();

        assertArrayEquals(former, client.readAllBytes(), file.toString());
        assertFalse(Arrays.equals(former, Files.readAllBytes(file)), file.toString());
      }
    }
    assertEquals(Set.of(".lock", "ca.pem", "server.p12", "truststore.p12"), filesOf(folder()));
  }

  @Test
  void aDeletedKeyGivesANewCertificate() throws Exception {
    String first = open().authorityPem();
    Files.delete(folder().resolve("server.p12"));

    assertNotEquals(first, open().authorityPem());
  }

  @Test
  void aCertificateIsReplacedAMonthBeforeItExpires() {
    TlsIdentity kept = open();
    Instant lastDay = kept.expiresOn().minus(Duration.ofDays(31));
    Instant nextDay = kept.expiresOn().minus(Duration.ofDays(29));

    assertEquals(kept.authority(), new CertificateFolder(folder()).open(lastDay).authority());
    assertNotEquals(kept.authority(), new CertificateFolder(folder()).open(nextDay).authority());
  }

  @Test
  void aBrokenFileIsNamed() throws Exception {
    open();
    Path key = folder().resolve("server.p12");
    Files.writeString(key, "broken");

    var thrown = assertThrows(UncheckedIOException.class, this::open);

    assertEquals(
        key + " cannot be read. Delete it, and the emulator creates a new certificate.",
        thrown.getMessage());
  }

  @Test
  void aFolderThatCannotBeCreatedIsNamed() throws Exception {
    Files.writeString(folder(), "a file");

    var thrown = assertThrows(UncheckedIOException.class, this::open);

    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.startsWith("The certificate cannot be kept in " + folder()), message);
  }

  @Test
  void emulatorsThatStartTogetherShareOneCertificate() throws Exception {
    Callable<String> start = () -> open().authorityPem();
    var threads = Executors.newFixedThreadPool(4);
    try {
      Set<String> certificates = new HashSet<>();
      for (var started : threads.invokeAll(List.of(start, start, start, start))) {
        certificates.add(started.get());
      }
      assertEquals(Set.of(Files.readString(folder().resolve("ca.pem"))), certificates);
    } finally {
      threads.shutdownNow();
    }
  }

  private Path folder() {
    return parent.resolve("certificates");
  }

  private List<Path> filesForClients() {
    return List.of(folder().resolve("ca.pem"), folder().resolve("truststore.p12"));
  }

  private Certificate trusted() throws Exception {
    return KeyStore.getInstance(folder().resolve("truststore.p12").toFile(), password())
        .getCertificate("acs-emulator");
  }

  private TlsIdentity open() {
    return new CertificateFolder(folder()).open();
  }

  private AcsEmulator start() {
    return AcsEmulator.builder().host("localhost").certificates(folder()).start();
  }

  private static char[] password() {
    return CertificateFolder.TRUST_STORE_PASSWORD.toCharArray();
  }

  private static Set<String> filesOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  private static SSLContext trustOf(Path folder) throws Exception {
    var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(KeyStore.getInstance(folder.resolve("truststore.p12").toFile(), password()));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trusted.getTrustManagers(), null);
    return context;
  }

  private static String get(SSLContext trust, URI uri) throws Exception {
    return HttpClient.newBuilder()
        .sslContext(trust)
        .build()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString(StandardCharsets.UTF_8))
        .body();
  }
}
