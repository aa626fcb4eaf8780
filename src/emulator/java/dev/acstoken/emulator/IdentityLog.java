package dev.acstoken.emulator;

/** Stores the changes of identities before they take effect. */
@FunctionalInterface
interface IdentityLog {

  /** Stores nothing: the state lasts as long as the emulator. */
  IdentityLog NONE = event -> {};

  /**
   * Stores a change.
   *
   * @throws java.io.UncheckedIOException if it cannot be stored, so that it must not take effect
   */
  void append(IdentityEvent event);
}
