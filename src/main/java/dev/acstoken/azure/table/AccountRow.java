package dev.acstoken.azure.table;

import com.azure.data.tables.models.TableEntity;
import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Converts accounts to table rows and back. Each user's row is in a partition of its own. */
final class AccountRow {

  static final String ROW = "identity";

  private static final String COMMUNICATION_USER_ID = "CommunicationUserId";
  private static final String ACS_ENDPOINT = "AcsEndpoint";
  private static final String ALLOWED_SCOPES = "AllowedScopes";
  private static final String STATE = "State";
  private static final String CREATED_ON = "CreatedOn";
  private static final String ETAG = "odata.etag";

  private AccountRow() {}

  static String partitionOf(User user) {
    return user.key();
  }

  static TableEntity write(Account account) {
    TableEntity row = new TableEntity(partitionOf(account.user()), ROW);
    UserColumns.write(row, account.user());
    account.mapping().ifPresent(mapping -> addMapping(row, mapping));
    if (account.policy() instanceof AccessPolicy.Custom policy) {
      row.addProperty(ALLOWED_SCOPES, policy.scopes().joined(","));
    }
    account.version().ifPresent(version -> addVersion(row, version));
    return row;
  }

  static TableEntity addMapping(TableEntity row, Mapping mapping) {
    return UserColumns.write(row, mapping.user())
        .addProperty(COMMUNICATION_USER_ID, mapping.communicationUserId().value())
        .addProperty(ACS_ENDPOINT, mapping.acsEndpoint())
        .addProperty(STATE, mapping.state().name().toLowerCase(Locale.ROOT))
        .addProperty(CREATED_ON, mapping.createdOn().atOffset(ZoneOffset.UTC));
  }

  static TableEntity addVersion(TableEntity row, String version) {
    return row.addProperty(ETAG, version);
  }

  static Account read(TableEntity row) {
    return new Account(
        UserColumns.read(row),
        row.getProperty(COMMUNICATION_USER_ID) == null
            ? Optional.empty()
            : Optional.of(readMapping(row)),
        readPolicy(row),
        Optional.of(row.getETag()));
  }

  static Mapping readMapping(TableEntity row) {
    return new Mapping(
        UserColumns.read(row),
        new CommunicationUserId((String) row.getProperty(COMMUNICATION_USER_ID)),
        (String) row.getProperty(ACS_ENDPOINT),
        Mapping.State.valueOf(((String) row.getProperty(STATE)).toUpperCase(Locale.ROOT)),
        ((OffsetDateTime) row.getProperty(CREATED_ON)).toInstant());
  }

  private static AccessPolicy readPolicy(TableEntity row) {
    return row.getProperty(ALLOWED_SCOPES) instanceof String scopes
        ? AccessPolicy.custom(readScopes(scopes))
        : AccessPolicy.INHERITED;
  }

  private static ScopeSet readScopes(String text) {
    return ScopeSet.copyOf(
        Stream.of(text.split(",")).map(TokenScope::of).flatMap(Optional::stream).toList());
  }
}
