package dev.acstoken.emulator;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority that is new in each object and may sign for loopback names only. Nothing
 * writes its private key anywhere, so nobody can sign with it after this object is gone: a client
 * that trusts it trusts the certificates that this object has signed, and no others.
 */
final class LoopbackAuthority {

  /** Below the 825 days that Apple's platforms accept of a certificate. */
  private static final Duration LIFETIME = Duration.ofDays(800);

  private static final Duration CLOCK_SKEW = Duration.ofHours(1);

  /** The names that RFC 5280 §4.2.1.10 lets it sign for; a name permits those below it, too. */
  private static final GeneralSubtree[] PERMITTED = {
    new GeneralSubtree(new GeneralName(GeneralName.dNSName, "localhost")),
    new GeneralSubtree(new GeneralName(GeneralName.iPAddress, "127.0.0.0/8")),
    new GeneralSubtree(new GeneralName(GeneralName.iPAddress, "::1/128")),
  };

  private static final GeneralNames SERVER_NAMES =
      new GeneralNames(
          new GeneralName[] {
            new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
            new GeneralName(GeneralName.iPAddress, "::1"),
          });

  private final SecureRandom random = new SecureRandom();
  private final KeyPair keys = newKeys();
  private final Instant now = Instant.now();
  private final X500Name name =
      new X500Name("CN=ACS emulator on this machine " + serial().toString(16).substring(0, 8));
  private final X509Certificate certificate = sign(name, keys.getPublic(), this::makeAuthority);

  /** Returns the certificate by which clients trust it. */
  X509Certificate certificate() {
    return certificate;
  }

  /** Signs a server certificate for {@code localhost}, {@code 127.0.0.1} and {@code ::1}. */
  X509Certificate signServer(PublicKey key) {
    return sign(new X500Name("CN=localhost"), key, this::makeServer);
  }

  static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK has no P-256", e);
    }
  }

  X509Certificate sign(X500Name subject, PublicKey key, Extensions extensions) {
    try {
      JcaX509ExtensionUtils utils = new JcaX509ExtensionUtils();
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
                  name,
                  serial(),
                  Date.from(now.minus(CLOCK_SKEW)),
                  Date.from(now.plus(LIFETIME)),
                  subject,
                  key)
              .addExtension(
                  Extension.subjectKeyIdentifier, false, utils.createSubjectKeyIdentifier(key))
              .addExtension(
                  Extension.authorityKeyIdentifier,
                  false,
                  utils.createAuthorityKeyIdentifier(keys.getPublic()));
      extensions.addTo(builder);
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("This JDK cannot sign certificates", e);
    }
  }

  private void makeAuthority(X509v3CertificateBuilder builder) throws IOException {
    builder
        .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
        .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign))
        .addExtension(Extension.nameConstraints, true, new NameConstraints(PERMITTED, null));
  }

  private void makeServer(X509v3CertificateBuilder builder) throws IOException {
    builder
        .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
        .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
        .addExtension(
            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
        .addExtension(Extension.subjectAlternativeName, false, SERVER_NAMES);
  }

  private BigInteger serial() {
    return new BigInteger(120, random).setBit(119);
  }

  /** Adds the extensions of one kind of certificate. */
  interface Extensions {
    void addTo(X509v3CertificateBuilder builder) throws IOException;
  }
}
