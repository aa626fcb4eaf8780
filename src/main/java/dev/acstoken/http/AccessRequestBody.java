package dev.acstoken.http;

import com.microsoft.azure.functions.HttpRequestMessage;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
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
    var scopes = new BodyField<>("scopes", ScopesField::read);
    RequestBody.read(request, scopes);
    return scopes.value().orElseThrow(() -> RequestBody.invalid(FORM));
  }
}
