package dev.acstoken.functions;

/**
 * One cell of the fault matrix.
 *
 * @param operation what is asked of the endpoint
 * @param place which of its requests fails
 * @param fault how
 * @param lasts whether every request after it fails too
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
