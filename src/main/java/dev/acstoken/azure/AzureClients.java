package dev.acstoken.azure;

import com.azure.communication.common.implementation.HmacAuthenticationPolicy;
import com.azure.communication.identity.CommunicationIdentityClient;
import com.azure.communication.identity.CommunicationIdentityClientBuilder;
import com.azure.core.credential.AzureKeyCredential;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.BearerTokenAuthenticationPolicy;
import com.azure.core.http.policy.ExponentialBackoffOptions;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.http.policy.RequestIdPolicy;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.http.policy.UserAgentPolicy;
import com.azure.core.util.Context;
import com.azure.data.tables.TableAsyncClient;
import com.azure.data.tables.TableClientBuilder;
import com.azure.identity.DefaultAzureCredentialBuilder;
import dev.acstoken.azure.acs.AcsApiVersion;
import dev.acstoken.azure.acs.AcsErrorTranslator;
import dev.acstoken.azure.acs.AcsSettings;
import dev.acstoken.azure.acs.AzureCommunicationIdentities;
import dev.acstoken.azure.acs.AzureTeamsTokenExchange;
import dev.acstoken.azure.acs.TeamsExchangeErrorTranslator;
import dev.acstoken.azure.entra.EntraOnBehalfOf;
import dev.acstoken.azure.entra.TeamsSettings;
import dev.acstoken.azure.resilience.CallTelemetry;
import dev.acstoken.azure.resilience.DependencyCaller;
import dev.acstoken.azure.table.TableErrorTranslator;
import dev.acstoken.azure.table.TableSettings;
import dev.acstoken.azure.table.TableStorage;
import dev.acstoken.concurrent.DaemonThreads;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.Redacted;
import dev.acstoken.teams.SentTeamsTokens;
import dev.acstoken.teams.TeamsTokenExchange;
import dev.acstoken.teams.TeamsUserTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Builds the clients of the Azure SDKs. All clients share one HTTP client and one credential. */
public final class AzureClients {

  // The SDK requests this scope with two slashes.
  private static final String ACS_SCOPE = "https://communication.azure.com//.default";

  // DependencyCaller retries instead of the SDKs. They do not know the request's deadline, and they
  // would repeat a creation, which would create a second identity.
  private static final RetryOptions NO_RETRIES =
      new RetryOptions(new FixedDelayOptions(0, Duration.ofMillis(1)));

  // Table Storage may search for about five seconds before it returns what it has found until then.
  private static final Duration MAX_SEARCH = Duration.ofSeconds(40);

  private final ExecutorService threads =
      Executors.newCachedThreadPool(DaemonThreads.named("dependency-call"));
  private final HttpClient http;
  private final Supplier<HttpClient> patientHttp;
  private final Optional<String> clientId;
  private @Nullable TokenCredential credential;

  /**
   * Creates clients that authenticate with the system-assigned managed identity, or as a developer.
   *
   * @param http the builder of the client for ACS, Table Storage and Microsoft Entra ID; the caller
   *     must not use it afterwards
   */
  public AzureClients(java.net.http.HttpClient.Builder http) {
    this(http, Optional.empty());
  }

  private static HttpClient withTimeout(java.net.http.HttpClient.Builder http, Duration response) {
    return new JdkHttpClientBuilder(http)
        .connectionTimeout(DependencyCaller.MAX_ATTEMPT)
        .responseTimeout(response)
        .readTimeout(response)
        // The time until the response includes the request. The adapter's own time-out of the
        // request's body would pass the body through another library.
        .writeTimeout(Duration.ZERO)
        .build();
  }

  /**
   * Creates clients that authenticate with a user-assigned managed identity.
   *
   * @param clientId the identity's client id
   */
  public AzureClients(java.net.http.HttpClient.Builder http, String clientId) {
    this(http, Optional.of(clientId));
  }

  private AzureClients(java.net.http.HttpClient.Builder http, Optional<String> clientId) {
    this(
        withTimeout(http, DependencyCaller.MAX_ATTEMPT),
        () -> withTimeout(http, MAX_SEARCH),
        clientId);
  }

  private AzureClients(
      HttpClient http, Supplier<HttpClient> patientHttp, Optional<String> clientId) {
    this.http = http;
    this.patientHttp = patientHttp;
    this.clientId = clientId;
  }

  /** Returns ports whose calls stay in this process and always get the same responses. */
  public static Stubs stubbed() {
    HttpClient http = new StubHttpClient();
    var clients = new AzureClients(http, () -> http, Optional.empty());
    return new Stubs(
        clients.communicationIdentities(StubHttpClient.ACS),
        clients.tableStorage(StubHttpClient.TABLE));
  }

  /** Ports whose HTTP client is a stub. */
  public record Stubs(CommunicationIdentities identities, TableStorage tableStorage) {}

  /**
   * Checks whether an ACS resource responds at all. A deeper check would have side effects, because
   * ACS Identity has no operation that only reads. The connection stays open for the next call.
   *
   * @return the problem, such as {@code status 503}; empty if the response is not a server error
   * @throws IOException if no response arrives within the timeout
   */
  public Optional<String> ping(URI acs, Duration timeout) throws IOException {
    var request = new HttpRequest(HttpMethod.GET, acs.resolve("/").toString());
    var withinTimeout = new Context(DependencyCaller.RESPONSE_TIMEOUT, timeout);
    try (HttpResponse response = http.sendSync(request, withinTimeout)) {
      // The body is read to its end, because closing an unread response closes its connection.
      var unused = response.getBodyAsBinaryData().toBytes();
      int status = response.getStatusCode();
      return status < 500 ? Optional.empty() : Optional.of("status " + status);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  public CommunicationIdentities communicationIdentities(AcsSettings settings) {
    return new AzureCommunicationIdentities(
        acsClient(settings),
        settings.endpoint().toString(),
        new DependencyCaller(threads, new AcsErrorTranslator()));
  }

  public TeamsTokenExchange teamsTokenExchange(AcsSettings settings, TeamsSettings teams) {
    return new AzureTeamsTokenExchange(
        acsClient(settings),
        settings.endpoint().toString(),
        teams.appId(),
        new DependencyCaller(threads, new TeamsExchangeErrorTranslator()));
  }

  public TeamsUserTokens teamsUserTokens(TeamsSettings teams) {
    return teams
        .onBehalfOf()
        .<TeamsUserTokens>map(
            settings ->
                new EntraOnBehalfOf(
                    teams.appId(), settings, credential(), http, retriesAfterResponse(), threads))
        .orElseGet(SentTeamsTokens::new);
  }

  private CommunicationIdentityClient acsClient(AcsSettings settings) {
    return new CommunicationIdentityClientBuilder()
        .endpoint(settings.endpoint().toString())
        .pipeline(acsPipeline(authentication(settings)))
        .buildClient();
  }

  private HttpPipelinePolicy authentication(AcsSettings settings) {
    return settings
        .accessKey()
        .map(Redacted::reveal)
        .<HttpPipelinePolicy>map(key -> new HmacAuthenticationPolicy(new AzureKeyCredential(key)))
        .orElseGet(() -> new BearerTokenAuthenticationPolicy(credential(), ACS_SCOPE));
  }

  // The SDK's default pipeline cannot set the api-version before the signature, which covers it.
  // This pipeline has no retry policy, for the reason given at NO_RETRIES.
  private HttpPipeline acsPipeline(HttpPipelinePolicy authentication) {
    return new HttpPipelineBuilder()
        .httpClient(http)
        .policies(
            new UserAgentPolicy("acs-token-endpoint"),
            new RequestIdPolicy(),
            new CallTelemetry.Policy(),
            new AcsApiVersion(),
            authentication)
        .build();
  }

  public TableStorage tableStorage(TableSettings settings) {
    return TableStorage.of(
        tableClientBuilder(settings)
            .addPolicy(new CallTelemetry.Policy())
            .retryOptions(NO_RETRIES)
            .buildClient(),
        new DependencyCaller(threads, new TableErrorTranslator()),
        InstantSource.system());
  }

  /**
   * Returns a client of the table for many concurrent calls, which no user waits for. It retries
   * calls with an exponential back-off when the table is throttled or does not respond. It has
   * connections of its own.
   */
  public TableAsyncClient tableAsyncClient(TableSettings settings) {
    return tableClientBuilder(settings)
        .httpClient(patientHttp.get())
        .addPolicy(new UnreadableErrors())
        .retryOptions(patientRetries())
        .buildAsyncClient();
  }

  // The waits add up to about three minutes. A table without traffic needs minutes until it serves
  // its target rate.
  private static RetryOptions patientRetries() {
    return new RetryOptions(
        new ExponentialBackoffOptions()
            .setMaxRetries(10)
            .setBaseDelay(Duration.ofMillis(500))
            .setMaxDelay(Duration.ofSeconds(30)));
  }

  private TableClientBuilder tableClientBuilder(TableSettings settings) {
    var builder = new TableClientBuilder().tableName(settings.tableName()).httpClient(http);
    settings.account().configure(builder, this::credential);
    return builder;
  }

  /**
   * Acquires an access token in the same way as calls to ACS do. The credential may return it from
   * its cache.
   *
   * @throws RuntimeException if no access token can be acquired
   */
  public void requireAccessToken() {
    var unused = credential().getTokenSync(new TokenRequestContext().addScopes(ACS_SCOPE));
  }

  private synchronized TokenCredential credential() {
    if (credential == null) {
      var builder =
          new DefaultAzureCredentialBuilder().httpClient(http).retryOptions(retriesAfterResponse());
      clientId.ifPresent(builder::managedIdentityClientId);
      credential = builder.build();
    }
    return credential;
  }

  // Only a response leads to a retry. A second wait for a token that does not arrive would outlast
  // every request's deadline.
  private static RetryOptions retriesAfterResponse() {
    return new RetryOptions(new FixedDelayOptions(2, Duration.ofMillis(200)))
        .setShouldRetryCondition(
            attempt ->
                attempt.getResponse() != null && attempt.getResponse().getStatusCode() >= 500);
  }
}
