package dev.acstoken.mappings.file;

import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import com.azure.json.JsonToken;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.StringJoiner;

/** Reads the values of JSON objects. */
final class JsonLines {

  private JsonLines() {}

  /**
   * Returns the values of an object.
   *
   * @throws RejectedLineException if the line is not an object with known members
   */
  static Map<Field, String> read(String line) {
    try (JsonReader json = JsonProviders.createReader(line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new RejectedLineException("The line is not a JSON object.");
      }
      Map<Field, String> values = readMembers(json);
      if (json.nextToken() != JsonToken.END_DOCUMENT) {
        throw new RejectedLineException("The line has more than one JSON object.");
      }
      return values;
    } catch (IOException | IllegalStateException e) {
      throw new RejectedLineException("The line is not valid JSON.");
    }
  }

  private static Map<Field, String> readMembers(JsonReader json) throws IOException {
    Map<Field, String> values = new EnumMap<>(Field.class);
    while (json.nextToken() != JsonToken.END_OBJECT) {
      Field field =
          Field.of(json.getFieldName())
              .orElseThrow(
                  () ->
                      new RejectedLineException(
                          "The line has an unknown member. Known are: " + Field.NAMES + "."));
      json.nextToken();
      if (values.put(field, value(field, json)) != null) {
        throw new RejectedLineException(field + " is repeated.");
      }
    }
    return values;
  }

  // A null is the same as no value.
  private static String value(Field field, JsonReader json) throws IOException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.NULL) {
      return "";
    }
    return switch (field) {
      case BLOCKED -> {
        require(token == JsonToken.BOOLEAN, "blocked must be true or false.");
        yield Boolean.toString(json.getBoolean());
      }
      case SCOPES -> token == JsonToken.START_ARRAY ? array(json) : text(field, json);
      case ISSUER, USER_ID, COMMUNICATION_USER_ID, CREATED_ON -> text(field, json);
    };
  }

  private static String text(Field field, JsonReader json) throws IOException {
    require(json.currentToken() == JsonToken.STRING, field + " must be a text.");
    return json.getString();
  }

  private static String array(JsonReader json) throws IOException {
    StringJoiner texts = new StringJoiner(" ");
    int count = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      texts.add(text(Field.SCOPES, json));
      count++;
    }
    require(count > 0, "scopes is empty. A user without scopes is blocked: use blocked.");
    return texts.toString();
  }

  private static void require(boolean isValid, String reason) {
    if (!isValid) {
      throw new RejectedLineException(reason);
    }
  }
}
