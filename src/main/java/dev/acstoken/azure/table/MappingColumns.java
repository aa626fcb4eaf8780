package dev.acstoken.azure.table;

import com.azure.data.tables.models.TableEntity;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The columns of a mapping. A column about an identity that version 0.1.0 does not know names that
 * identity, because an instance of that version may replace the identity and keep the column.
 */
final class MappingColumns {

  static final String COMMUNICATION_USER_ID = "CommunicationUserId";
  private static final String ACS_ENDPOINT = "AcsEndpoint";
  static final String STATE = "State";
  private static final String CREATED_ON = "CreatedOn";
  private static final String UNKNOWN_SINCE = "UnknownSince";
  private static final String UNKNOWN_COMMUNICATION_USER_ID = "UnknownCommunicationUserId";

  static final Set<String> NAMES =
      Set.of(
          COMMUNICATION_USER_ID,
          ACS_ENDPOINT,
          STATE,
          CREATED_ON,
          UNKNOWN_SINCE,
          UNKNOWN_COMMUNICATION_USER_ID);

  private MappingColumns() {}

  static TableEntity write(TableEntity row, Mapping mapping) {
    UserColumns.write(row, mapping.user())
        .addProperty(COMMUNICATION_USER_ID, mapping.communicationUserId().value())
        .addProperty(ACS_ENDPOINT, mapping.acsEndpoint())
        .addProperty(STATE, mapping.state().name().toLowerCase(Locale.ROOT))
        .addProperty(CREATED_ON, mapping.createdOn().atOffset(ZoneOffset.UTC));
    mapping
        .unknownSince()
        .ifPresent(
            time ->
                row.addProperty(UNKNOWN_SINCE, time.atOffset(ZoneOffset.UTC))
                    .addProperty(
                        UNKNOWN_COMMUNICATION_USER_ID, mapping.communicationUserId().value()));
    return row;
  }

  static boolean areIn(RowReader row) {
    return row.optionalText(COMMUNICATION_USER_ID)
        .filter(id -> !id.isEmpty() || !MoveColumns.areMarks(row))
        .isPresent();
  }

  static Mapping read(RowReader row) {
    String id = row.text(COMMUNICATION_USER_ID);
    if (id.isBlank()) {
      throw row.unknown(COMMUNICATION_USER_ID);
    }
    return new Mapping(
        UserColumns.read(row),
        new CommunicationUserId(id),
        row.text(ACS_ENDPOINT),
        readState(row),
        row.time(CREATED_ON),
        readUnknownSince(row, id));
  }

  // Only an account without a pending change is moved.
  private static Mapping.State readState(RowReader row) {
    if (MoveColumns.areMarks(row)) {
      return Mapping.State.ACTIVE;
    }
    String state = row.text(STATE);
    return Stream.of(Mapping.State.values())
        .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(state))
        .findFirst()
        .orElseThrow(() -> row.unknown(STATE));
  }

  private static Optional<Instant> readUnknownSince(RowReader row, String id) {
    return row.optionalText(UNKNOWN_COMMUNICATION_USER_ID)
        .filter(id::equals)
        .map(unknown -> row.time(UNKNOWN_SINCE));
  }
}
