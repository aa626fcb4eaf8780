package dev.acstoken.devhost;

import dev.acstoken.emulator.AcsEmulator;
import dev.acstoken.emulator.server.SigningKey;
import dev.acstoken.emulator.server.StateFolder;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the parts of the development host keep their state: in a folder, from start to start, or in
 * memory.
 *
 * @param folder the folder; empty to keep everything in memory
 */
record StateFiles(Optional<StateFolder> folder) implements AutoCloseable {

  /**
   * Opens the folder that the arguments name.
   *
   * @throws CannotStartException when another host has it open, or when it cannot be used
   */
  static StateFiles open(Arguments arguments) {
    try {
      return new StateFiles(
          arguments
              .state()
              .map(
                  path ->
                      arguments.fresh() ? StateFolder.openFresh(path) : StateFolder.open(path)));
    } catch (UncheckedIOException e) {
      throw new CannotStartException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Returns the key that signs the local issuer's tokens.
   *
   * @throws CannotStartException when it cannot be read
   */
  SigningKey issuerKey() {
    try {
      return folder
          .map(it -> SigningKey.keptIn(it.resolve("issuer-key.json")))
          .orElseGet(SigningKey::new);
    } catch (UncheckedIOException e) {
      throw new CannotStartException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Makes an emulator keep its state and its certificate. */
  AcsEmulator.Builder keep(AcsEmulator.Builder emulator) {
    return folder
        .map(
            it ->
                emulator.state(it.resolve("acs-emulator")).certificates(it.resolve("certificate")))
        .orElse(emulator);
  }

  /** Returns the folder of Azurite's database; empty for a database in memory. */
  Optional<Path> tables() {
    return folder.map(it -> it.resolve("tables"));
  }

  @Override
  public void close() {
    folder.ifPresent(StateFolder::close);
  }
}
