package dev.acstoken.identity;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The row that stores an account, as the store returned it. Two are equal if they have the same
 * version, because a row with the same version is unchanged.
 *
 * @param version the version, by which the store detects a concurrent change
 * @param age the time between the last write of the row and the read, by the store's own clock; a
 *     lower bound
 * @param columns all columns of the row, so that a write keeps those that this version of the
 *     service does not know; they have no meaning outside the store
 */
public record StoredRow(String version, Duration age, Map<String, Object> columns) {

  public StoredRow {
    columns = Map.copyOf(columns);
  }

  /** Returns a row of which only the version is known, and which may have been written just now. */
  public static StoredRow of(String version) {
    return new StoredRow(version, Duration.ZERO, Map.of());
  }

  /** Returns this row after it was written again with the same unknown columns. */
  public StoredRow rewritten(String newVersion) {
    return new StoredRow(newVersion, Duration.ZERO, columns);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StoredRow row && version.equals(row.version);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(version);
  }

  @Override
  public String toString() {
    return version;
  }
}
