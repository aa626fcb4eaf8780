package dev.acstoken.emulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;

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
  private static final Object IN_THIS_JVM = new Object();

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
    // A file lock excludes only other processes. Threads of this one would get an exception.
    synchronized (IN_THIS_JVM) {
      try {
        Files.createDirectories(path);
        try (FileChannel channel =
                FileChannel.open(
                    path.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.lock()) {
          if (!lock.isValid()) {
            throw new IOException("The lock on " + path + " was lost.");
          }
          TlsIdentity tls = Files.exists(key()) ? keptOrRenewed(now) : create();
          Files.writeString(authority(), tls.authorityPem());
          tls.writeTrustStore(trustStore(), TRUST_STORE_PASSWORD);
          return tls;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(
            "The certificate cannot be kept in %s: %s".formatted(path, e), e);
      }
    }
  }

  private TlsIdentity keptOrRenewed(Instant now) throws IOException {
    restrictToOwner(key());
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
    Path file = Files.createTempFile(path, "server", ".p12");
    try {
      restrictToOwner(file);
      try (OutputStream out = Files.newOutputStream(file)) {
        tls.write(out);
      }
      Files.move(file, key(), StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(file);
    }
    return tls;
  }

  /** On Windows the rights of the folder apply, which in a user's profile are the user's alone. */
  private static void restrictToOwner(Path file) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
  }
}
