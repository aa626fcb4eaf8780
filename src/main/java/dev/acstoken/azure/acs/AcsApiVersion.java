package dev.acstoken.azure.acs;

import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.policy.HttpPipelineSyncPolicy;
import com.azure.core.util.UrlBuilder;

/**
 * Asks for the version of ACS's API that knows the join scopes. The SDK asks for an older one,
 * which is otherwise the same. This policy precedes the one that signs, because signatures cover
 * it.
 */
public final class AcsApiVersion extends HttpPipelineSyncPolicy {

  private static final String VERSION = "2023-10-01";

  @Override
  protected void beforeSendingRequest(HttpPipelineCallContext context) {
    HttpRequest request = context.getHttpRequest();
    request.setUrl(
        UrlBuilder.parse(request.getUrl()).setQueryParameter("api-version", VERSION).toString());
  }
}
