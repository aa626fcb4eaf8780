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
   * @return the token; empty if the request has none
   * @throws ServiceException if the body has another form
   */
  public static Optional<TeamsUserToken> read(HttpRequestMessage<Optional<String>> request) {
    var token = new BodyField<>("teamsUserToken", TeamsTokenRequestBody::readToken);
    RequestBody.read(request, token);
    return token.value();
  }

  private static TeamsUserToken readToken(JsonReader json) throws IOException {
    boolean isText = json.currentToken() == JsonToken.STRING;
    RequestBody.require(
        isText && Token68.matches(json.getString()),
        "The field \"teamsUserToken\" must be an access token.");
    return new TeamsUserToken(json.getString());
  }
}
