package dev.acstoken.http;

import com.azure.json.JsonReader;
import com.azure.json.JsonToken;
import com.microsoft.azure.functions.HttpRequestMessage;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.TokenLifetime;
import dev.acstoken.identity.TokenRequest;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads the body of IssueToken and RefreshToken: {@code {"scopes": ["chat"], "expiresInMinutes":
 * 60}}. Both fields are optional, and other fields are not allowed.
 */
public final class TokenRequestBody {

  private TokenRequestBody() {}

  /**
   * Reads the request for a token.
   *
   * @throws ServiceException if the body has another form
   */
  public static TokenRequest read(HttpRequestMessage<Optional<String>> request) {
    return RequestBody.parse(request, TokenRequestBody::parse).orElse(TokenRequest.DEFAULT);
  }

  private static TokenRequest parse(JsonReader json) throws IOException {
    Optional<ScopeSet> scopes = Optional.empty();
    Optional<TokenLifetime> lifetime = Optional.empty();
    RequestBody.requireObject(json);
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.getFieldName();
      JsonToken value = json.nextToken();
      switch (name) {
        case "scopes" -> {
          RequestBody.require(scopes.isEmpty(), "The field \"scopes\" appears twice.");
          scopes = Optional.of(readScopes(json, value));
        }
        case "expiresInMinutes" -> {
          RequestBody.require(lifetime.isEmpty(), "The field \"expiresInMinutes\" appears twice.");
          lifetime = Optional.of(readLifetime(json, value));
        }
        default ->
            throw RequestBody.invalid(
                "Unknown field. Allowed fields are \"scopes\" and \"expiresInMinutes\".");
      }
    }
    RequestBody.requireEnd(json);
    return new TokenRequest(scopes, lifetime);
  }

  private static ScopeSet readScopes(JsonReader json, JsonToken value) throws IOException {
    ScopeSet scopes = ScopesField.read(json, value);
    RequestBody.require(
        !scopes.isEmpty(),
        "The field \"scopes\" must not be empty. Omit it to get all scopes of the user.");
    return scopes;
  }

  private static TokenLifetime readLifetime(JsonReader json, JsonToken value) throws IOException {
    boolean isWhole = value == JsonToken.NUMBER && json.getText().matches("\\d{1,9}");
    RequestBody.require(
        isWhole && TokenLifetime.isAllowed(Long.parseLong(json.getText())),
        "The field \"expiresInMinutes\" must be a whole number from "
            + TokenLifetime.MIN_MINUTES
            + " to "
            + TokenLifetime.MAX_MINUTES
            + ".");
    return new TokenLifetime(json.getInt());
  }
}
