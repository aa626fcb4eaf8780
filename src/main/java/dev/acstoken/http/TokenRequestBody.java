package dev.acstoken.http;

import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import com.azure.json.JsonToken;
import com.microsoft.azure.functions.HttpRequestMessage;
import dev.acstoken.identity.TokenLifetime;
import dev.acstoken.identity.TokenRequest;
import dev.acstoken.identity.TokenScope;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * The body of IssueToken and RefreshToken: {@code {"scopes": ["chat"], "expiresInMinutes": 60}},
 * all of it optional, nothing else allowed.
 */
public final class TokenRequestBody {

  private Optional<Set<TokenScope>> scopes = Optional.empty();
  private Optional<TokenLifetime> lifetime = Optional.empty();

  private TokenRequestBody() {}

  /**
   * @throws ProblemException if the body does not say what it may
   * @throws IOException if it is not JSON
   */
  public static TokenRequest read(HttpRequestMessage<Optional<String>> request) throws IOException {
    Optional<String> text = RequestBody.json(request);
    return text.isPresent() ? parse(text.get()) : TokenRequest.DEFAULT;
  }

  private static TokenRequest parse(String text) throws IOException {
    try (JsonReader json = JsonProviders.createReader(text)) {
      var body = new TokenRequestBody();
      require(json.nextToken() == JsonToken.START_OBJECT, "The body must be a JSON object.");
      while (json.nextToken() != JsonToken.END_OBJECT) {
        body.readField(json);
      }
      require(json.nextToken() == JsonToken.END_DOCUMENT, "The body must be one JSON object.");
      return new TokenRequest(body.scopes, body.lifetime);
    }
  }

  private void readField(JsonReader json) throws IOException {
    String name = json.getFieldName();
    JsonToken value = json.nextToken();
    switch (name) {
      case "scopes" -> {
        require(scopes.isEmpty(), "\"scopes\" stands twice in the body.");
        scopes = Optional.of(readScopes(json, value));
      }
      case "expiresInMinutes" -> {
        require(lifetime.isEmpty(), "\"expiresInMinutes\" stands twice in the body.");
        lifetime = Optional.of(readLifetime(json, value));
      }
      default ->
          throw ProblemException.invalid(
              "The body may have \"scopes\" and \"expiresInMinutes\", and nothing else.");
    }
  }

  private static Set<TokenScope> readScopes(JsonReader json, JsonToken value) throws IOException {
    Set<TokenScope> scopes = ScopeList.read(json, value);
    require(!scopes.isEmpty(), "\"scopes\" must not be empty; leave it out to get all.");
    return scopes;
  }

  private static TokenLifetime readLifetime(JsonReader json, JsonToken value) throws IOException {
    boolean isWhole = value == JsonToken.NUMBER && json.getText().matches("\\d{1,9}");
    require(
        isWhole && TokenLifetime.isAllowed(Long.parseLong(json.getText())),
        "\"expiresInMinutes\" must be a whole number from "
            + TokenLifetime.MIN_MINUTES
            + " to "
            + TokenLifetime.MAX_MINUTES
            + ".");
    return new TokenLifetime(json.getInt());
  }

  private static void require(boolean isMet, String detail) {
    if (!isMet) {
      throw ProblemException.invalid(detail);
    }
  }
}
