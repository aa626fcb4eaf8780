package dev.acstoken.azure.table;

import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.TokenScope;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads a column with scopes, which are separated by commas. */
final class ScopesColumn {

  private ScopesColumn() {}

  // A scope of a later version is ignored: this version cannot issue it.
  static ScopeSet read(String text) {
    return ScopeSet.copyOf(
        Stream.of(text.split(",")).map(TokenScope::of).flatMap(Optional::stream).toList());
  }
}
