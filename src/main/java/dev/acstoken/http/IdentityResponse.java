package dev.acstoken.http;

import com.azure.json.JsonWriter;
import dev.acstoken.identity.Mapping;
import java.io.IOException;

/** The response with a user's ACS identity. A user's id is unique within its issuer. */
public record IdentityResponse(Mapping mapping) implements JsonBody {

  @Override
  public void writeFields(JsonWriter json) throws IOException {
    json.writeStringField("userId", mapping.user().id())
        .writeStringField("issuer", mapping.user().issuer())
        .writeStartObject("user")
        .writeStringField("communicationUserId", mapping.communicationUserId().value())
        .writeEndObject()
        .writeStringField("createdOn", WholeSeconds.of(mapping.createdOn()));
  }
}
