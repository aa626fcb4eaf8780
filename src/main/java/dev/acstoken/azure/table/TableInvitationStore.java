package dev.acstoken.azure.table;

import dev.acstoken.guests.Guest;
import dev.acstoken.guests.Invitation;
import dev.acstoken.guests.InvitationId;
import dev.acstoken.guests.InvitationStore;
import dev.acstoken.guests.InvitationTerms;
import dev.acstoken.guests.JoinedGuest;
import dev.acstoken.identity.RequestContext;
import java.util.List;
import java.util.Optional;

/** The store of invitations in a table of Azure Table Storage. */
final class TableInvitationStore implements InvitationStore {

  private final Table table;
  private final UnreadableRows unreadable;

  TableInvitationStore(Table table, UnreadableRows unreadable) {
    this.table = table;
    this.unreadable = unreadable;
  }

  @Override
  public Optional<Invitation> find(InvitationId id, RequestContext context) {
    return table
        .read(InvitationRow.partitionOf(id), InvitationRow.ROW, context)
        .map(row -> InvitationRow.read(id, row, unreadable));
  }

  @Override
  public Optional<Invitation> replace(Invitation invitation, RequestContext context) {
    Optional<String> version =
        invitation.version().isPresent()
            ? table.touch(InvitationRow.writeChange(invitation), context)
            : table.insert(InvitationRow.write(invitation), context);
    return version.map(invitation::withVersion);
  }

  @Override
  public boolean admit(Invitation invitation, JoinedGuest guest, RequestContext context) {
    return table.touchAndInsert(
        InvitationRow.writeChange(invitation), GuestRow.write(guest), context);
  }

  @Override
  public Optional<JoinedGuest> findGuest(Guest guest, RequestContext context) {
    return table
        .read(InvitationRow.partitionOf(guest.invitation()), GuestRow.rowOf(guest), context)
        .map(row -> GuestRow.read(guest.invitation(), row, unreadable));
  }

  @Override
  public List<JoinedGuest> findGuests(InvitationId id, RequestContext context) {
    return table.list(GuestRow.of(id), InvitationTerms.MAX_GUESTS, context).stream()
        .map(row -> GuestRow.read(id, row, unreadable))
        .toList();
  }

  @Override
  public void updateGuest(JoinedGuest guest, RequestContext context) {
    table.mergeExisting(GuestRow.write(guest), context);
  }

  @Override
  public void removeGuest(Guest guest, RequestContext context) {
    table.delete(InvitationRow.partitionOf(guest.invitation()), GuestRow.rowOf(guest), context);
  }

  @Override
  public void remove(Invitation invitation, RequestContext context) {
    var unused = table.deleteUnchanged(InvitationRow.writeChange(invitation), context);
  }
}
