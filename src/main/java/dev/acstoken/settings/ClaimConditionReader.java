package dev.acstoken.settings;

import dev.acstoken.auth.ClaimCondition;
import dev.acstoken.auth.ClaimCondition.Demand;
import dev.acstoken.auth.ClaimPath;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads a condition for a claim. */
final class ClaimConditionReader {

  private final JsonObject json;

  ClaimConditionReader(JsonObject json) {
    this.json = json;
  }

  /** Returns the condition; empty if there is a problem. */
  Optional<ClaimCondition> read() {
    Optional<ClaimPath> claim = json.claim("claim");
    Optional<Boolean> isPresent = json.truth("present");
    Optional<List<String>> equal = json.scalar("equals").map(List::of);
    Optional<List<String>> oneOf = json.scalars("oneOf");
    Optional<List<String>> notEqual = json.scalar("notEquals").map(List::of);
    json.reportUnknownMembers();
    long demands = Stream.of("present", "equals", "notEquals", "oneOf").filter(json::has).count();
    if (demands != 1) {
      return json.problem("must have exactly one of equals, notEquals, oneOf and present");
    }
    return claim.flatMap(
        it ->
            isPresent
                .map(present -> presence(it, present))
                .or(
                    () ->
                        equal.or(() -> oneOf).map(values -> comparison(it, Demand.ONE_OF, values)))
                .or(() -> notEqual.map(values -> comparison(it, Demand.NONE_OF, values))));
  }

  /** Returns a condition that demands the presence or the absence of a claim. */
  Optional<ClaimCondition> readPresence() {
    Optional<ClaimPath> claim = json.claim("claim");
    Optional<Boolean> isPresent = json.truth("present");
    if (!json.has("present")) {
      json.problem("present", "is required");
    }
    json.reportUnknownMembers();
    return claim.flatMap(it -> isPresent.map(present -> presence(it, present)));
  }

  private static ClaimCondition presence(ClaimPath claim, boolean isPresent) {
    return new ClaimCondition(claim, isPresent ? Demand.PRESENT : Demand.ABSENT, Set.of());
  }

  private static ClaimCondition comparison(ClaimPath claim, Demand demand, List<String> values) {
    return new ClaimCondition(claim, demand, new HashSet<>(values));
  }
}
