package dev.acstoken.azure.table;

import com.azure.core.http.rest.PagedResponse;
import com.azure.data.tables.TableAsyncClient;
import com.azure.data.tables.models.ListEntitiesOptions;
import com.azure.data.tables.models.TableEntity;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.ServiceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;

/**
 * Reads all rows of the table. It reads several ranges of partitions at the same time and holds at
 * most a page of each, so the rows come in no particular order. Other programs may write at the
 * same time: each row is found as it was at some moment of the scan.
 */
public final class TableScan {

  // The keys of users and identities are hashes, so these ranges have about the same size.
  private static final int RANGES = 16;

  private final TableAsyncClient client;
  private final UnreadableRows unreadable = new UnreadableRows();

  /**
   * Creates scans of a table.
   *
   * @param client a client that repeats failed calls
   */
  public TableScan(TableAsyncClient client) {
    this.client = client;
  }

  /** Reads all rows. */
  public Flux<ScannedRow> all() {
    return scan(Optional.empty());
  }

  /** Reads the rows that name a user of one of the issuers. */
  public Flux<ScannedRow> ofIssuers(List<String> issuers) {
    String condition =
        String.join(
            " or ", issuers.stream().map(issuer -> "Issuer eq " + literal(issuer)).toList());
    return scan(Optional.of("(" + condition + ")"));
  }

  /** Reads the rows that name a user of an issuer whose name begins with a text. */
  public Flux<ScannedRow> ofIssuersWithPrefix(String prefix) {
    int last = prefix.length() - 1;
    String after = prefix.substring(0, last) + (char) (prefix.charAt(last) + 1);
    return scan(
        Optional.of("Issuer ge %s and Issuer lt %s".formatted(literal(prefix), literal(after))));
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private Flux<ScannedRow> scan(Optional<String> condition) {
    List<String> ranges = ranges();
    return Flux.fromIterable(ranges)
        .flatMap(range -> scanRange(range, condition), ranges.size(), 1);
  }

  private Flux<ScannedRow> scanRange(String range, Optional<String> condition) {
    String filter =
        String.join(" and ", Stream.concat(Stream.of(range), condition.stream()).toList());
    return client
        .listEntities(new ListEntitiesOptions().setFilter(filter))
        .byPage()
        .concatMapIterable(this::readPage, 1);
  }

  private static List<String> ranges() {
    List<String> ranges = new ArrayList<>();
    String lower = "";
    for (int digit = 0; digit < RANGES; digit++) {
      String upper = Integer.toHexString(digit);
      ranges.add("PartitionKey ge '%s' and PartitionKey lt '%s'".formatted(lower, upper));
      lower = upper;
    }
    ranges.add("PartitionKey ge '%s'".formatted(lower));
    return ranges;
  }

  private List<ScannedRow> readPage(PagedResponse<TableEntity> page) {
    return page.getValue().stream()
        .map(row -> read(row, RowAge.of(row, page.getHeaders())))
        .toList();
  }

  private ScannedRow read(TableEntity row, Duration age) {
    var key = new ScannedRow.Key(row.getPartitionKey(), row.getRowKey(), row.getETag());
    try {
      return new ScannedRow(key, age, content(row, age));
    } catch (ServiceException e) {
      String problem = e.logMessage().orElse(e.detail());
      return new ScannedRow(key, age, new ScannedRow.Unreadable(problem));
    }
  }

  private ScannedRow.Content content(TableEntity row, Duration age) {
    String key = row.getRowKey();
    if (PendingChangeRow.PARTITIONS.contains(row.getPartitionKey())) {
      return new ScannedRow.Entry(PendingChangeRow.read(row, unreadable));
    } else if (key.equals(AccountRow.ROW)) {
      return account(AccountRow.read(row, age, unreadable), row);
    } else if (key.equals(OwnerRow.ROW)) {
      return new ScannedRow.Owner(OwnerRow.read(row, unreadable));
    } else if (PreviousIdentityRow.isKey(key)) {
      return new ScannedRow.PreviousIdentity(MappingColumns.read(new RowReader(row, unreadable)));
    } else if (key.equals(InvitationRow.ROW)) {
      return new ScannedRow.StoredInvitation(UserColumns.read(new RowReader(row, unreadable)));
    } else if (GuestRow.isKey(key)) {
      return new ScannedRow.JoinedGuest();
    }
    return new ScannedRow.Other();
  }

  private static ScannedRow.Content account(Account account, TableEntity row) {
    return AccountRow.partitionOf(account.user()).equals(row.getPartitionKey())
        ? new ScannedRow.StoredAccount(account)
        : new ScannedRow.Unreadable(
            "Row %s/%s: the key is not that of the user whom the row names."
                .formatted(row.getPartitionKey(), row.getRowKey()));
  }
}
