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

  /**
   * Reads the array, which must have a scope. Most clients that send an empty list mean no list.
   * Granting all scopes for an empty wish would be worse than refusing it.
   *
   * @param json stands on the value's first token
   * @param absence what a request without the field does, for the caller
   * @throws ServiceException if the value is not an array of at least one scope
   */
  static ScopeSet readAtLeastOne(JsonReader json, String absence) throws IOException {
    ScopeSet scopes = read(json);
    RequestBody.require(
        !scopes.isEmpty(),
        "The field \"scopes\" must not be empty. Leave out \"scopes\", or send null, to "
            + absence
            + ".");
    return scopes;
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
