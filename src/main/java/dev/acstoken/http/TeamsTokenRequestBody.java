package dev.acstoken.http;

import com.azure.json.JsonReader;
import com.azure.json.JsonToken;
import com.microsoft.azure.functions.HttpRequestMessage;
import dev.acstoken.auth.Token68;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.teams.TeamsUserToken;
import java.io.IOException;
import java.util.Optional;

/** The body of ExchangeTeamsToken: {@code {"teamsUserToken": "eyJ…"}}, and nothing else. */
public final class TeamsTokenRequestBody {

  private TeamsTokenRequestBody() {}

  /**
   * Reads the token.
   *
   * @return the token; empty if there is no body, or an empty object
   * @throws ServiceException if the body has another form
   */
  public static Optional<TeamsUserToken> read(HttpRequestMessage<Optional<String>> request) {
    return RequestBody.parse(request, TeamsTokenRequestBody::parse).flatMap(token -> token);
  }

  private static Optional<TeamsUserToken> parse(JsonReader json) throws IOException {
    Optional<TeamsUserToken> token = Optional.empty();
    RequestBody.require(
        json.nextToken() == JsonToken.START_OBJECT, "The body must be a JSON object.");
    while (json.nextToken() != JsonToken.END_OBJECT) {
      RequestBody.require(
          json.getFieldName().equals("teamsUserToken"),
          "The body may have \"teamsUserToken\", and nothing else.");
      RequestBody.require(token.isEmpty(), "\"teamsUserToken\" stands twice in the body.");
      token = Optional.of(readToken(json));
    }
    RequestBody.require(
        json.nextToken() == JsonToken.END_DOCUMENT, "The body must be one JSON object.");
    return token;
  }

  private static TeamsUserToken readToken(JsonReader json) throws IOException {
    boolean isText = json.nextToken() == JsonToken.STRING;
    RequestBody.require(
        isText && Token68.matches(json.getString()), "\"teamsUserToken\" must be an access token.");
    return new TeamsUserToken(json.getString());
  }
}
