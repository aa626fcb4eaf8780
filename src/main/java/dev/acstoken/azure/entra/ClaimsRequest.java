package dev.acstoken.azure.entra;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import com.azure.json.JsonToken;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The claims request with which Entra ID says what the next sign-in of a user must achieve.
 *
 * @see <a href="https://learn.microsoft.com/entra/identity-platform/claims-challenge">Claims
 *     challenges, claims requests and client capabilities</a>
 */
final class ClaimsRequest {

  // It is repeated in a header.
  private static final int MAX_BYTES = 8 * 1024;

  private ClaimsRequest() {}

  /** Returns the claims request as Entra ID sent it; empty unless it is a JSON object. */
  static Optional<String> of(@Nullable String claims) {
    return Optional.ofNullable(claims)
        .filter(text -> text.getBytes(UTF_8).length <= MAX_BYTES)
        .filter(ClaimsRequest::isObject);
  }

  private static boolean isObject(String text) {
    try (JsonReader json = JsonProviders.createReader(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      json.skipChildren();
      return isEnd(json.nextToken());
    } catch (IOException | IllegalStateException e) {
      return false;
    }
  }

  private static boolean isEnd(@Nullable JsonToken token) {
    return token == null || token == JsonToken.END_DOCUMENT;
  }
}
