package dev.acstoken.emulator;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** A key and a self-signed certificate for loopback, generated for each emulator. */
final class TlsIdentity {

  private final HeldCertificate held =
      new HeldCertificate.Builder()
          .commonName("ACS Identity emulator")
          .addSubjectAlternativeName("localhost")
          .addSubjectAlternativeName("127.0.0.1")
          .build();

  X509Certificate certificate() {
    return held.certificate();
  }

  String certificatePem() {
    return held.certificatePem();
  }

  SSLContext serverContext() {
    return new HandshakeCertificates.Builder().heldCertificate(held).build().sslContext();
  }

  SSLContext clientContext() {
    return new HandshakeCertificates.Builder()
        .addTrustedCertificate(held.certificate())
        .build()
        .sslContext();
  }

  void writeTrustStore(Path file, String password) {
    try {
      KeyStore trustStore = KeyStore.getInstance("PKCS12");
      trustStore.load(null, null);
      trustStore.setCertificateEntry("acs-emulator", held.certificate());
      try (OutputStream out = Files.newOutputStream(file)) {
        trustStore.store(out, password.toCharArray());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The trust store could not be written: " + file, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK has no PKCS12", e);
    }
  }
}
