package dev.acstoken.http;

import com.azure.json.JsonReader;
import com.azure.json.JsonToken;
import com.microsoft.azure.functions.HttpRequestMessage;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads the body of SetAccess: {@code {"scopes": ["chat"]}} or {@code {"blocked": true}}. No other
 * body blocks the user. An empty list alone does not, because many generated clients send it when
 * their caller sets nothing.
 */
public final class AccessRequestBody {

  private AccessRequestBody() {}

  /**
   * Reads the policy.
   *
   * @return the scopes that the user may have; none to block the user
   * @throws ServiceException if the body is missing or has another form
   */
  public static ScopeSet read(HttpRequestMessage<Optional<String>> request) {
    var scopes = new BodyField<>("scopes", ScopesField::read);
    var blocked = new BodyField<>("blocked", AccessRequestBody::readBoolean);
    RequestBody.read(request, scopes, blocked);
    return policy(scopes.value().orElse(ScopeSet.NONE), blocked.value().orElse(false));
  }

  private static ScopeSet policy(ScopeSet scopes, boolean isBlocked) {
    RequestBody.require(
        isBlocked || !scopes.isEmpty(),
        "Send \"scopes\" with at least one scope, or \"blocked\": true to block the user.");
    RequestBody.require(
        !isBlocked || scopes.isEmpty(),
        "A blocked user has no scopes. Leave out \"scopes\" to block the user, or leave out"
            + " \"blocked\".");
    return scopes;
  }

  private static boolean readBoolean(JsonReader json) throws IOException {
    RequestBody.require(
        json.currentToken() == JsonToken.BOOLEAN, "The field \"blocked\" must be true or false.");
    return json.getBoolean();
  }
}
