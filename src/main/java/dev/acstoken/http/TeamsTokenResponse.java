package dev.acstoken.http;

import com.azure.json.JsonWriter;
import dev.acstoken.teams.TeamsTokens.ExchangeResult;
import java.io.IOException;

/**
 * The response with a token for a Teams user. The ACS SDKs call the user's id {@code
 * microsoftTeamsUserId}.
 */
public record TeamsTokenResponse(ExchangeResult exchanged) implements JsonBody {

  @Override
  public void writeFields(JsonWriter json) throws IOException {
    json.writeStringField("token", exchanged.token().value().reveal())
        .writeStringField("expiresOn", WholeSeconds.of(exchanged.token().expiresOn()))
        .writeStartObject("user")
        .writeStringField("microsoftTeamsUserId", exchanged.objectId())
        .writeEndObject()
        .writeStringField("endpoint", exchanged.acsEndpoint());
  }
}
