package dev.acstoken.functions;

import dev.acstoken.devhost.FaultyTableStorage;
import dev.acstoken.emulator.AcsEmulator;
import dev.acstoken.emulator.Operation;
import java.util.List;

/** A request of an operation to ACS or to Table Storage, at which the fault occurs. */
sealed interface FaultPlace {

  String title();

  /** Returns whether the endpoint makes this request before it creates an identity. */
  boolean precedesCreation();

  /** Returns whether the endpoint makes this request before it has listed rows. */
  boolean precedesListing();

  /** Returns whether the fault can occur at this request. */
  boolean canHave(MatrixFault fault);

  /** Returns whether the request lists rows, so that it names no row. */
  boolean listsRows();

  /** Returns whether the request removes a row. */
  boolean removesRow();

  /** Returns whether the request removes a pending change from the intent log. */
  boolean removesPendingChange();

  /** Returns whether the request removes the entry of a guest who is joining. */
  boolean removesPendingJoin();

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
    public boolean precedesListing() {
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
    public boolean removesPendingJoin() {
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
   * @param earlier the requests to the table before this one
   * @param request the method and the kind of row
   */
  record OfStorage(List<String> earlier, String request) implements FaultPlace {

    private static final String LISTING = "GET";

    // The intent log gets its entry as soon as ACS has created the identity.
    private static final String AFTER_CREATION = "PATCH unsettled";

    @Override
    public String title() {
      return nth() + " " + request;
    }

    // The first request to the table is number 1.
    private int nth() {
      return earlier.size() + 1;
    }

    @Override
    public boolean canHave(MatrixFault fault) {
      return fault.isOfStorage();
    }

    @Override
    public boolean precedesCreation() {
      return !earlier.contains(AFTER_CREATION) && !request.equals(AFTER_CREATION);
    }

    @Override
    public boolean precedesListing() {
      return !earlier.contains(LISTING);
    }

    @Override
    public boolean listsRows() {
      return request.equals(LISTING);
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
    public boolean removesPendingJoin() {
      return request.equals("DELETE join");
    }

    @Override
    public boolean wasReached(AcsEmulator acs, FaultyTableStorage storage) {
      return storage.requests().size() >= nth();
    }

    @Override
    public void arm(AcsEmulator acs, FaultyTableStorage storage, MatrixFault fault, boolean lasts) {
      if (lasts) {
        storage.from(nth(), fault.ofStorage());
      } else {
        storage.once(nth(), fault.ofStorage());
      }
    }
  }
}
