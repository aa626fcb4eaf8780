package dev.acstoken.http;

import com.azure.json.JsonReader;
import com.azure.json.JsonToken;
import com.microsoft.azure.functions.HttpRequestMessage;
import dev.acstoken.guests.Guest;
import dev.acstoken.guests.GuestSecret;
import dev.acstoken.guests.InvitationCode;
import dev.acstoken.guests.UnusableReason;
import dev.acstoken.identity.ServiceException;
import java.io.IOException;
import java.util.Optional;

/**
 * The body of JoinAsGuest: {@code {"invitation": "the code", "guest": {"id": "…", "secret": "…"}}}.
 *
 * @param code the invitation's code; empty if the text in the body cannot be one
 * @param guestId the id of a guest who has joined; empty if the guest may join now
 * @param secret the guest's secret; empty if the guest has chosen none
 */
public record JoinRequestBody(
    Optional<InvitationCode> code, Optional<String> guestId, Optional<GuestSecret> secret) {

  /**
   * Reads the body.
   *
   * @throws ServiceException if the body is missing or has another form
   */
  public static JoinRequestBody read(HttpRequestMessage<Optional<String>> request) {
    var invitation = new BodyField<>("invitation", JoinRequestBody::readInvitation);
    var id = new BodyField<>("id", JoinRequestBody::readId);
    var secret = new BodyField<>("secret", JoinRequestBody::readSecret);
    var guest = new BodyField<>("guest", json -> readGuest(json, id, secret));
    RequestBody.read(request, invitation, guest);
    return new JoinRequestBody(
        invitation
            .value()
            .orElseThrow(
                () -> RequestBody.invalid("Send \"invitation\" with the code of an invitation.")),
        id.value(),
        secret.value());
  }

  /** Returns whether the guest may join now. */
  public boolean mayJoin() {
    return guestId.isEmpty();
  }

  /**
   * Checks that the body names no other guest than the one who has the secret.
   *
   * @throws ServiceException if it names another guest
   */
  public void requireNames(Guest guest) {
    if (!guestId.map(guest.id()::equals).orElse(true)) {
      throw UnusableReason.GUEST_UNKNOWN.failure();
    }
  }

  private static Optional<InvitationCode> readInvitation(JsonReader json) throws IOException {
    RequestBody.require(
        json.currentToken() == JsonToken.STRING, "The field \"invitation\" must be a text.");
    return InvitationCode.of(json.getString());
  }

  private static boolean readGuest(
      JsonReader json, BodyField<String> id, BodyField<GuestSecret> secret) throws IOException {
    RequestBody.require(
        json.currentToken() == JsonToken.START_OBJECT, "The field \"guest\" must be an object.");
    RequestBody.readFields(json, id, secret);
    RequestBody.require(
        secret.value().isPresent(),
        "The field \"guest\" must have a \"secret\". Leave out \"guest\" to join without one.");
    return true;
  }

  private static String readId(JsonReader json) throws IOException {
    RequestBody.require(
        json.currentToken() == JsonToken.STRING,
        "The field \"id\" of the guest must be a text. Leave it out in the first request.");
    return json.getString();
  }

  private static GuestSecret readSecret(JsonReader json) throws IOException {
    String text = json.currentToken() == JsonToken.STRING ? json.getString() : "";
    return GuestSecret.of(text)
        .orElseThrow(
            () ->
                RequestBody.invalid(
                    "The field \"secret\" of the guest must have "
                        + GuestSecret.MIN_LENGTH
                        + " to "
                        + GuestSecret.MAX_LENGTH
                        + " letters, digits, \"-\" and \"_\", and should be random."));
  }
}
