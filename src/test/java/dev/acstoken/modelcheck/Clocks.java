package dev.acstoken.modelcheck;

import dev.acstoken.identity.AccessToken;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The time that has passed since certain events, in whole seconds. A time is counted up to {@link
 * #MAX}, because nothing depends on whether it is longer. So the states stay finite, and no state
 * depends on when it is reached.
 */
final class Clocks {

  /** The longest time that the protocol compares with: that for which a revocation waits. */
  static final int MAX = 2;

  private final Map<String, Integer> passed = new HashMap<>();

  /** The tokens that were issued in the current second. */
  private final Set<AccessToken> newTokens = new HashSet<>();

  Clocks() {}

  private Clocks(Clocks other) {
    passed.putAll(other.passed);
    newTokens.addAll(other.newTokens);
  }

  Clocks copy() {
    return new Clocks(this);
  }

  /** Starts a clock, also if it runs already. */
  void start(String name) {
    passed.put(name, 0);
  }

  /** Returns the time since the clock was started; {@link #MAX} if it was not. */
  int passed(String name) {
    return passed.getOrDefault(name, MAX);
  }

  /** Returns the same as {@link #passed}, and forgets the clock. */
  int stop(String name) {
    int time = passed(name);
    passed.remove(name);
    return time;
  }

  /** Lets a time pass, which may be zero or less. */
  void advance(int seconds) {
    if (seconds > 0) {
      passed.replaceAll((name, time) -> Math.min(time + seconds, MAX));
      newTokens.clear();
    }
  }

  /** Lets so much time pass that nothing depends on earlier events. */
  void rest() {
    passed.clear();
    newTokens.clear();
  }

  void addNewToken(AccessToken token) {
    newTokens.add(token);
  }

  /** Returns whether the token was issued in the current second. */
  boolean isNew(AccessToken token) {
    return newTokens.contains(token);
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof Clocks other
        && passed.equals(other.passed)
        && newTokens.equals(other.newTokens);
  }

  @Override
  public int hashCode() {
    return 31 * passed.hashCode() + newTokens.hashCode();
  }
}
