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
import java.util.OptionalLong;

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
    var scopes = new BodyField<>("scopes", TokenRequestBody::readScopes);
    var lifetime = new BodyField<>("expiresInMinutes", TokenRequestBody::readLifetime);
    RequestBody.read(request, scopes, lifetime);
    return new TokenRequest(scopes.value(), lifetime.value());
  }

  private static ScopeSet readScopes(JsonReader json) throws IOException {
    return ScopesField.readAtLeastOne(json, "get all scopes of the user");
  }

  private static TokenLifetime readLifetime(JsonReader json) throws IOException {
    OptionalLong minutes =
        json.currentToken() == JsonToken.NUMBER
            ? WholeNumber.of(json.getText())
            : OptionalLong.empty();
    RequestBody.require(
        minutes.isPresent() && TokenLifetime.isAllowed(minutes.getAsLong()),
        "The field \"expiresInMinutes\" must be a whole number from "
            + TokenLifetime.MIN_MINUTES
            + " to "
            + TokenLifetime.MAX_MINUTES
            + ".");
    return new TokenLifetime((int) minutes.getAsLong());
  }
}
