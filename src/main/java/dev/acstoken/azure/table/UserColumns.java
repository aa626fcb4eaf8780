package dev.acstoken.azure.table;

import com.azure.data.tables.models.TableEntity;
import dev.acstoken.identity.User;

/** The columns that name a user. */
final class UserColumns {

  private static final String ISSUER = "Issuer";
  private static final String USER_ID = "UserId";

  private UserColumns() {}

  static TableEntity write(TableEntity row, User user) {
    return row.addProperty(ISSUER, user.issuer()).addProperty(USER_ID, user.id());
  }

  static User read(TableEntity row) {
    return new User((String) row.getProperty(ISSUER), (String) row.getProperty(USER_ID));
  }
}
