package dev.acstoken.http;

import com.azure.json.JsonReader;
import com.azure.json.JsonToken;
import com.microsoft.azure.functions.HttpRequestMessage;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.ServiceException;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads the body of CreateIdentity: none to create an identity, or {@code {"communicationUserId":
 * "8:acs:…"}} to adopt an existing one.
 */
public final class IdentityRequestBody {

  private IdentityRequestBody() {}

  /**
   * Reads the id of the identity to adopt.
   *
   * @return the id; empty to create an identity
   * @throws ServiceException if the body has another form
   */
  public static Optional<CommunicationUserId> read(HttpRequestMessage<Optional<String>> request) {
    var id = new BodyField<>("communicationUserId", IdentityRequestBody::readId);
    RequestBody.read(request, id);
    return id.value();
  }

  private static CommunicationUserId readId(JsonReader json) throws IOException {
    String text = json.currentToken() == JsonToken.STRING ? json.getString() : "";
    return CommunicationUserId.ofUser(text)
        .orElseThrow(
            () ->
                RequestBody.invalid(
                    "The field \"communicationUserId\" must be the id of an ACS user as ACS"
                        + " returned it: \"8:acs:\", the id of the ACS resource, \"_\" and the id"
                        + " of the user, in lower case and at most "
                        + CommunicationUserId.MAX_LENGTH
                        + " characters. Teams users, phone numbers and bots cannot be adopted."));
  }
}
