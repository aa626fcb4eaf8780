package dev.acstoken.emulator;

import static java.nio.file.StandardOpenOption.APPEND;

import dev.acstoken.emulator.server.Json;
import dev.acstoken.emulator.server.PrivateFiles;
import dev.acstoken.emulator.server.StateFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A file with one line of JSON for each change of an identity. A line is written before the change
 * takes effect and the response is sent, so the state survives even a killed process. The first
 * line names the resource. A last line without its end was never confirmed, and is ignored.
 */
final class IdentityJournal implements IdentityLog, AutoCloseable {

  private static final String RESOURCE = "resource";

  private final Path file;
  private final UUID resourceId;
  private final List<IdentityEvent> events;
  private FileChannel channel;

  private IdentityJournal(
      Path file, UUID resourceId, List<IdentityEvent> events, FileChannel channel) {
    this.file = file;
    this.resourceId = resourceId;
    this.events = events;
    this.channel = channel;
  }

  /**
   * Opens a journal.
   *
   * @param newResourceId the resource's id if the file does not exist yet
   * @throws UncheckedIOException if the file cannot be read or written, with a message for the user
   */
  static IdentityJournal open(Path file, UUID newResourceId) {
    try {
      if (!Files.exists(file)) {
        PrivateFiles.replace(file, bytes(List.of(Map.of(RESOURCE, newResourceId.toString()))));
      }
      byte[] content = Files.readAllBytes(file);
      int end = endOfLastLine(content);
      List<Map<?, ?>> lines = parse(file, new String(content, 0, end, StandardCharsets.UTF_8));
      UUID resourceId = resourceId(file, lines);
      List<IdentityEvent> events = events(file, lines);
      return new IdentityJournal(file, resourceId, events, openAt(file, end));
    } catch (UncheckedIOException e) {
      throw e;
    } catch (IOException e) {
      throw StateFolder.unreadable(file, e.toString());
    }
  }

  private static FileChannel openAt(Path file, int end) throws IOException {
    FileChannel channel = FileChannel.open(file, APPEND);
    try {
      return channel.truncate(end);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  UUID resourceId() {
    return resourceId;
  }

  /** Returns the changes that the file had when it was opened. */
  List<IdentityEvent> events() {
    return List.copyOf(events);
  }

  /**
   * Replaces the lines by fewer ones that lead to the same state.
   *
   * @throws UncheckedIOException if they cannot be replaced; the journal then goes on with the
   *     former ones
   */
  synchronized void compact(List<IdentityEvent> fewer) {
    List<Map<String, Object>> lines = new ArrayList<>();
    lines.add(Map.of(RESOURCE, resourceId.toString()));
    fewer.forEach(event -> lines.add(event.json()));
    try {
      // Windows does not replace a file that is open.
      channel.close();
      try {
        PrivateFiles.replace(file, bytes(lines));
      } finally {
        channel = FileChannel.open(file, APPEND);
      }
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  @Override
  public synchronized void append(IdentityEvent event) {
    ByteBuffer line = ByteBuffer.wrap(bytes(List.of(event.json())));
    try {
      long end = channel.size();
      try {
        while (line.hasRemaining()) {
          channel.write(line);
        }
      } catch (IOException e) {
        // A part of a line would make the next one unreadable.
        channel.truncate(end);
        throw e;
      }
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private UncheckedIOException cannotWrite(IOException cause) {
    return new UncheckedIOException(file + " cannot be written: " + cause, cause);
  }

  private static byte[] bytes(List<Map<String, Object>> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(Json.text(line)).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static int endOfLastLine(byte[] content) {
    int end = content.length;
    while (end > 0 && content[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  private static List<Map<?, ?>> parse(Path file, String text) {
    List<Map<?, ?>> lines = new ArrayList<>();
    for (String line : text.lines().toList()) {
      lines.add(
          Json.object(line.getBytes(StandardCharsets.UTF_8))
              .orElseThrow(() -> unreadable(file, lines.size() + 1)));
    }
    return lines;
  }

  private static UUID resourceId(Path file, List<Map<?, ?>> lines) {
    try {
      return UUID.fromString(lines.isEmpty() ? "" : String.valueOf(lines.get(0).get(RESOURCE)));
    } catch (IllegalArgumentException e) {
      throw unreadable(file, 1);
    }
  }

  private static List<IdentityEvent> events(Path file, List<Map<?, ?>> lines) {
    List<IdentityEvent> events = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      int number = i + 1;
      events.add(IdentityEvent.of(lines.get(i)).orElseThrow(() -> unreadable(file, number)));
    }
    return events;
  }

  private static UncheckedIOException unreadable(Path file, int line) {
    return StateFolder.unreadable(file, "line " + line + " is not one of the emulator's");
  }
}
