package dev.acstoken.emulator;

import com.sun.net.httpserver.HttpExchange;
import dev.acstoken.emulator.server.LocalServer;
import dev.acstoken.emulator.server.ProgramsOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/**
 * An emulator of the ACS Identity API. It serves HTTPS on loopback from {@link #start()} or {@link
 * Builder#start()} until {@link #close()}. It refuses the requests of web pages.
 */
public final class AcsEmulator implements AutoCloseable {

  /**
   * A fixed access key for local use, so that a copied connection string still works after a
   * restart. Like Azurite's key, it is published and therefore not a secret.
   */
  public static final String PUBLISHED_ACCESS_KEY =
      "YWNzLWVtdWxhdG9yLWFjY2Vzcy1rZXktd2hpY2gtaXMtcHVibGlzaGVkLXNvLW5vLXNlY3JldC4=";

  private final String accessKey;
  private final TlsIdentity tls;
  private final EmulatorState state;
  private final IdentityStore identities;
  private final AccessTokens tokens;
  private final TokenLifetime tokenLifetime;
  private final EntraKeys entra = new EntraKeys();
  private final TeamsDirectory teams = new TeamsDirectory();
  private final Faults faults = new Faults();
  private final Counters counters = new Counters();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final LocalServer server;
  private final URI endpoint;

  private AcsEmulator(Builder builder, EmulatorState state) {
    this.accessKey = builder.accessKey;
    this.tls = builder.certificates.map(CertificateFolder::open).orElseGet(TlsIdentity::generate);
    this.state = state;
    this.identities = state.identities();
    this.tokens = new AccessTokens(state, builder.clock);
    this.tokenLifetime = new TokenLifetime(builder.tokenLifetime);
    HmacSignature hmac = new HmacSignature(Base64.getDecoder().decode(accessKey), builder.clock);
    AcsHandler acs =
        new AcsHandler(
            new IdentityService(
                identities, tokens, entra, teams, counters, builder.clock, tokenLifetime),
            new Authentication(hmac, new BearerTokenVerifier(entra, builder.clock)),
            new QuotaWindows(builder.quotas, builder.clock),
            faults,
            counters,
            closing);
    ControlHandler control =
        new ControlHandler(identities, tokens, tokenLifetime, faults, counters, tls.authorityPem());
    this.server =
        LocalServer.https(
            "acs-emulator",
            builder.host,
            builder.port,
            tls.serverContext(),
            new ProgramsOnly(exchange -> dispatch(exchange, acs, control)));
    this.endpoint = URI.create("https://%s:%d".formatted(inUrl(builder.host), server.port()));
  }

  /** Starts an emulator on a free port with a random access key. */
  public static AcsEmulator start() {
    return builder().start();
  }

  /** Returns a builder with default settings. */
  public static Builder builder() {
    return new Builder();
  }

  private static void dispatch(HttpExchange exchange, AcsHandler acs, ControlHandler control)
      throws IOException {
    try {
      Request request = Request.read(exchange);
      if (request.path().startsWith(ControlHandler.PREFIX)) {
        control.handle(request).send(exchange);
      } else {
        acs.handle(exchange, request);
      }
    } finally {
      exchange.close();
    }
  }

  private static String inUrl(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  /** Returns the URL that it serves: scheme, host and port. */
  public URI endpoint() {
    return endpoint;
  }

  /** Returns the resource's id, which is part of every identity's id. */
  public UUID resourceId() {
    return state.resourceId();
  }

  /** Returns the resource's access key, in base64. */
  public String accessKey() {
    return accessKey;
  }

  /** Returns the connection string as the Azure portal would show it. */
  public String connectionString() {
    return "endpoint=%s/;accesskey=%s".formatted(endpoint, accessKey);
  }

  /**
   * Returns the certificate of the authority that signed the emulator's own certificate. It may
   * sign for loopback names only, and its private key no longer exists.
   */
  public X509Certificate certificate() {
    return tls.authority();
  }

  /** Returns {@link #certificate()} in PEM, for Node's {@code NODE_EXTRA_CA_CERTS} and others. */
  public String certificatePem() {
    return tls.authorityPem();
  }

  /** Returns a TLS context for clients that trusts only this emulator. */
  public SSLContext clientSslContext() {
    return tls.clientContext();
  }

  /** Writes the authority's certificate to a PKCS12 file for {@code -Djavax.net.ssl.trustStore}. */
  public void writeTrustStore(Path file, String password) {
    tls.writeTrustStore(file, password);
  }

  /**
   * Trusts a key as a signing key of Entra ID. The emulator then accepts tokens that are signed
   * with it: bearer tokens, such as a managed identity's, and Teams users' tokens.
   */
  public void trust(RSAPublicKey key) {
    entra.trust(key);
  }

  /** Returns the directory of users and tenants that have Teams. */
  public TeamsDirectory teams() {
    return teams;
  }

  TlsIdentity tls() {
    return tls;
  }

  /** Returns the faults to inject into future requests. */
  public Faults faults() {
    return faults;
  }

  /** Gives every token from now on this lifetime instead of the requested one. */
  public void overrideTokenLifetime(Duration lifetime) {
    tokenLifetime.set(Optional.of(lifetime));
  }

  /** Gives every token from now on the lifetime that its request asks for. */
  public void restoreTokenLifetime() {
    tokenLifetime.set(Optional.empty());
  }

  /** Returns the counts of all operations so far. */
  public Counters counters() {
    return counters;
  }

  /** Returns the ids of the identities that exist now. */
  public Set<String> identities() {
    return identities.live().stream().map(Identity::id).collect(Collectors.toUnmodifiableSet());
  }

  /** Returns whether this access token is valid now. */
  public boolean isValid(String token) {
    return status(token) instanceof TokenStatus.Active;
  }

  /** Returns the status of this access token now, with the reason if it is not valid. */
  public TokenStatus status(String token) {
    return tokens.inspect(token);
  }

  /** Stops serving and closes the connections that are still waiting. */
  @Override
  public void close() {
    closing.countDown();
    server.close();
    state.close();
  }

  /** Builds an emulator. Every setting has a default. */
  public static final class Builder {

    private String host = "127.0.0.1";
    private int port;
    private String accessKey = randomKey();
    private UUID resourceId = UUID.randomUUID();
    private Clock clock = Clock.systemUTC();
    private Optional<Duration> tokenLifetime = Optional.empty();
    private Quotas quotas = Quotas.none();
    private Optional<CertificateFolder> certificates = Optional.empty();
    private Optional<Path> state = Optional.empty();

    private Builder() {}

    /** Sets the loopback name or address to listen on; {@code 127.0.0.1} by default. */
    public Builder host(String host) {
      this.host = host;
      return this;
    }

    /** Sets the port; 0, the default, chooses a free one. */
    public Builder port(int port) {
      this.port = port;
      return this;
    }

    /**
     * Sets the access key, in base64; random by default.
     *
     * @throws IllegalArgumentException if it is not base64
     */
    public Builder accessKey(String accessKey) {
      try {
        Base64.getDecoder().decode(accessKey);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("The access key is not base64.", e);
      }
      this.accessKey = accessKey;
      return this;
    }

    /** Sets the resource's id, which is part of every identity's id; random by default. */
    public Builder resourceId(UUID resourceId) {
      this.resourceId = resourceId;
      return this;
    }

    /** Sets the clock for tokens, signatures and quotas. */
    public Builder clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    /**
     * Gives every token this lifetime instead of the requested one, so that tests can observe
     * expiry.
     */
    public Builder tokenLifetime(Duration tokenLifetime) {
      this.tokenLifetime = Optional.of(tokenLifetime);
      return this;
    }

    /** Sets the limits on requests; none by default. */
    public Builder quotas(Quotas quotas) {
      this.quotas = quotas;
      return this;
    }

    /**
     * Keeps the certificate in a folder, so that clients trust a later emulator, too; by default
     * each emulator has a new one. The server's private key is readable for the owner only.
     */
    public Builder certificates(Path folder) {
      this.certificates = Optional.of(new CertificateFolder(folder.toAbsolutePath()));
      return this;
    }

    /**
     * Keeps the identities, the revocations, the resource's id and the key that signs tokens in a
     * folder, for a later emulator; by default they are in memory. Every change is written before
     * the response is sent. The folder and its files are readable for the owner only.
     */
    public Builder state(Path folder) {
      this.state = Optional.of(folder);
      return this;
    }

    /**
     * Starts the emulator.
     *
     * @throws UncheckedIOException if the port is in use, or if the certificate or the state cannot
     *     be kept, or if another emulator uses the same folder for its state; the message says
     *     which
     */
    public AcsEmulator start() {
      if (!LocalServer.isLoopback(host)) {
        throw new IllegalArgumentException(
            "The emulator listens on loopback only, because its control API has no authentication: "
                + host);
      }
      EmulatorState opened =
          state
              .map(folder -> EmulatorState.keptIn(folder, resourceId, clock))
              .orElseGet(() -> EmulatorState.inMemory(resourceId, clock));
      try {
        return new AcsEmulator(this, opened);
      } catch (RuntimeException e) {
        opened.close();
        throw e;
      }
    }

    private static String randomKey() {
      byte[] key = new byte[64];
      new SecureRandom().nextBytes(key);
      return Base64.getEncoder().encodeToString(key);
    }
  }
}
