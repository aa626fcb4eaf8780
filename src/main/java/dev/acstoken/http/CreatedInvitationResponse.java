package dev.acstoken.http;

import com.azure.json.JsonWriter;
import dev.acstoken.guests.Invitations.CreatedInvitation;
import java.io.IOException;

/** The response with a new invitation. Only this response ever has its code. */
public record CreatedInvitationResponse(CreatedInvitation created) implements JsonBody {

  @Override
  public void writeFields(JsonWriter json) throws IOException {
    json.writeStringField("invitationId", created.invitation().id().value())
        .writeStringField("code", created.code().text().reveal());
    TermsFields.write(json, created.invitation().terms());
  }
}
