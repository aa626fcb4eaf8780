package dev.acstoken.devhost;

import java.util.ArrayDeque;
import java.util.Deque;

/** Closes the parts that were started together, in reverse order. */
public final class Closer implements AutoCloseable {
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  /** Adds a part, which is closed before those that were added earlier. */
  public <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      closeQuietly(parts.pop());
    }
  }

  // A part that fails to close must not keep the others open.
  private static void closeQuietly(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      System.err.println(
          part.getClass().getSimpleName() + " could not be closed: " + e.getMessage());
    }
  }
}
