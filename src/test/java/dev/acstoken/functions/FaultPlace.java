package dev.acstoken.functions;

import dev.acstoken.devhost.FaultyTableStorage;
import dev.acstoken.emulator.AcsEmulator;
import dev.acstoken.emulator.Operation;

/** Which of the requests that an operation makes meets the fault. */
sealed interface FaultPlace {

  String title();

  /**
   * Lets the fault wait there.
   *
   * @param lasts whether every request after it fails too
   */
  void arm(AcsEmulator acs, FaultyTableStorage storage, MatrixFault fault, boolean lasts);

  /**
   * A request to ACS.
   *
   * @param operation of ACS; the only one that is asked for
   */
  record OfAcs(Operation operation) implements FaultPlace {

    @Override
    public String title() {
      return "ACS " + operation.wireName();
    }

    @Override
    public void arm(AcsEmulator acs, FaultyTableStorage storage, MatrixFault fault, boolean lasts) {
      if (lasts) {
        acs.faults().always(fault.ofAcs());
      } else {
        acs.faults().next(operation, fault.ofAcs());
      }
    }
  }

  /**
   * A request to the table.
   *
   * @param nth 1 for the first request to the table
   * @param request its method and row
   */
  record OfStorage(int nth, String request) implements FaultPlace {

    @Override
    public String title() {
      return nth + " " + request;
    }

    @Override
    public void arm(AcsEmulator acs, FaultyTableStorage storage, MatrixFault fault, boolean lasts) {
      if (lasts) {
        storage.from(nth, fault.ofStorage());
      } else {
        storage.once(nth, fault.ofStorage());
      }
    }
  }
}
