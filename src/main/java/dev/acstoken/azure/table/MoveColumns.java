package dev.acstoken.azure.table;

import com.azure.data.tables.models.TableEntity;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.Move;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The columns of a move. While an account is marked or is a pointer, its columns of the mapping are
 * such that a version without moves cannot read them, and therefore creates no second identity.
 */
final class MoveColumns {

  static final Set<String> NAMES =
      Arrays.stream(Move.Stage.values())
          .map(MoveColumns::column)
          .collect(Collectors.toUnmodifiableSet());

  private MoveColumns() {}

  private static String column(Move.Stage stage) {
    return switch (stage) {
      case MOVING -> "MovingTo";
      case MOVED -> "MovedTo";
      case FROM -> "MovedFrom";
    };
  }

  /** Writes the move of an account whose mapping was written before. */
  static void write(TableEntity row, Account account) {
    account.move().ifPresent(move -> write(row, move, account.mapping().isPresent()));
  }

  private static void write(TableEntity row, Move move, boolean isMapped) {
    row.addProperty(column(move.stage()), move.issuer());
    if (isMark(move)) {
      row.addProperty(MappingColumns.STATE, move.stage().name().toLowerCase(Locale.ROOT));
      if (!isMapped) {
        row.addProperty(MappingColumns.COMMUNICATION_USER_ID, "");
      }
    }
  }

  static Optional<Move> read(RowReader row) {
    return Arrays.stream(Move.Stage.values())
        .flatMap(stage -> row.optionalText(column(stage)).map(it -> new Move(stage, it)).stream())
        .findFirst();
  }

  /** Returns whether a row is marked, or is a pointer. */
  static boolean areMarks(RowReader row) {
    return read(row).filter(MoveColumns::isMark).isPresent();
  }

  private static boolean isMark(Move move) {
    return move.stage() != Move.Stage.FROM;
  }
}
