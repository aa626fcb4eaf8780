package dev.acstoken.azure.acs;

import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.policy.HttpPipelineSyncPolicy;
import com.azure.core.util.UrlBuilder;

/**
 * Sets the API version of requests to ACS to one that supports the join scopes. The SDK sets an
 * older version, which is otherwise the same. This policy must precede the policy that signs the
 * request, because the signature covers the version.
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
