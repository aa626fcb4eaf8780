package dev.acstoken.emulator;

import dev.acstoken.emulator.server.FolderLock;
import dev.acstoken.emulator.server.PrivateFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * The folder in which an emulator keeps its certificate, so that clients trust it after a restart,
 * too.
 *
 * <ul>
 *   <li>{@code server.p12} has the server's private key, which only the owner of the file can read.
 *   <li>{@code ca.pem} and {@code truststore.p12} have the authority's certificate, for clients.
 * </ul>
 */
record CertificateFolder(Path path) {

  static final String TRUST_STORE_PASSWORD = "emulator";

  private static final Duration RENEWAL = Duration.ofDays(30);

  Path authority() {
    return path.resolve("ca.pem");
  }

  Path trustStore() {
    return path.resolve("truststore.p12");
  }

  private Path key() {
    return path.resolve("server.p12");
  }

  /**
   * Returns the identity that the folder holds. It is created if there is none, or if it expires
   * within 30 days. Emulators that start at the same time get the same one.
   *
   * @throws UncheckedIOException if the folder cannot be used, with a message for the user
   */
  TlsIdentity open() {
    return open(Instant.now());
  }

  TlsIdentity open(Instant now) {
    try {
      Files.createDirectories(path);
      return new FolderLock(path.resolve(".lock")).run(() -> openAlone(now));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The certificate cannot be kept in %s: %s".formatted(path, e), e);
    }
  }

  private TlsIdentity openAlone(Instant now) throws IOException {
    TlsIdentity tls = Files.exists(key()) ? keptOrRenewed(now) : create();
    if (!holdsPem(authority(), tls)) {
      replace(authority(), file -> Files.writeString(file, tls.authorityPem()));
    }
    if (!tls.isTrustedBy(trustStore(), TRUST_STORE_PASSWORD)) {
      replace(trustStore(), file -> tls.writeTrustStore(file, TRUST_STORE_PASSWORD));
    }
    return tls;
  }

  private static boolean holdsPem(Path file, TlsIdentity tls) throws IOException {
    byte[] pem = tls.authorityPem().getBytes(StandardCharsets.US_ASCII);
    return Files.exists(file) && Arrays.equals(pem, Files.readAllBytes(file));
  }

  /** Replaces a file for clients in one step, because a client may read it at the same time. */
  private static void replace(Path file, Content content) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".new");
    content.writeTo(next);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private TlsIdentity keptOrRenewed(Instant now) throws IOException {
    PrivateFiles.restrict(key());
    TlsIdentity kept;
    try (InputStream in = Files.newInputStream(key())) {
      kept = TlsIdentity.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(
          key() + " cannot be read. Delete it, and the emulator creates a new certificate.", e);
    }
    return now.plus(RENEWAL).isBefore(kept.expiresOn()) ? kept : create();
  }

  private TlsIdentity create() throws IOException {
    TlsIdentity tls = TlsIdentity.generate();
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    tls.write(content);
    PrivateFiles.replace(key(), content.toByteArray());
    return tls;
  }

  /** Writes the content of a file. */
  private interface Content {
    void writeTo(Path file) throws IOException;
  }
}
