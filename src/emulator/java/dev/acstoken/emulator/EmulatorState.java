package dev.acstoken.emulator;

import dev.acstoken.emulator.server.SigningKey;
import dev.acstoken.emulator.server.StateFolder;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;

/**
 * The state of a resource: its id, its identities and the key that signs its tokens.
 *
 * @param storage closes what the state is kept in
 */
record EmulatorState(UUID resourceId, IdentityStore identities, SigningKey key, Runnable storage)
    implements AutoCloseable {

  /** Returns a new state that is lost when the emulator ends. */
  static EmulatorState inMemory(UUID resourceId, Clock clock) {
    return new EmulatorState(
        resourceId,
        new IdentityStore(resourceId, clock, IdentityLog.NONE),
        new SigningKey(),
        () -> {});
  }

  /**
   * Returns the state that a folder keeps, or a new one.
   *
   * @param newResourceId the id of the resource if the state is new
   * @throws java.io.UncheckedIOException if the folder cannot be used, with a message for the user
   */
  static EmulatorState keptIn(Path path, UUID newResourceId, Clock clock) {
    StateFolder folder = StateFolder.open(path);
    try {
      SigningKey key = SigningKey.keptIn(folder.resolve("signing-key.json"));
      IdentityJournal journal =
          IdentityJournal.open(folder.resolve("identities.jsonl"), newResourceId);
      return new EmulatorState(
          journal.resourceId(),
          restore(journal, clock),
          key,
          () -> {
            journal.close();
            folder.close();
          });
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  private static IdentityStore restore(IdentityJournal journal, Clock clock) {
    try {
      IdentityStore identities = new IdentityStore(journal.resourceId(), clock, journal);
      identities.restore(journal.events());
      journal.compact(identities.events());
      return identities;
    } catch (RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  @Override
  public void close() {
    storage.run();
  }
}
