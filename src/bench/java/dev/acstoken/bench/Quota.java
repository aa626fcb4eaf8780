package dev.acstoken.bench;

import java.util.List;

/** A limit of the CPU time that processes can use. */
sealed interface Quota extends AutoCloseable permits ControlGroup, PinnedCores, Unlimited {

  /** Returns a command that starts the given one within the limit, in the same process. */
  List<String> limit(List<String> command);

  /** Removes the limit. Its processes must have ended. */
  @Override
  void close();
}
