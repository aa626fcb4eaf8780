package dev.acstoken.identity.protocol.modelcheck;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The order and the outcomes of all port calls in one run. Its text can be parsed and repeated, for
 * example {@code IDENTITY ISSUE,DELETE NONE: A(find) B(find) B(begin) A~(issueToken)}. Callers are
 * named A, B, C in the order of their operations. The sign after a caller's name is the {@link
 * CallOutcome} of the call.
 */
record Schedule(
    InitialState initialState, List<Operation> operations, Mutant mutant, List<Step> steps) {

  private static final Pattern SPACE_OR_COMMA = Pattern.compile("[ ,]");

  record Step(String caller, CallOutcome outcome, String call) {}

  Schedule {
    operations = List.copyOf(operations);
    steps = List.copyOf(steps);
  }

  /** Parses a printed schedule. The names of its calls are ignored. */
  static Schedule parse(String text) {
    String[] halves = text.split(":", 2);
    String[] head = halves[0].strip().split(" ", -1);
    List<Operation> operations =
        SPACE_OR_COMMA.splitAsStream(head[1]).map(Operation::valueOf).toList();
    List<Step> steps =
        SPACE_OR_COMMA
            .splitAsStream(halves[1].strip())
            .map(it -> it.replaceAll("\\(.*\\)", ""))
            .map(it -> new Step(it.substring(0, 1), CallOutcome.ofSign(it.substring(1)), ""))
            .toList();
    return new Schedule(InitialState.valueOf(head[0]), operations, Mutant.valueOf(head[2]), steps);
  }

  @Override
  public String toString() {
    return initialState
        + " "
        + operations.stream().map(Operation::name).collect(joining(","))
        + " "
        + mutant
        + ": "
        + steps.stream()
            .map(step -> step.caller() + step.outcome().sign() + "(" + step.call() + ")")
            .collect(joining(" "));
  }
}
