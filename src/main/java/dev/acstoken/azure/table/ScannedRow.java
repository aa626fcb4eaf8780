package dev.acstoken.azure.table;

import dev.acstoken.identity.Account;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.PendingChange;
import java.time.Duration;

/**
 * A row as a {@link TableScan} found it.
 *
 * @param key the row's keys and version
 * @param age the time between the last write of the row and the read, by the table's own clock; a
 *     lower bound
 * @param content what the row stores
 */
public record ScannedRow(Key key, Duration age, Content content) {

  /**
   * The keys and the version of a row.
   *
   * @param version the version, by which a write detects that the row was changed
   */
  public record Key(String partition, String row, String version) {}

  /** What a row stores. */
  public sealed interface Content {}

  /** The account of a user. */
  public record StoredAccount(Account account) implements Content {}

  /** The owner of an identity. The partition is the identity's key. */
  public record Owner(User user) implements Content {}

  /** A previous identity of a user. */
  public record PreviousIdentity(Mapping mapping) implements Content {}

  /** An entry of the intent log. */
  public record Entry(PendingChange change) implements Content {}

  /** An invitation. */
  public record StoredInvitation(User creator) implements Content {}

  /** A guest of an invitation. */
  public record JoinedGuest() implements Content {}

  /** A row that tells when something is to be done, or of another version of this service. */
  public record Other() implements Content {}

  /**
   * A row with a value that this version does not know.
   *
   * @param problem a sentence for the operator
   */
  public record Unreadable(String problem) implements Content {}
}
