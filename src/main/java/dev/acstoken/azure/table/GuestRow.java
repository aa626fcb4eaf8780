package dev.acstoken.azure.table;

import com.azure.data.tables.models.ListEntitiesOptions;
import com.azure.data.tables.models.TableEntity;
import dev.acstoken.guests.Guest;
import dev.acstoken.guests.InvitationId;
import dev.acstoken.guests.JoinedGuest;
import dev.acstoken.identity.CommunicationUserId;
import java.time.ZoneOffset;

/** Converts guests who have joined to table rows and back. */
final class GuestRow {

  private static final String PREFIX = "guest-";
  // The first text after all texts with the prefix.
  private static final String AFTER_PREFIX = "guest.";
  private static final String COMMUNICATION_USER_ID = "CommunicationUserId";
  private static final String JOINED_ON = "JoinedOn";

  private GuestRow() {}

  static String rowOf(Guest guest) {
    return PREFIX + guest.id();
  }

  static boolean isKey(String row) {
    return row.startsWith(PREFIX);
  }

  static TableEntity write(JoinedGuest joined) {
    Guest guest = joined.guest();
    return new TableEntity(InvitationRow.partitionOf(guest.invitation()), rowOf(guest))
        .addProperty(COMMUNICATION_USER_ID, joined.communicationUserId().value())
        .addProperty(JOINED_ON, joined.joinedOn().atOffset(ZoneOffset.UTC));
  }

  static JoinedGuest read(InvitationId invitation, TableEntity entity, UnreadableRows unreadable) {
    RowReader row = new RowReader(entity, unreadable);
    String id = row.text(COMMUNICATION_USER_ID);
    if (id.isBlank()) {
      throw row.unknown(COMMUNICATION_USER_ID);
    }
    return new JoinedGuest(
        new Guest(invitation, entity.getRowKey().substring(PREFIX.length())),
        new CommunicationUserId(id),
        row.time(JOINED_ON));
  }

  static ListEntitiesOptions of(InvitationId invitation) {
    return new ListEntitiesOptions()
        .setFilter(
            "PartitionKey eq '%s' and RowKey ge '%s' and RowKey lt '%s'"
                .formatted(InvitationRow.partitionOf(invitation), PREFIX, AFTER_PREFIX));
  }
}
