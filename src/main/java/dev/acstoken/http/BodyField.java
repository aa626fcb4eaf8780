package dev.acstoken.http;

import com.azure.json.JsonReader;
import com.azure.json.JsonToken;
import dev.acstoken.identity.ServiceException;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A field that the JSON object in a body may have. A field whose value is {@code null} is absent,
 * because many clients write {@code null} for what they leave out.
 */
final class BodyField<T> {

  private final String name;
  private final ValueReader<T> reader;
  private boolean isRead;
  private @Nullable T value;

  /**
   * Creates an absent field.
   *
   * @param reader reads a value other than {@code null}
   */
  BodyField(String name, ValueReader<T> reader) {
    this.name = name;
    this.reader = reader;
  }

  String name() {
    return name;
  }

  /** Returns whether the body has the field, also if its value is {@code null}. */
  boolean isRead() {
    return isRead;
  }

  /**
   * Reads the value.
   *
   * @param json stands on the value's first token
   * @throws ServiceException if the value is refused
   */
  void read(JsonReader json) throws IOException {
    isRead = true;
    if (json.currentToken() != JsonToken.NULL) {
      value = reader.read(json);
    }
  }

  /** Returns the value; empty if the field is absent. */
  Optional<T> value() {
    return Optional.ofNullable(value);
  }

  /** Reads a value. */
  interface ValueReader<T> {

    /**
     * Reads a value.
     *
     * @param json stands on the value's first token
     * @throws IOException if the value is not JSON
     * @throws ServiceException if the value is refused
     */
    T read(JsonReader json) throws IOException;
  }
}
