package dev.acstoken.http;

import com.azure.json.JsonReader;
import com.azure.json.JsonToken;
import com.azure.json.JsonWriter;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.TokenScope;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** Reads and writes the field {@code "scopes": ["chat", "voip"]}. */
final class ScopesField {

  private ScopesField() {}

  /**
   * Reads the array, which may be empty.
   *
   * @param json stands on the value's first token
   * @throws ServiceException if the value is not an array of scopes
   */
  static ScopeSet read(JsonReader json) throws IOException {
    RequestBody.require(
        json.currentToken() == JsonToken.START_ARRAY, "The field \"scopes\" must be an array.");
    Set<TokenScope> scopes = EnumSet.noneOf(TokenScope.class);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      String name = json.currentToken() == JsonToken.STRING ? json.getString() : "";
      scopes.add(TokenScope.of(name).orElseThrow(() -> unknown(name)));
    }
    return new ScopeSet(scopes);
  }

  static void write(JsonWriter json, ScopeSet scopes) throws IOException {
    json.writeStartArray("scopes");
    for (TokenScope scope : scopes.scopes()) {
      json.writeString(scope.value());
    }
    json.writeEndArray();
  }

  private static ServiceException unknown(String name) {
    String problem =
        name.equals(TokenScope.NEVER_SUPPORTED)
            ? "\"" + name + "\" was never a supported scope."
            : "The field \"scopes\" contains an unknown scope.";
    return RequestBody.invalid(
        problem + " Supported scopes: " + Arrays.toString(TokenScope.values()) + ".");
  }
}
