package dev.acstoken.identity;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A set of token scopes, in the order in which {@link TokenScope} declares them.
 *
 * @param scopes the scopes, as an unmodifiable set
 */
public record ScopeSet(Set<TokenScope> scopes) {

  public static final ScopeSet NONE = ScopeSet.of();

  public ScopeSet {
    EnumSet<TokenScope> copy = EnumSet.noneOf(TokenScope.class);
    copy.addAll(scopes);
    scopes = Collections.unmodifiableSet(copy);
  }

  public static ScopeSet of(TokenScope... scopes) {
    return copyOf(Arrays.asList(scopes));
  }

  public static ScopeSet copyOf(Collection<TokenScope> scopes) {
    return new ScopeSet(Set.copyOf(scopes));
  }

  public boolean isEmpty() {
    return scopes.isEmpty();
  }

  public boolean containsAll(ScopeSet others) {
    return scopes.containsAll(others.scopes);
  }

  public ScopeSet intersection(ScopeSet others) {
    return copyOf(stream().filter(others.scopes::contains).toList());
  }

  /** Returns these scopes and those that they cover. */
  public ScopeSet withCovered() {
    return copyOf(
        Arrays.stream(TokenScope.values())
            .filter(scope -> stream().anyMatch(own -> own.covers(scope)))
            .toList());
  }

  public Stream<TokenScope> stream() {
    return scopes.stream();
  }

  /** Returns the names of the scopes, separated by the delimiter. */
  public String joined(String delimiter) {
    return stream().map(TokenScope::value).collect(joining(delimiter));
  }

  @Override
  public String toString() {
    return scopes.toString();
  }
}
