package dev.acstoken.emulator.server;

import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import com.azure.json.JsonToken;
import com.azure.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Reads and writes JSON objects as maps. */
public final class Json {

  private Json() {}

  /** Parses a JSON object. Returns empty if the bytes are anything else. */
  public static Optional<Map<?, ?>> object(byte[] body) {
    try (JsonReader reader = JsonProviders.createReader(body)) {
      if (reader.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      Object value = reader.readUntyped();
      JsonToken end = reader.nextToken();
      return (end == null || end == JsonToken.END_DOCUMENT) && value instanceof Map<?, ?> map
          ? Optional.of(map)
          : Optional.empty();
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      // A NumberFormatException if an exponent exceeds the range of an int.
      return Optional.empty();
    }
  }

  /** Returns the object as JSON text. */
  public static String text(Map<String, ?> object) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonWriter writer = JsonProviders.createWriter(bytes)) {
      writer.writeUntyped(object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
