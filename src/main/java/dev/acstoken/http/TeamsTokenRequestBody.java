package dev.acstoken.http;

import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import com.azure.json.JsonToken;
import com.microsoft.azure.functions.HttpRequestMessage;
import dev.acstoken.teams.TeamsUserToken;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/** The body of ExchangeTeamsToken: {@code {"teamsUserToken": "eyJ…"}}, and nothing else. */
public final class TeamsTokenRequestBody {

  // RFC 6750, section 2.1.
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]++=*+");

  private TeamsTokenRequestBody() {}

  /**
   * @return the token; empty if there is no body, or an empty object
   * @throws ProblemException if the body does not say what it may
   * @throws IOException if it is not JSON
   */
  public static Optional<TeamsUserToken> read(HttpRequestMessage<Optional<String>> request)
      throws IOException {
    Optional<String> text = RequestBody.json(request);
    return text.isPresent() ? parse(text.get()) : Optional.empty();
  }

  private static Optional<TeamsUserToken> parse(String text) throws IOException {
    try (JsonReader json = JsonProviders.createReader(text)) {
      Optional<TeamsUserToken> token = Optional.empty();
      require(json.nextToken() == JsonToken.START_OBJECT, "The body must be a JSON object.");
      while (json.nextToken() != JsonToken.END_OBJECT) {
        require(
            json.getFieldName().equals("teamsUserToken"),
            "The body may have \"teamsUserToken\", and nothing else.");
        require(token.isEmpty(), "\"teamsUserToken\" stands twice in the body.");
        token = Optional.of(readToken(json));
      }
      require(json.nextToken() == JsonToken.END_DOCUMENT, "The body must be one JSON object.");
      return token;
    }
  }

  private static TeamsUserToken readToken(JsonReader json) throws IOException {
    boolean isText = json.nextToken() == JsonToken.STRING;
    require(
        isText && TOKEN.matcher(json.getString()).matches(),
        "\"teamsUserToken\" must be an access token.");
    return new TeamsUserToken(json.getString());
  }

  private static void require(boolean isMet, String detail) {
    if (!isMet) {
      throw ProblemException.invalid(detail);
    }
  }
}
