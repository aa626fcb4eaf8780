package dev.acstoken.http;

import com.azure.json.JsonProviders;
import com.azure.json.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** A JSON object to reply with. */
public interface JsonBody {

  void writeFields(JsonWriter json) throws IOException;

  default String toJson() {
    StringWriter text = new StringWriter();
    try (JsonWriter json = JsonProviders.createWriter(text)) {
      json.writeStartObject();
      writeFields(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("A string takes every character.", e);
    }
    return text.toString();
  }
}
