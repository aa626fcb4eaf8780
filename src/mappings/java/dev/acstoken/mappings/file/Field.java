package dev.acstoken.mappings.file;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The columns of CSV files, which are also the members of JSON objects. */
enum Field {
  ISSUER("issuer"),
  USER_ID("userId"),
  COMMUNICATION_USER_ID("communicationUserId"),
  CREATED_ON("createdOn"),
  SCOPES("scopes"),
  BLOCKED("blocked");

  /** The names of all fields for people. */
  static final String NAMES =
      Arrays.stream(values()).map(Field::toString).collect(Collectors.joining(", "));

  private final String text;

  Field(String text) {
    this.text = text;
  }

  static Optional<Field> of(String name) {
    return Arrays.stream(values()).filter(it -> it.text.equals(name)).findFirst();
  }

  /** Returns the name in files. */
  @Override
  public String toString() {
    return text;
  }
}
