package dev.acstoken.functions;

import dev.acstoken.devhost.FaultyTableStorage;
import dev.acstoken.emulator.AcsEmulator;
import dev.acstoken.emulator.Operation;

/** A request of an operation to ACS or to Table Storage, at which the fault occurs. */
sealed interface FaultPlace {

  String title();

  /** Returns whether the endpoint makes this request before it creates an identity. */
  boolean precedesCreation();

  /** Returns whether the fault can occur at this request. */
  boolean canHave(MatrixFault fault);

  /** Returns whether the request lists rows, so that it names no row. */
  boolean listsRows();

  /** Returns whether the request removes a row. */
  boolean removesRow();

  /** Returns whether the request removes a pending change from the intent log. */
  boolean removesPendingChange();

  /**
   * Schedules the fault for this request.
   *
   * @param lasts whether every later request fails too
   */
  void arm(AcsEmulator acs, FaultyTableStorage storage, MatrixFault fault, boolean lasts);

  /** Returns whether the request was made since the fault was scheduled. */
  boolean wasReached(AcsEmulator acs, FaultyTableStorage storage);

  /**
   * A request to ACS.
   *
   * @param operation the operation of ACS; each operation of the endpoint uses at most one
   */
  record OfAcs(Operation operation) implements FaultPlace {

    @Override
    public String title() {
      return "ACS " + operation.wireName();
    }

    @Override
    public boolean canHave(MatrixFault fault) {
      return true;
    }

    @Override
    public boolean precedesCreation() {
      return false;
    }

    @Override
    public boolean listsRows() {
      return false;
    }

    @Override
    public boolean removesRow() {
      return false;
    }

    @Override
    public boolean removesPendingChange() {
      return false;
    }

    @Override
    public boolean wasReached(AcsEmulator acs, FaultyTableStorage storage) {
      return acs.counters().of(operation).received() > 0;
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
   * A request to Table Storage.
   *
   * @param nth 1 for the first request to the table
   * @param request the method and the kind of row
   */
  record OfStorage(int nth, String request) implements FaultPlace {

    // The row is read when the request begins and again by the one caller that creates.
    private static final int READS_BEFORE_CREATION = 2;

    @Override
    public String title() {
      return nth + " " + request;
    }

    @Override
    public boolean canHave(MatrixFault fault) {
      return fault.isOfStorage();
    }

    @Override
    public boolean precedesCreation() {
      return nth <= READS_BEFORE_CREATION;
    }

    @Override
    public boolean listsRows() {
      return request.equals("GET");
    }

    @Override
    public boolean removesRow() {
      return request.startsWith("DELETE ");
    }

    @Override
    public boolean removesPendingChange() {
      return request.equals("DELETE unsettled");
    }

    @Override
    public boolean wasReached(AcsEmulator acs, FaultyTableStorage storage) {
      return storage.requests().size() >= nth;
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
