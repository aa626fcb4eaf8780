package dev.acstoken.http;

import com.azure.json.JsonWriter;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.User;
import java.io.IOException;

/** The response with the owner of an ACS identity. A user's id is unique within its issuer. */
public record OwnerResponse(User user, CommunicationUserId id) implements JsonBody {

  @Override
  public void writeFields(JsonWriter json) throws IOException {
    json.writeStringField("userId", user.id())
        .writeStringField("issuer", user.issuer())
        .writeStartObject("user")
        .writeStringField("communicationUserId", id.value())
        .writeEndObject();
  }
}
