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
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.http.policy.RequestIdPolicy;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.http.policy.UserAgentPolicy;
import com.azure.core.util.Context;
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
import org.jspecify.annotations.Nullable;

/** Builds the SDK clients, once each, on one shared HTTP client and one shared credential. */
public final class AzureClients {

  // With two slashes, as the SDK asks for it.
  private static final String ACS_SCOPE = "https://communication.azure.com//.default";

  // DependencyCaller decides about retries: the SDKs know neither the request's deadline nor that a
  // repeated creation creates a second identity.
  private static final RetryOptions NO_RETRIES =
      new RetryOptions(new FixedDelayOptions(0, Duration.ofMillis(1)));

  // Only a response is worth a retry: to wait more than once for a token that does not come would
  // outlast every request's deadline.
  private static final RetryOptions RETRIES_AFTER_A_RESPONSE =
      new RetryOptions(new FixedDelayOptions(2, Duration.ofMillis(200)))
          .setShouldRetryCondition(
              attempt ->
                  attempt.getResponse() != null && attempt.getResponse().getStatusCode() >= 500);

  private final ExecutorService threads =
      Executors.newCachedThreadPool(DaemonThreads.named("dependency-call"));
  private final HttpClient http;
  private final DefaultAzureCredentialBuilder credentialBuilder;
  private @Nullable TokenCredential credential;

  /**
   * Creates clients that authenticate with the system-assigned managed identity, or as a developer.
   *
   * @param http what connects to ACS, Table Storage and Microsoft Entra ID; taken over
   */
  public AzureClients(java.net.http.HttpClient.Builder http) {
    this(
        new JdkHttpClientBuilder(http)
            .connectionTimeout(DependencyCaller.MAX_ATTEMPT)
            .responseTimeout(DependencyCaller.MAX_ATTEMPT)
            .readTimeout(DependencyCaller.MAX_ATTEMPT)
            .build());
  }

  /**
   * Creates clients that authenticate with a user-assigned managed identity.
   *
   * @param clientId the identity's client id
   */
  public AzureClients(java.net.http.HttpClient.Builder http, String clientId) {
    this(http);
    credentialBuilder.managedIdentityClientId(clientId);
  }

  private AzureClients(HttpClient http) {
    this.http = http;
    this.credentialBuilder =
        new DefaultAzureCredentialBuilder().httpClient(http).retryOptions(RETRIES_AFTER_A_RESPONSE);
  }

  /** Returns ports whose calls do not leave the process and always get the same responses. */
  public static Stubs stubbed() {
    var clients = new AzureClients(new StubHttpClient());
    return new Stubs(
        clients.communicationIdentities(StubHttpClient.ACS),
        clients.tableStorage(StubHttpClient.TABLE));
  }

  /** Ports that a stub responds to. */
  public record Stubs(CommunicationIdentities identities, TableStorage tableStorage) {}

  /**
   * Checks whether an ACS resource responds at all. More cannot be told without side effects: ACS
   * Identity has no operation that only reads. The next call finds the connection open.
   *
   * @return what is wrong, such as {@code status 503}; empty if the response is no server error
   * @throws IOException if there is no response in time
   */
  public Optional<String> ping(URI acs, Duration timeout) throws IOException {
    var request = new HttpRequest(HttpMethod.GET, acs.resolve("/").toString());
    var withinTimeout = new Context(DependencyCaller.RESPONSE_TIMEOUT, timeout);
    try (HttpResponse response = http.sendSync(request, withinTimeout)) {
      // Read to its end: closing a response that is not closes its connection too.
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
        .onBehalfOfTenant()
        .<TeamsUserTokens>map(
            tenant ->
                new EntraOnBehalfOf(
                    teams.appId(), tenant, credential(), http, RETRIES_AFTER_A_RESPONSE, threads))
        .orElse(TeamsUserTokens.FROM_REQUEST);
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

  // The SDK's own pipeline has no place before the signature, which covers the api-version. It has
  // no retries either: see NO_RETRIES.
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
    var builder =
        new TableClientBuilder()
            .tableName(settings.tableName())
            .httpClient(http)
            .addPolicy(new CallTelemetry.Policy())
            .retryOptions(NO_RETRIES);
    settings.account().configure(builder, this::credential);
    return TableStorage.of(
        builder.buildClient(),
        new DependencyCaller(threads, new TableErrorTranslator()),
        InstantSource.system());
  }

  /**
   * Acquires an access token as the calls to ACS do, from the credential's cache if there is one.
   *
   * @throws RuntimeException if none can be acquired
   */
  public void requireAccessToken() {
    var unused = credential().getTokenSync(new TokenRequestContext().addScopes(ACS_SCOPE));
  }

  private synchronized TokenCredential credential() {
    if (credential == null) {
      credential = credentialBuilder.build();
    }
    return credential;
  }
}
