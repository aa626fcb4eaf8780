package dev.acstoken.devhost;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Reads the output of a process, so that the process never blocks, and keeps the last lines. */
final class OutputTail {
  private static final int MAX_LINES = 20;

  private final Deque<String> lines = new ArrayDeque<>();
  private final Thread reader;

  private OutputTail(InputStream output, String name) {
    reader = new Thread(() -> read(output), name + " output");
    reader.setDaemon(true);
  }

  static OutputTail of(Process process, String name) {
    var tail = new OutputTail(process.getInputStream(), name);
    tail.reader.start();
    return tail;
  }

  /**
   * Returns the last lines of a process that has ended. It waits briefly for those still in the
   * pipe.
   */
  String afterExit() throws InterruptedException {
    reader.join(1000);
    return soFar();
  }

  String soFar() {
    synchronized (lines) {
      return lines.isEmpty() ? "(it printed nothing)" : String.join(System.lineSeparator(), lines);
    }
  }

  private void read(InputStream output) {
    try (var in = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        synchronized (lines) {
          lines.addLast(line);
          if (lines.size() > MAX_LINES) {
            lines.removeFirst();
          }
        }
      }
    } catch (IOException e) {
      // The stream closes when the process ends. The lines read so far are enough.
    }
  }
}
