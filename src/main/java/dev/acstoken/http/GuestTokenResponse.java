package dev.acstoken.http;

import com.azure.json.JsonWriter;
import dev.acstoken.guests.GuestSecret;
import dev.acstoken.guests.Guests.JoinResult;
import java.io.IOException;

/**
 * The response with a guest's token. It has the form of a user's, and in addition what the guest
 * needs for the next token, and the invitation's reference.
 */
public record GuestTokenResponse(JoinResult joined, GuestSecret secret) implements JsonBody {

  @Override
  public void writeFields(JsonWriter json) throws IOException {
    new TokenResponse(joined.issued()).writeFields(json);
    json.writeStartObject("guest")
        .writeStringField("id", joined.guest().id())
        .writeStringField("secret", secret.text().reveal())
        .writeEndObject();
    TermsFields.writeReference(json, joined.invitation().terms());
  }
}
