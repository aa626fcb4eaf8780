package dev.acstoken.mappings.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.Optional;

/**
 * Reads the lines of a file in UTF-8, which end with a line feed or with carriage return and line
 * feed. It holds one line of bounded length, so it reads a file of any size and form in constant
 * memory.
 */
final class LineReader implements Closeable {

  static final int MAX_BYTES = 64 * 1024;

  private static final int END = -1;
  private static final int BYTE_ORDER_MARK_LENGTH = 3;

  private final InputStream in;
  private final byte[] buffer = new byte[MAX_BYTES];
  private final byte[] line = new byte[MAX_BYTES];
  private final CharsetDecoder decoder =
      UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);

  private int next;
  private int end;
  private long number;
  private long position;

  /**
   * Creates a reader.
   *
   * @throws FileRefusedException if the file is in UTF-16
   */
  LineReader(InputStream in) throws IOException {
    this.in = in;
    end = in.readNBytes(buffer, 0, buffer.length);
    requireNoUtf16();
    if (startsWith(0xEF, 0xBB, 0xBF)) {
      next = BYTE_ORDER_MARK_LENGTH;
      position = BYTE_ORDER_MARK_LENGTH;
    }
  }

  private void requireNoUtf16() {
    boolean hasZero = end >= 2 && (buffer[0] == 0 || buffer[1] == 0);
    if (hasZero || startsWith(0xFE, 0xFF) || startsWith(0xFF, 0xFE)) {
      throw new FileRefusedException("The file is not in UTF-8 but in UTF-16. Save it as UTF-8.");
    }
  }

  private boolean startsWith(int... bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (i >= end || (buffer[i] & 0xFF) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  /** Returns the number of bytes that were read. */
  long position() {
    return position;
  }

  /** Reads a line; empty at the end of the file. */
  Optional<TextLine> read() throws IOException {
    int length = 0;
    boolean isTooLong = false;
    int current = readByte();
    if (current == END) {
      return Optional.empty();
    }
    number++;
    while (current != '\n' && current != END) {
      if (length == line.length) {
        isTooLong = true;
        length = 0;
      }
      line[length++] = (byte) current;
      current = readByte();
    }
    if (current == END) {
      return unreadable(
          "The last line has no line end, so the file may be cut off. If it is complete, add a line"
              + " end.");
    }
    return isTooLong
        ? unreadable("The line is longer than %,d bytes.".formatted(MAX_BYTES))
        : decode(length > 0 && line[length - 1] == '\r' ? length - 1 : length);
  }

  private Optional<TextLine> decode(int length) {
    try {
      String text = decoder.decode(ByteBuffer.wrap(line, 0, length)).toString();
      return Optional.of(new TextLine.Decoded(number, text));
    } catch (CharacterCodingException e) {
      return unreadable("The line is not in UTF-8.");
    }
  }

  private Optional<TextLine> unreadable(String reason) {
    return Optional.of(new TextLine.Rejected(number, reason));
  }

  private int readByte() throws IOException {
    if (next == end) {
      next = 0;
      end = Math.max(0, in.read(buffer));
    }
    if (end == 0) {
      return END;
    }
    position++;
    return buffer[next++];
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
