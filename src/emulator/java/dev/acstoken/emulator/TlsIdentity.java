package dev.acstoken.emulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The key and certificate with which an emulator serves TLS, and the certificate of the authority
 * that signed it. They are separate, because strict clients accept no certificate that is both.
 */
final class TlsIdentity {

  private static final String ALIAS = "acs-emulator";

  /** The password of files whose protection is their access rights. It is not a secret. */
  private static final char[] PASSWORD = "emulator".toCharArray();

  private final KeyStore server;
  private final X509Certificate authority;

  private TlsIdentity(KeyStore server, X509Certificate authority) {
    this.server = server;
    this.authority = authority;
  }

  /** Generates a new key, with certificates for loopback. */
  static TlsIdentity generate() {
    LoopbackAuthority authority = new LoopbackAuthority();
    KeyPair keys = LoopbackAuthority.newKeys();
    Certificate[] chain = {authority.signServer(keys.getPublic()), authority.certificate()};
    try {
      KeyStore store = emptyStore();
      store.setKeyEntry(ALIAS, keys.getPrivate(), PASSWORD, chain);
      return new TlsIdentity(store, authority.certificate());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("This JDK has no PKCS12", e);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if it is something else
   */
  static TlsIdentity read(InputStream in) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD);
      Certificate[] chain = store.getCertificateChain(ALIAS);
      if (chain == null || chain.length != 2 || !(chain[1] instanceof X509Certificate authority)) {
        throw new IOException("It has no key of an emulator.");
      }
      return new TlsIdentity(store, authority);
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /** Writes the private key and the certificates. */
  void write(OutputStream out) throws IOException {
    try {
      server.store(out, PASSWORD);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK has no PKCS12", e);
    }
  }

  /** Returns the authority's certificate, by which clients trust the emulator. */
  X509Certificate authority() {
    return authority;
  }

  /** Returns the authority's certificate in PEM. */
  String authorityPem() {
    try {
      Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
      return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
          .formatted(lines.encodeToString(authority.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The certificate has no encoding", e);
    }
  }

  /** Returns the time at which the certificates expire. */
  Instant expiresOn() {
    return authority.getNotAfter().toInstant();
  }

  SSLContext serverContext() {
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(server, PASSWORD);
      return context(keys.getKeyManagers(), null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK has no TLS", e);
    }
  }

  SSLContext clientContext() {
    try {
      TrustManagerFactory trusted =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusted.init(trustStore());
      return context(null, trusted.getTrustManagers());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("This JDK has no TLS", e);
    }
  }

  void writeTrustStore(Path file, String password) {
    try (OutputStream out = Files.newOutputStream(file)) {
      trustStore().store(out, password.toCharArray());
    } catch (IOException e) {
      throw new UncheckedIOException("The trust store could not be written: " + file, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK has no PKCS12", e);
    }
  }

  /** Returns whether a file is one that {@link #writeTrustStore} wrote for this identity. */
  boolean isTrustedBy(Path file, String password) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try {
      KeyStore store = KeyStore.getInstance(file.toFile(), password.toCharArray());
      return store.size() == 1 && authority.equals(store.getCertificate(ALIAS));
    } catch (IOException | GeneralSecurityException e) {
      return false;
    }
  }

  private KeyStore trustStore() throws IOException, GeneralSecurityException {
    KeyStore store = emptyStore();
    store.setCertificateEntry(ALIAS, authority);
    return store;
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static SSLContext context(KeyManager @Nullable [] keys, TrustManager @Nullable [] trusted)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, trusted, null);
    return context;
  }
}
