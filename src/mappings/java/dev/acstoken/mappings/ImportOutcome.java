package dev.acstoken.mappings;

/** What became of a line of a file. */
sealed interface ImportOutcome {

  /** The user was stored. */
  record Imported() implements ImportOutcome {}

  /** All that the line says had been stored before. */
  record Existing() implements ImportOutcome {}

  /** Another identity or access policy was replaced. */
  record Overwritten() implements ImportOutcome {}

  /**
   * The line was rejected, and nothing was changed.
   *
   * @param reason a sentence for the user of the tool
   */
  record Rejected(String reason) implements ImportOutcome {}
}
