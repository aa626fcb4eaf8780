package dev.acstoken.http;

import com.azure.json.JsonReader;
import com.azure.json.JsonToken;
import com.microsoft.azure.functions.HttpRequestMessage;
import dev.acstoken.auth.Token68;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.teams.TeamsUserToken;
import java.io.IOException;
import java.util.Optional;

/** Reads the body of ExchangeTeamsToken: {@code {"teamsUserToken": "eyJ…"}}. */
public final class TeamsTokenRequestBody {

  private TeamsTokenRequestBody() {}

  /**
   * Reads the token.
   *
   * @return the token; empty if there is no body or the body is an empty object
   * @throws ServiceException if the body has another form
   */
  public static Optional<TeamsUserToken> read(HttpRequestMessage<Optional<String>> request) {
    return RequestBody.parse(request, TeamsTokenRequestBody::parse).flatMap(token -> token);
  }

  private static Optional<TeamsUserToken> parse(JsonReader json) throws IOException {
    Optional<TeamsUserToken> token = Optional.empty();
    RequestBody.requireObject(json);
    while (json.nextToken() != JsonToken.END_OBJECT) {
      RequestBody.require(
          json.getFieldName().equals("teamsUserToken"),
          "Unknown field. The only allowed field is \"teamsUserToken\".");
      RequestBody.require(token.isEmpty(), "The field \"teamsUserToken\" appears twice.");
      token = Optional.of(readToken(json));
    }
    RequestBody.requireEnd(json);
    return token;
  }

  private static TeamsUserToken readToken(JsonReader json) throws IOException {
    boolean isText = json.nextToken() == JsonToken.STRING;
    RequestBody.require(
        isText && Token68.matches(json.getString()),
        "The field \"teamsUserToken\" must be an access token.");
    return new TeamsUserToken(json.getString());
  }
}
