package dev.acstoken.http;

import com.azure.json.JsonWriter;
import dev.acstoken.guests.Guest;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.User;
import java.io.IOException;
import java.util.Optional;

/**
 * The response with the owner of an ACS identity. A user's id is unique within its issuer, and a
 * guest's within its invitation.
 */
public record OwnerResponse(User user, CommunicationUserId id) implements JsonBody {

  @Override
  public void writeFields(JsonWriter json) throws IOException {
    Optional<Guest> guest = Guest.of(user);
    if (guest.isPresent()) {
      json.writeStringField("invitationId", guest.get().invitation().value())
          .writeStringField("guestId", guest.get().id());
    } else {
      json.writeStringField("userId", user.id()).writeStringField("issuer", user.issuer());
    }
    json.writeStartObject("user")
        .writeStringField("communicationUserId", id.value())
        .writeEndObject();
  }
}
