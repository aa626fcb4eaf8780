package dev.acstoken.azure.table;

import com.azure.data.tables.models.TableEntity;
import dev.acstoken.guests.Invitation;
import dev.acstoken.guests.InvitationId;
import dev.acstoken.guests.InvitationTerms;
import dev.acstoken.identity.ScopeSet;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Converts invitations to table rows and back. Each invitation has a partition of its own, in which
 * its guests are, too. A change writes only the columns that change, so that what another version
 * has written stays.
 */
final class InvitationRow {

  static final String ROW = "invitation";

  private static final String PARTITION_PREFIX = "invitation-";
  private static final String SCOPES = "Scopes";
  private static final String EXPIRES_ON = "ExpiresOn";
  private static final String MAX_GUESTS = "MaxGuests";
  private static final String REFERENCE = "Reference";
  private static final String REQUEST_HASH = "RequestHash";
  private static final String CODE_HASH = "CodeHash";
  private static final String CODE_ISSUED_ON = "CodeIssuedOn";
  private static final String CREATED_ON = "CreatedOn";
  private static final String GUESTS = "Guests";
  private static final String ENDED_ON = "EndedOn";

  private InvitationRow() {}

  static String partitionOf(InvitationId id) {
    return PARTITION_PREFIX + id.value();
  }

  static TableEntity write(Invitation invitation) {
    InvitationTerms terms = invitation.terms();
    TableEntity row =
        UserColumns.write(writeState(invitation), invitation.creator())
            .addProperty(SCOPES, terms.scopes().joined(","))
            .addProperty(EXPIRES_ON, terms.expiresOn().atOffset(ZoneOffset.UTC))
            .addProperty(MAX_GUESTS, terms.maxGuests())
            .addProperty(REQUEST_HASH, invitation.requestHash())
            .addProperty(CREATED_ON, invitation.createdOn().atOffset(ZoneOffset.UTC));
    terms.reference().ifPresent(text -> row.addProperty(REFERENCE, text));
    return row;
  }

  /** Returns what changes after the creation, with the version that was read. */
  static TableEntity writeChange(Invitation invitation) {
    return AccountRow.addVersion(writeState(invitation), invitation.version().orElseThrow());
  }

  private static TableEntity writeState(Invitation invitation) {
    TableEntity row =
        new TableEntity(partitionOf(invitation.id()), ROW)
            .addProperty(CODE_HASH, invitation.codeHash())
            .addProperty(CODE_ISSUED_ON, invitation.codeIssuedOn().atOffset(ZoneOffset.UTC))
            .addProperty(GUESTS, invitation.guests());
    invitation
        .endedOn()
        .ifPresent(time -> row.addProperty(ENDED_ON, time.atOffset(ZoneOffset.UTC)));
    return row;
  }

  static Invitation read(InvitationId id, TableEntity entity, UnreadableRows unreadable) {
    RowReader row = new RowReader(entity, unreadable);
    ScopeSet scopes = ScopesColumn.read(row.text(SCOPES));
    if (scopes.isEmpty()) {
      throw row.unknown(SCOPES);
    }
    var terms =
        new InvitationTerms(
            scopes, row.time(EXPIRES_ON), row.number(MAX_GUESTS), row.optionalText(REFERENCE));
    return new Invitation(
        id,
        UserColumns.read(row),
        terms,
        row.text(REQUEST_HASH),
        row.text(CODE_HASH),
        row.time(CODE_ISSUED_ON),
        row.time(CREATED_ON),
        row.number(GUESTS),
        row.has(ENDED_ON) ? Optional.of(row.time(ENDED_ON)) : Optional.empty(),
        Optional.of(entity.getETag()));
  }
}
