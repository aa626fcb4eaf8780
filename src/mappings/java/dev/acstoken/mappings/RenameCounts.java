package dev.acstoken.mappings;

import java.util.EnumMap;
import java.util.Map;

/** Counts the results of a scan. */
final class RenameCounts {

  private final Map<RenameResult.Kind, Long> counts = new EnumMap<>(RenameResult.Kind.class);

  void add(RenameResult result) {
    counts.merge(result.kind(), 1L, Long::sum);
  }

  long of(RenameResult.Kind kind) {
    return counts.getOrDefault(kind, 0L);
  }

  boolean isEmpty() {
    return counts.isEmpty();
  }

  /** Returns the number of rows that were changed. */
  long changes() {
    return of(RenameResult.Kind.MOVED) + of(RenameResult.Kind.CHANGED);
  }

  /** Returns whether a later scan has something to do. */
  boolean isUnfinished() {
    return changes() > 0 || of(RenameResult.Kind.WAITING) > 0 || hasMissedAccounts();
  }

  /**
   * Returns whether users are under the old name whose accounts the scan has not found, because
   * they were stored meanwhile.
   */
  boolean hasMissedAccounts() {
    return of(RenameResult.Kind.WITH_ACCOUNT) > 0
        && of(RenameResult.Kind.MOVED) == 0
        && !isReported();
  }

  /** Returns whether rows are left that nothing but a person or the endpoint can change. */
  boolean isReported() {
    return of(RenameResult.Kind.WAITING) > 0
        || of(RenameResult.Kind.CONFLICT) > 0
        || of(RenameResult.Kind.UNREADABLE) > 0;
  }
}
