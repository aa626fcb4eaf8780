package dev.acstoken.azure.table;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import com.azure.data.tables.models.TableEntity;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** An account as a row of the table, in a partition of its user's own. */
final class AccountRow {

  static final String ROW = "identity";

  private static final String COMMUNICATION_USER_ID = "CommunicationUserId";
  private static final String ALLOWED_SCOPES = "AllowedScopes";
  private static final String STATE = "State";
  private static final String ETAG = "odata.etag";

  private AccountRow() {}

  static String partitionOf(User user) {
    return user.key();
  }

  static TableEntity write(Account account) {
    TableEntity row = new TableEntity(partitionOf(account.user()), ROW);
    UserColumns.write(row, account.user());
    account.mapping().ifPresent(mapping -> addMapping(row, mapping));
    account.allowedScopes().ifPresent(scopes -> row.addProperty(ALLOWED_SCOPES, text(scopes)));
    return account.version().isEmpty() ? row : addVersion(row, account.version());
  }

  static TableEntity addMapping(TableEntity row, Mapping mapping) {
    return UserColumns.write(row, mapping.user())
        .addProperty(COMMUNICATION_USER_ID, mapping.communicationUserId().value())
        .addProperty("AcsEndpoint", mapping.acsEndpoint())
        .addProperty(STATE, text(mapping.state()))
        .addProperty("CreatedOn", mapping.createdOn().atOffset(ZoneOffset.UTC));
  }

  static Account read(TableEntity row) {
    return new Account(
        UserColumns.read(row),
        row.getProperty(COMMUNICATION_USER_ID) == null
            ? Optional.empty()
            : Optional.of(readMapping(row)),
        Optional.ofNullable((String) row.getProperty(ALLOWED_SCOPES)).map(AccountRow::scopes),
        row.getETag());
  }

  static Mapping readMapping(TableEntity row) {
    return new Mapping(
        UserColumns.read(row),
        new CommunicationUserId((String) row.getProperty(COMMUNICATION_USER_ID)),
        (String) row.getProperty("AcsEndpoint"),
        Mapping.State.valueOf(((String) row.getProperty(STATE)).toUpperCase(Locale.ROOT)),
        ((OffsetDateTime) row.getProperty("CreatedOn")).toInstant());
  }

  static TableEntity addVersion(TableEntity row, String version) {
    return row.addProperty(ETAG, version);
  }

  private static String text(Mapping.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static String text(Set<TokenScope> scopes) {
    return scopes.stream().sorted().map(TokenScope::value).collect(joining(","));
  }

  private static Set<TokenScope> scopes(String text) {
    return Stream.of(text.split(","))
        .map(TokenScope::of)
        .flatMap(Optional::stream)
        .collect(toSet());
  }
}
