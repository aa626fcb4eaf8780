package dev.acstoken.http;

import com.azure.json.JsonProviders;
import com.azure.json.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** A JSON object as the body of a response. */
public interface JsonBody {

  /** Writes the fields into the object, which is open. */
  void writeFields(JsonWriter json) throws IOException;

  default String toJson() {
    StringWriter text = new StringWriter();
    try (JsonWriter json = JsonProviders.createWriter(text)) {
      json.writeStartObject();
      writeFields(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("Strings can be written to.", e);
    }
    return text.toString();
  }
}
