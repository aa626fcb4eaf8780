package dev.acstoken.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Verifies what a client that trusts an emulator's authority trusts. */
class LoopbackAuthorityTest {

  private final LoopbackAuthority authority = new LoopbackAuthority();

  @Test
  void theServersCertificateIsValidForLoopback() throws Exception {
    X509Certificate server = authority.signServer(LoopbackAuthority.newKeys().getPublic());

    assertDoesNotThrow(() -> validate(server));
    assertEquals(
        List.of("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1"),
        server.getSubjectAlternativeNames().stream().map(name -> name.get(1)).toList());
    assertEquals(-1, server.getBasicConstraints());
  }

  @ParameterizedTest
  @CsvSource({
    "DNS, example.com",
    "DNS, localhost.example.com",
    "IP, 192.0.2.1",
    "IP, 10.0.2.2",
    "IP, 2001:db8::1"
  })
  void itCannotSignForAnotherHost(String type, String host) {
    X509Certificate forged = signFor(type, host);

    var refused = assertThrows(CertPathValidatorException.class, () -> validate(forged));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("name constraints"), refused::toString);
  }

  @ParameterizedTest
  @CsvSource({"DNS, localhost", "DNS, app.localhost", "IP, 127.8.9.10", "IP, ::1"})
  void itCanSignForThisMachine(String type, String host) {
    assertDoesNotThrow(() -> validate(signFor(type, host)));
  }

  @Test
  void itIsAnAuthorityThatStrictClientsAccept() {
    X509Certificate certificate = authority.certificate();

    assertEquals(0, certificate.getBasicConstraints(), "no authority below it");
    assertTrue(
        certificate
            .getCriticalExtensionOIDs()
            .containsAll(
                Set.of(
                    Extension.basicConstraints.getId(),
                    Extension.keyUsage.getId(),
                    Extension.nameConstraints.getId())));
    assertArrayEquals(
        new boolean[] {false, false, false, false, false, true, false, false, false},
        certificate.getKeyUsage());
    Duration validity =
        Duration.between(
            certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
    assertTrue(validity.toDays() < 825, validity::toString);
  }

  private X509Certificate signFor(String type, String host) {
    int tag = type.equals("DNS") ? GeneralName.dNSName : GeneralName.iPAddress;
    return authority.sign(
        new X500Name("O=forged"),
        LoopbackAuthority.newKeys().getPublic(),
        builder ->
            builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(tag, host))));
  }

  /**
   * Validates a certificate. The anchor is the authority's key, and its certificate is in the path,
   * because Java reads no name constraints of an anchor.
   */
  private void validate(X509Certificate certificate) throws Exception {
    X509Certificate issuer = authority.certificate();
    var anchor = new TrustAnchor(issuer.getSubjectX500Principal(), issuer.getPublicKey(), null);
    var parameters = new PKIXParameters(Set.of(anchor));
    parameters.setRevocationEnabled(false);
    var path =
        CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate, issuer));
    var unused = CertPathValidator.getInstance("PKIX").validate(path, parameters);
  }
}
