package dev.acstoken.http;

import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import com.azure.json.JsonToken;
import com.microsoft.azure.functions.HttpRequestMessage;
import dev.acstoken.identity.TokenScope;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** The body of SetAccess: {@code {"scopes": ["chat"]}}, which may be an empty array. */
public final class AccessRequestBody {

  private static final String FORM = "The body must be {\"scopes\": […]} and nothing else.";

  private AccessRequestBody() {}

  /**
   * @throws ProblemException if there is no body or it does not say what it must
   * @throws IOException if it is not JSON
   */
  public static Set<TokenScope> read(HttpRequestMessage<Optional<String>> request)
      throws IOException {
    String text = RequestBody.json(request).orElseThrow(() -> ProblemException.invalid(FORM));
    try (JsonReader json = JsonProviders.createReader(text)) {
      require(json.nextToken() == JsonToken.START_OBJECT);
      require(json.nextToken() == JsonToken.FIELD_NAME && json.getFieldName().equals("scopes"));
      Set<TokenScope> scopes = ScopeList.read(json, json.nextToken());
      require(json.nextToken() == JsonToken.END_OBJECT);
      require(json.nextToken() == JsonToken.END_DOCUMENT);
      return scopes;
    }
  }

  private static void require(boolean isMet) {
    if (!isMet) {
      throw ProblemException.invalid(FORM);
    }
  }
}
