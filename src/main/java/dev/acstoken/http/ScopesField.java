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

/** The field {@code "scopes": ["chat", "voip"]} of requests and responses. */
final class ScopesField {

  private ScopesField() {}

  /**
   * Reads the array.
   *
   * @param value the token at which the reader is
   * @throws ServiceException if it is not an array of scopes
   */
  static ScopeSet read(JsonReader json, JsonToken value) throws IOException {
    RequestBody.require(value == JsonToken.START_ARRAY, "\"scopes\" must be an array.");
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
    String known = "\"scopes\" may hold these: " + Arrays.toString(TokenScope.values()) + ".";
    return RequestBody.invalid(
        name.equals(TokenScope.NEVER_SUPPORTED)
            ? "\"" + name + "\" never became a supported scope. " + known
            : known);
  }
}
