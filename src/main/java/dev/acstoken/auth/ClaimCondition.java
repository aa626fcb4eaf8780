package dev.acstoken.auth;

import java.util.Map;
import java.util.Set;

/**
 * A condition that a token's claims meet or do not meet. Values are compared as texts, so that
 * {@code true} equals {@code "true"}: providers differ in how they write the same claim.
 *
 * @param claim the claim that the condition is about
 * @param demand what the condition demands of the claim
 * @param values the values that {@link Demand#ONE_OF} and {@link Demand#NONE_OF} compare with
 */
public record ClaimCondition(ClaimPath claim, Demand demand, Set<String> values) {

  /** What a condition demands of a claim. */
  public enum Demand {
    /** The claim is present, and not {@code null}. */
    PRESENT,
    /** The claim is absent or {@code null}. */
    ABSENT,
    /** The claim is one of the values, or a list that contains one of them. */
    ONE_OF,
    /** The claim is none of the values, and no list that contains one of them. It may be absent. */
    NONE_OF
  }

  public ClaimCondition {
    values = Set.copyOf(values);
  }

  boolean isMetBy(Map<String, Object> claims) {
    return switch (demand) {
      case PRESENT -> claim.in(claims).isPresent();
      case ABSENT -> claim.in(claims).isEmpty();
      case ONE_OF -> hasOneOfTheValues(claims);
      case NONE_OF -> !hasOneOfTheValues(claims);
    };
  }

  private boolean hasOneOfTheValues(Map<String, Object> claims) {
    return claim.valuesIn(claims).stream().map(String::valueOf).anyMatch(values::contains);
  }
}
