package dev.acstoken.http;

import static java.util.Comparator.comparing;

import com.azure.json.JsonWriter;
import dev.acstoken.guests.Invitation;
import dev.acstoken.guests.Invitations.ListedInvitation;
import dev.acstoken.guests.JoinedGuest;
import java.io.IOException;
import java.util.List;

/**
 * The response with an invitation and its guests, in the order in which they joined. The creator
 * adds them to a chat thread or a room by their ACS identities.
 */
public record InvitationResponse(ListedInvitation listed) implements JsonBody {

  @Override
  public void writeFields(JsonWriter json) throws IOException {
    Invitation invitation = listed.invitation();
    json.writeStringField("invitationId", invitation.id().value())
        .writeStringField("state", nameOf(listed.state()))
        .writeStringField("createdOn", WholeSeconds.of(invitation.createdOn()));
    TermsFields.write(json, invitation.terms());
    json.writeStartArray("guests");
    for (JoinedGuest guest : inOrder(listed.guests())) {
      json.writeStartObject()
          .writeStringField("id", guest.guest().id())
          .writeStartObject("user")
          .writeStringField("communicationUserId", guest.communicationUserId().value())
          .writeEndObject()
          .writeStringField("joinedOn", WholeSeconds.of(guest.joinedOn()))
          .writeEndObject();
    }
    json.writeEndArray();
  }

  private static String nameOf(Invitation.State state) {
    return switch (state) {
      case OPEN -> "open";
      case ENDED -> "ended";
      case EXPIRED -> "expired";
    };
  }

  private static List<JoinedGuest> inOrder(List<JoinedGuest> guests) {
    return guests.stream()
        .sorted(comparing(JoinedGuest::joinedOn).thenComparing(guest -> guest.guest().id()))
        .toList();
  }
}
