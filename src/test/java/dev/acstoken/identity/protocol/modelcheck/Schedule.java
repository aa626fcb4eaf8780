package dev.acstoken.identity.protocol.modelcheck;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A run, as text that can be repeated: {@code NOTHING ISSUE,DELETE: A B A~ B}. Callers are named A,
 * B, C in the order of their acts; a sign after the name tells a call's {@link Fate}.
 */
record Schedule(Beginning beginning, List<Act> acts, Breakage breakage, List<Step> steps) {

  private static final Pattern SPACE_OR_COMMA = Pattern.compile("[ ,]");

  record Step(String caller, Fate fate, String call) {}

  Schedule {
    acts = List.copyOf(acts);
    steps = List.copyOf(steps);
  }

  /** The steps of a printed schedule, by index into the acts. */
  static Schedule parse(String text) {
    String[] halves = text.split(":", 2);
    String[] head = halves[0].strip().split(" ", -1);
    List<Act> acts = SPACE_OR_COMMA.splitAsStream(head[1]).map(Act::valueOf).toList();
    List<Step> steps =
        SPACE_OR_COMMA
            .splitAsStream(halves[1].strip())
            .map(it -> it.replaceAll("\\(.*\\)", ""))
            .map(it -> new Step(it.substring(0, 1), Fate.ofSign(it.substring(1)), ""))
            .toList();
    return new Schedule(Beginning.valueOf(head[0]), acts, Breakage.valueOf(head[2]), steps);
  }

  @Override
  public String toString() {
    return beginning
        + " "
        + acts.stream().map(Act::name).collect(joining(","))
        + " "
        + breakage
        + ": "
        + steps.stream()
            .map(step -> step.caller() + step.fate().sign() + "(" + step.call() + ")")
            .collect(joining(" "));
  }
}
