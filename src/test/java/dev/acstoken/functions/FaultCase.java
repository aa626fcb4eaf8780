package dev.acstoken.functions;

/**
 * A case of the fault matrix.
 *
 * @param operation the operation that is called
 * @param place the request of the operation at which the fault occurs
 * @param fault the fault
 * @param lasts whether every later request fails too
 */
record FaultCase(FaultedOperation operation, FaultPlace place, MatrixFault fault, boolean lasts) {

  String row() {
    return "%-25s %-20s".formatted(operation.title(), place.title());
  }

  @Override
  public String toString() {
    return "%s, %s %s at %s"
        .formatted(
            operation.title(), fault.title(), lasts ? "from then on" : "once", place.title());
  }
}
