package dev.acstoken.modelcheck;

import dev.acstoken.identity.Account;
import java.util.List;
import java.util.Optional;

/**
 * The state of an invitation before the callers start. The protocol itself leads to it, except that
 * ACS may lose an identity.
 */
enum GuestInitialState {
  /** There is no invitation. */
  NOTHING(1),
  /** The invitation has one place. */
  INVITED(1),
  /** The invitation has two places. */
  TWO_PLACES(2),
  /** The guest has joined, and one place is left. */
  JOINED(2),
  /** The only place is taken. */
  FULL(1),
  /** The guest's request was interrupted when the identity existed and before it took a place. */
  INTERRUPTED_JOIN(1),
  /** The end was interrupted when the invitation was marked. */
  INTERRUPTED_END(2),
  /** As {@link #JOINED}, and ACS has not known the guest's identity for the loss period. */
  LOST(2);

  private final int places;

  /** A run of an operation, up to a call; to its end if the call is empty. */
  private record Run(GuestOperation operation, Optional<String> lastCall) {

    static Run of(GuestOperation operation) {
      return new Run(operation, Optional.empty());
    }

    static Run upTo(String lastCall, GuestOperation operation) {
      return new Run(operation, Optional.of(lastCall));
    }
  }

  GuestInitialState(int places) {
    this.places = places;
  }

  private List<Run> runs() {
    Run create = Run.of(GuestOperation.CREATE);
    Run join = Run.of(GuestOperation.JOIN);
    return switch (this) {
      case NOTHING -> List.of();
      case INVITED, TWO_PLACES -> List.of(create);
      case JOINED, FULL, LOST -> List.of(create, join);
      case INTERRUPTED_JOIN -> List.of(create, Run.upTo("admit", GuestOperation.JOIN));
      case INTERRUPTED_END -> List.of(create, join, Run.upTo("findGuests", GuestOperation.END));
    };
  }

  /** Returns the number of places of the invitation. */
  int places() {
    return places;
  }

  /** Returns whether there is an invitation. */
  boolean isInvited() {
    return this != NOTHING;
  }

  /** Returns whether a guest has joined or has begun to join. */
  boolean hasGuests() {
    return runs().stream().anyMatch(run -> run.operation() == GuestOperation.JOIN);
  }

  /** Returns the state, which operations of the model lead to. */
  SystemState system(GuestModel model) {
    SystemState system = new SystemState();
    for (Run run : runs()) {
      Caller<GuestOperation> caller =
          Caller.of(GuestModel.FIRST_CALLER, run.operation(), model, SystemState.NOW);
      while (!caller.pending().map(PortCall::name).equals(run.lastCall())) {
        caller = caller.step(CallOutcome.SUCCEEDS, system);
      }
      model.accept(caller, system);
    }
    if (this == LOST) {
      loseIdentity(system);
    }
    return system;
  }

  private static void loseIdentity(SystemState system) {
    system.live.clear();
    for (Account account : List.copyOf(system.accounts.values())) {
      system.store(account.withUnknownSince(Optional.of(SystemState.EARLIER)));
    }
  }
}
