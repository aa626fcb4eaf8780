package dev.acstoken.mappings;

import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.User;
import java.util.List;

/**
 * A row that names an identity, as a text that can be sorted.
 *
 * @param identityKey the key of the identity
 * @param kind what the row says about the identity
 * @param user the user whom the row names
 */
record IdentityUse(String identityKey, Kind kind, User user) {

  private static final String SEPARATOR = "\t";

  /** What a row says about an identity. */
  enum Kind {
    /** The user has it. */
    CURRENT,
    /** The user owns it. */
    OWNER,
    /** A change of it has not ended. */
    PENDING,
    /** The user had it before. */
    PREVIOUS
  }

  static IdentityUse current(Mapping mapping) {
    return of(Kind.CURRENT, mapping);
  }

  static IdentityUse pending(Mapping mapping) {
    return of(Kind.PENDING, mapping);
  }

  static IdentityUse previous(Mapping mapping) {
    return of(Kind.PREVIOUS, mapping);
  }

  static IdentityUse owner(String identityKey, User user) {
    return new IdentityUse(identityKey, Kind.OWNER, user);
  }

  private static IdentityUse of(Kind kind, Mapping mapping) {
    return new IdentityUse(mapping.communicationUserId().key(), kind, mapping.user());
  }

  static IdentityUse parse(String text) {
    String[] parts = text.split(SEPARATOR, -1);
    return new IdentityUse(parts[0], Kind.valueOf(parts[1]), new User(parts[2], parts[3]));
  }

  /** Returns a text that begins with the identity's key. */
  String toText() {
    return String.join(SEPARATOR, List.of(identityKey, kind.name(), user.issuer(), user.id()));
  }
}
