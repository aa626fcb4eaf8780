package dev.acstoken;

import java.util.UUID;

/** Names of tables in Table Storage, which consist of letters and digits. */
public final class TableName {

  private TableName() {}

  /** Returns a name that no other test uses. */
  public static String unique() {
    return "t" + UUID.randomUUID().toString().replace("-", "");
  }
}
