package dev.acstoken.azure.table;

import com.azure.data.tables.models.TableEntity;
import dev.acstoken.identity.User;
import java.util.Set;

/** The columns that name a user. */
final class UserColumns {

  private static final String ISSUER = "Issuer";
  private static final String USER_ID = "UserId";

  static final Set<String> NAMES = Set.of(ISSUER, USER_ID);

  private UserColumns() {}

  static TableEntity write(TableEntity row, User user) {
    return writeIssuer(row, user.issuer()).addProperty(USER_ID, user.id());
  }

  static TableEntity writeIssuer(TableEntity row, String issuer) {
    return row.addProperty(ISSUER, issuer);
  }

  static User read(RowReader row) {
    String issuer = row.text(ISSUER);
    String id = row.text(USER_ID);
    if (!User.isValidId(id)) {
      throw row.unknown(USER_ID);
    }
    return new User(issuer, id);
  }
}
