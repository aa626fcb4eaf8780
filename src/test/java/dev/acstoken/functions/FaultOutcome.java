package dev.acstoken.functions;

/**
 * The outcome of a case of the fault matrix.
 *
 * @param response the status, followed by the code if it is a failure
 * @param creations the number of requests for a new identity that ACS received
 * @param unknownIdentities the number of live ACS identities that no row names
 */
record FaultOutcome(String response, long creations, int unknownIdentities) {

  /** Returns the outcome as a cell of the matrix, such as {@code 503 acs_unavailable +1*}. */
  @Override
  public String toString() {
    return response + (creations == 0 ? "" : " +" + creations) + "*".repeat(unknownIdentities);
  }
}
