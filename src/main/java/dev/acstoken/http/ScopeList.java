package dev.acstoken.http;

import com.azure.json.JsonReader;
import com.azure.json.JsonToken;
import com.azure.json.JsonWriter;
import dev.acstoken.identity.TokenScope;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** The field {@code "scopes": ["chat", "voip"]} of bodies and replies. */
final class ScopeList {

  private ScopeList() {}

  /**
   * Reads the array.
   *
   * @param value the token that the reader stands at
   * @throws ProblemException if it is not an array of scopes
   */
  static Set<TokenScope> read(JsonReader json, JsonToken value) throws IOException {
    if (value != JsonToken.START_ARRAY) {
      throw ProblemException.invalid("\"scopes\" must be an array.");
    }
    Set<TokenScope> scopes = EnumSet.noneOf(TokenScope.class);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      String name = json.currentToken() == JsonToken.STRING ? json.getString() : "";
      scopes.add(TokenScope.of(name).orElseThrow(() -> unknown(name)));
    }
    return scopes;
  }

  /** Writes the field, in the order of the scopes' declaration. */
  static void write(JsonWriter json, Set<TokenScope> scopes) throws IOException {
    json.writeStartArray("scopes");
    for (TokenScope scope : TokenScope.values()) {
      if (scopes.contains(scope)) {
        json.writeString(scope.value());
      }
    }
    json.writeEndArray();
  }

  private static ProblemException unknown(String name) {
    String known = "\"scopes\" may hold these: " + Arrays.toString(TokenScope.values()) + ".";
    return ProblemException.invalid(
        name.equals(TokenScope.NEVER_SUPPORTED)
            ? "\"" + name + "\" never became a supported scope. " + known
            : known);
  }
}
