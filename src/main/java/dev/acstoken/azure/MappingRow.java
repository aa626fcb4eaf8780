package dev.acstoken.azure;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import com.azure.data.tables.models.TableEntity;
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

/** A mapping as a row of the table, in a partition of its user's own. */
final class MappingRow {

  static final String ROW = "identity";

  private static final String ALLOWED_SCOPES = "AllowedScopes";
  private static final String STATE = "State";
  private static final String ETAG = "odata.etag";

  private MappingRow() {}

  static String partitionOf(User user) {
    return user.key();
  }

  static TableEntity write(Mapping mapping) {
    return addProperties(new TableEntity(partitionOf(mapping.user()), ROW), mapping);
  }

  static TableEntity addProperties(TableEntity row, Mapping mapping) {
    UserColumns.write(row, mapping.user())
        .addProperty("CommunicationUserId", mapping.communicationUserId().value())
        .addProperty("AcsEndpoint", mapping.acsEndpoint())
        .addProperty(STATE, text(mapping.state()))
        .addProperty("CreatedOn", mapping.createdOn().atOffset(ZoneOffset.UTC));
    mapping.allowedScopes().ifPresent(scopes -> row.addProperty(ALLOWED_SCOPES, text(scopes)));
    return row;
  }

  static Mapping read(TableEntity row) {
    return new Mapping(
        UserColumns.read(row),
        new CommunicationUserId((String) row.getProperty("CommunicationUserId")),
        (String) row.getProperty("AcsEndpoint"),
        Mapping.State.valueOf(((String) row.getProperty(STATE)).toUpperCase(Locale.ROOT)),
        ((OffsetDateTime) row.getProperty("CreatedOn")).toInstant(),
        Optional.ofNullable((String) row.getProperty(ALLOWED_SCOPES)).map(MappingRow::scopes),
        row.getETag());
  }

  /** The row's key and the version to change it under. */
  static TableEntity key(Mapping mapping) {
    return addVersion(new TableEntity(partitionOf(mapping.user()), ROW), mapping.version());
  }

  static TableEntity addVersion(TableEntity row, String version) {
    return row.addProperty(ETAG, version);
  }

  static TableEntity changeState(Mapping mapping, Mapping.State state) {
    return key(mapping).addProperty(STATE, text(state));
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
