package dev.acstoken.identity.protocol.modelcheck;

import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.Failure;
import dev.acstoken.identity.IdentityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One run of an operation, as far as it has come. Where it stands follows from what its ports
 * answered so far.
 */
final class Caller {

  private final String name;
  private final Act act;
  private final Breakage breakage;
  private final Beginning beginning;
  private final List<Answer> answers;
  private final boolean hasCrashed;

  /** The tokens that were in use when it began. */
  private final Set<AccessToken> inUseAtBeginning;

  private final Optional<PortCall> pending;
  private final Optional<Act.Result> result;
  private final Optional<Failure> failure;

  private Caller(
      String name,
      Act act,
      Breakage breakage,
      Beginning beginning,
      List<Answer> answers,
      boolean hasCrashed,
      Set<AccessToken> inUseAtBeginning) {
    this.name = name;
    this.act = act;
    this.breakage = breakage;
    this.beginning = beginning;
    this.answers = answers;
    this.hasCrashed = hasCrashed;
    this.inUseAtBeginning = inUseAtBeginning;
    PortCall call = null;
    Act.Result answered = null;
    Failure failed = null;
    if (!hasCrashed) {
      try {
        answered =
            act.run(new Act.Domain(new SteppedPorts(name, answers, breakage), beginning.past()));
      } catch (SteppedPorts.Pause pause) {
        call = pause.call();
      } catch (IdentityException e) {
        failed = e.failure();
      }
    }
    this.pending = Optional.ofNullable(call);
    this.result = Optional.ofNullable(answered);
    this.failure = Optional.ofNullable(failed);
  }

  static Caller of(String name, Act act, Breakage breakage, Beginning beginning) {
    return new Caller(name, act, breakage, beginning, List.of(), false, Set.of());
  }

  String name() {
    return name;
  }

  Act act() {
    return act;
  }

  /** The call that it stands before; empty if it has come to an end. */
  Optional<PortCall> pending() {
    return pending;
  }

  Optional<Act.Result> result() {
    return result;
  }

  Optional<Failure> failure() {
    return failure;
  }

  boolean hasCrashed() {
    return hasCrashed;
  }

  Set<AccessToken> inUseAtBeginning() {
    return inUseAtBeginning;
  }

  /** The caller after its pending call met its fate, which changes the world. */
  Caller step(Fate fate, World world) {
    PortCall call = pending.orElseThrow();
    Set<AccessToken> inUse = answers.isEmpty() ? Set.copyOf(world.released) : inUseAtBeginning;
    Object value = fate.hasEffect() ? call.effect().apply(world) : "none";
    List<Answer> more = new ArrayList<>(answers);
    more.add(fate == Fate.SUCCEEDS ? Answer.of(value) : Answer.failed(call.failure()));
    return new Caller(name, act, breakage, beginning, List.copyOf(more), fate.isCrash(), inUse);
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof Caller other
        && name.equals(other.name)
        && act == other.act
        && hasCrashed == other.hasCrashed
        && answers.equals(other.answers)
        && inUseAtBeginning.equals(other.inUseAtBeginning);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, answers, hasCrashed);
  }
}
