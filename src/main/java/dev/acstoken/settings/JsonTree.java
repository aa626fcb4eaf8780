package dev.acstoken.settings;

import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import com.azure.json.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parses JSON into maps, lists, texts, numbers and truth values. {@code null} is a value of its
 * own, so that a setting that a template has not filled in is not taken for an absent one.
 */
final class JsonTree {

  private static final int MAX_DEPTH = 16;

  private JsonTree() {}

  /**
   * Parses a document.
   *
   * @throws IOException if the text is not JSON, repeats the name of a member, or is deeply nested
   */
  static Object parse(String text) throws IOException {
    try (JsonReader json = JsonProviders.createReader(text)) {
      json.nextToken();
      Object value = value(json, MAX_DEPTH);
      if (json.nextToken() != JsonToken.END_DOCUMENT) {
        throw new IOException("Text follows the JSON document.");
      }
      return value;
    } catch (IllegalStateException e) {
      throw new IOException(e);
    }
  }

  private static Object value(JsonReader json, int depth) throws IOException {
    if (depth == 0) {
      throw new FormException("is nested too deeply");
    }
    return switch (json.currentToken()) {
      case START_OBJECT -> object(json, depth);
      case START_ARRAY -> array(json, depth);
      case STRING -> json.getString();
      case NUMBER -> new Numeral(json.getText());
      case BOOLEAN -> json.getBoolean();
      case NULL -> Null.NULL;
      default -> throw new IOException("The text is not JSON.");
    };
  }

  private static Map<String, Object> object(JsonReader json, int depth) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.getFieldName();
      json.nextToken();
      if (members.put(name, value(json, depth - 1)) != null) {
        throw new FormException("contains a member twice");
      }
    }
    return members;
  }

  private static List<Object> array(JsonReader json, int depth) throws IOException {
    List<Object> elements = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(json, depth - 1));
    }
    return elements;
  }

  /** Thrown if the text is JSON, but not of the form that is accepted. */
  static final class FormException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Creates an exception whose message is a predicate of a sentence. */
    FormException(String predicate) {
      super(predicate);
    }
  }

  /** A number as it is written. */
  record Numeral(String text) {

    @Override
    public String toString() {
      return text;
    }
  }

  /** The JSON value {@code null}. */
  enum Null {
    NULL
  }
}
