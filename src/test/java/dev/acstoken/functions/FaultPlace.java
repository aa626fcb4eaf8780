package dev.acstoken.functions;

import dev.acstoken.emulator.AcsEmulator;
import dev.acstoken.emulator.Operation;
import dev.acstoken.local.FaultyTableStorage;

/** Which of the requests that an operation makes meets the fault. */
sealed interface FaultPlace {

  String title();

  /** Whether an identity that this request makes at ACS is known from its reply only. */
  default boolean mayLoseAnIdentity() {
    return false;
  }

  /**
   * @param operation the only one of its kind that the operation asks ACS for
   */
  record OfAcs(Operation operation) implements FaultPlace {

    @Override
    public String title() {
      return "ACS " + operation.wireName();
    }

    @Override
    public boolean mayLoseAnIdentity() {
      return operation == Operation.CREATE_IDENTITY;
    }

    void arm(AcsEmulator acs, MatrixFault fault, boolean lasts) {
      if (lasts) {
        acs.faults().always(fault.ofAcs());
      } else {
        acs.faults().next(operation, fault.ofAcs());
      }
    }
  }

  /**
   * @param nth the how manieth request to the table
   * @param request its method and row
   */
  record OfStorage(int nth, String request) implements FaultPlace {

    @Override
    public String title() {
      return nth + " " + request;
    }

    void arm(FaultyTableStorage storage, MatrixFault fault, boolean lasts) {
      if (lasts) {
        storage.from(nth, fault.ofStorage());
      } else {
        storage.once(nth, fault.ofStorage());
      }
    }
  }
}
