package dev.acstoken.http;

import com.azure.json.JsonReader;
import com.azure.json.JsonToken;
import com.microsoft.azure.functions.HttpRequestMessage;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
import java.io.IOException;
import java.util.Optional;

/** Reads the body of SetAccess: {@code {"scopes": ["chat"]}}. The array may be empty. */
public final class AccessRequestBody {

  private static final String FORM =
      "The body must be a JSON object with exactly one field, \"scopes\".";

  private AccessRequestBody() {}

  /**
   * Reads the scopes.
   *
   * @throws ServiceException if the body is missing or has another form
   */
  public static ScopeSet read(HttpRequestMessage<Optional<String>> request) {
    return RequestBody.parse(request, AccessRequestBody::parse)
        .orElseThrow(() -> RequestBody.invalid(FORM));
  }

  private static ScopeSet parse(JsonReader json) throws IOException {
    RequestBody.require(json.nextToken() == JsonToken.START_OBJECT, FORM);
    RequestBody.require(
        json.nextToken() == JsonToken.FIELD_NAME && json.getFieldName().equals("scopes"), FORM);
    ScopeSet scopes = ScopesField.read(json, json.nextToken());
    RequestBody.require(json.nextToken() == JsonToken.END_OBJECT, FORM);
    RequestBody.require(json.nextToken() == JsonToken.END_DOCUMENT, FORM);
    return scopes;
  }
}
