package dev.acstoken.modelcheck;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The order and the outcomes of all port calls in one run. Its text can be parsed and repeated, for
 * example {@code IDENTITY ISSUE,DELETE NONE: A(find) B(find) B(begin) A~(issueToken)}. Callers are
 * named A, B, C in the order of their operations. The sign after a caller's name is the {@link
 * CallOutcome} of the call.
 *
 * @param initialState the name of the initial state
 * @param operations the names of the operations
 * @param mutant the name of the mutant
 * @param steps the calls
 */
record Schedule(String initialState, List<String> operations, String mutant, List<Step> steps) {

  private static final Pattern SPACE_OR_COMMA = Pattern.compile("[ ,]");

  record Step(String caller, CallOutcome outcome, String call) {}

  Schedule {
    operations = List.copyOf(operations);
    steps = List.copyOf(steps);
  }

  static Schedule of(
      Enum<?> initialState, List<? extends Enum<?>> operations, Enum<?> mutant, List<Step> steps) {
    return new Schedule(
        initialState.name(), operations.stream().map(Enum::name).toList(), mutant.name(), steps);
  }

  /** Parses a printed schedule. The names of its calls are ignored. */
  static Schedule parse(String text) {
    String[] halves = text.split(":", 2);
    String[] head = halves[0].strip().split(" ", -1);
    List<Step> steps =
        SPACE_OR_COMMA
            .splitAsStream(halves[1].strip())
            .map(it -> it.replaceAll("\\(.*\\)", ""))
            .map(it -> new Step(it.substring(0, 1), CallOutcome.ofSign(it.substring(1)), ""))
            .toList();
    return new Schedule(head[0], SPACE_OR_COMMA.splitAsStream(head[1]).toList(), head[2], steps);
  }

  @Override
  public String toString() {
    return initialState
        + " "
        + String.join(",", operations)
        + " "
        + mutant
        + ": "
        + steps.stream()
            .map(step -> step.caller() + step.outcome().sign() + "(" + step.call() + ")")
            .collect(joining(" "));
  }
}
