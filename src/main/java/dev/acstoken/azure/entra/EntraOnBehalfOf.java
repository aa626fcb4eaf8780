package dev.acstoken.azure.entra;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.util.Context;
import com.azure.identity.OnBehalfOfCredentialBuilder;
import dev.acstoken.azure.resilience.CallTelemetry;
import dev.acstoken.azure.resilience.DependencyCaller;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.teams.EntraUser;
import dev.acstoken.teams.TeamsUserToken;
import dev.acstoken.teams.TeamsUserTokens;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.regex.Pattern;

/**
 * Acquires Teams users' tokens from Entra ID on the users' behalf, in exchange for their bearer
 * tokens. A token of the managed identity authenticates the application, so no client secret is
 * needed.
 *
 * @see <a href="https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow">
 *     OAuth 2.0 On-Behalf-Of flow</a>
 */
public final class EntraOnBehalfOf implements TeamsUserTokens {

  private static final TokenRequestContext TEAMS =
      new TokenRequestContext()
          .addScopes(
              "https://auth.msft.communication.azure.com/Teams.ManageCalls",
              "https://auth.msft.communication.azure.com/Teams.ManageChats");

  // ACS would say of anything else that the caller's token is not valid.
  private static final Pattern JWT = Pattern.compile("[\\w-]+(\\.[\\w-]*){2,4}");

  private static final TokenRequestContext FEDERATION =
      new TokenRequestContext().addScopes("api://AzureADTokenExchange/.default");

  private final String appId;
  private final EntraTenant tenant;
  private final TokenCredential managedIdentity;
  private final HttpClient http;
  private final RetryOptions retries;
  private final ExecutorService threads;
  private final DependencyCaller caller;

  public EntraOnBehalfOf(
      String appId,
      OnBehalfOfSettings settings,
      TokenCredential managedIdentity,
      HttpClient http,
      RetryOptions retries,
      ExecutorService threads) {
    this.appId = appId;
    this.tenant = settings.tenant();
    this.managedIdentity = managedIdentity;
    this.http = http;
    this.retries = retries;
    this.threads = threads;
    this.caller =
        new DependencyCaller(
            threads, new EntraErrorTranslator(settings.acceptsOtherApplications()));
  }

  @Override
  public void requireAcceptable(EntraUser user, Optional<TeamsUserToken> sent) {
    if (sent.isPresent()) {
      throw new ServiceException(
          ErrorCode.INVALID_REQUEST,
          "Do not send a Teams token. This service acquires it on your behalf.");
    }
    // Entra ID would report a token of another issuer as a fault of this service.
    if (!tenant.hasIssuer(user.issuer())) {
      throw new ServiceException(
          ErrorCode.WRONG_TENANT,
          "The user does not belong to the tenant from which this service acquires Teams tokens.");
    }
  }

  @Override
  public TeamsUserToken tokenOf(
      EntraUser user, Optional<TeamsUserToken> sent, RequestContext context) {
    requireAcceptable(user, sent);
    String token = caller.callOnce(context, sdk -> acquire(user, sdk));
    if (!JWT.matcher(token).matches()) {
      throw EntraErrorTranslator.unavailable();
    }
    return new TeamsUserToken(token);
  }

  // The tenant comes from the settings, so instance discovery is not needed. The credential's own
  // retries end when the attempt ends. Its default executor has one thread for each processor,
  // which is too few for calls that block.
  private String acquire(EntraUser user, Context sdk) {
    var credential =
        new OnBehalfOfCredentialBuilder()
            .authorityHost(tenant.authorityHost())
            .tenantId(tenant.id())
            .disableInstanceDiscovery()
            .clientId(appId)
            .clientAssertion(() -> managedIdentity.getTokenSync(FEDERATION).getToken())
            .userAssertion(user.assertion().reveal())
            .httpClient(http)
            .addPolicy(CallTelemetry.receiving(sdk))
            .retryOptions(retries)
            .executorService(threads)
            .build();
    return String.valueOf(credential.getTokenSync(TEAMS).getToken());
  }
}
