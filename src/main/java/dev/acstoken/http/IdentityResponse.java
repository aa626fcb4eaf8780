package dev.acstoken.http;

import com.azure.json.JsonWriter;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.User;
import java.io.IOException;

/**
 * The response with a user's ACS identity. A user's id is unique within its issuer.
 *
 * @param user the user as the request names it. The mapping may name the former name of the issuer.
 * @param mapping the user's mapping
 */
public record IdentityResponse(User user, Mapping mapping) implements JsonBody {

  @Override
  public void writeFields(JsonWriter json) throws IOException {
    json.writeStringField("userId", user.id())
        .writeStringField("issuer", user.issuer())
        .writeStartObject("user")
        .writeStringField("communicationUserId", mapping.communicationUserId().value())
        .writeEndObject()
        .writeStringField("createdOn", WholeSeconds.of(mapping.createdOn()));
  }
}
