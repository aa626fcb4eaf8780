package dev.acstoken.app;

import dev.acstoken.settings.SettingsException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;

/** The certificates that this JVM trusts unless a client is given others. */
final class TrustStore {

  private TrustStore() {}

  /**
   * Reads the certificates.
   *
   * @throws SettingsException with the reason if they cannot be read, for instance because the
   *     password is wrong
   */
  static void requireReadable() {
    try {
      TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm())
          .init((KeyStore) null);
    } catch (GeneralSecurityException e) {
      throw new SettingsException(
          List.of(
              "The trust store of this JVM cannot be read: "
                  + reason(e)
                  + ". Check the options javax.net.ssl.trustStore,"
                  + " javax.net.ssl.trustStorePassword and javax.net.ssl.trustStoreType."));
    }
  }

  // The message of the exception itself says only that there is a problem.
  private static String reason(GeneralSecurityException e) {
    return Stream.iterate((Throwable) e, t -> t != null, Throwable::getCause)
        .limit(2)
        .map(Throwable::getMessage)
        .filter(message -> message != null)
        .reduce((outer, inner) -> inner)
        .orElse("unknown reason");
  }
}
