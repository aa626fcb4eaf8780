package dev.acstoken.http;

import com.azure.json.JsonProviders;
import com.azure.json.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** A response body that is a JSON object. */
public interface JsonBody {

  /** Writes the fields of the object. The caller opens and closes the object. */
  void writeFields(JsonWriter json) throws IOException;

  default String toJson() {
    StringWriter text = new StringWriter();
    try (JsonWriter json = JsonProviders.createWriter(text)) {
      json.writeStartObject();
      writeFields(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to a string failed.", e);
    }
    return text.toString();
  }
}
