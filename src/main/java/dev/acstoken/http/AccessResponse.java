package dev.acstoken.http;

import com.azure.json.JsonWriter;
import com.microsoft.azure.functions.HttpStatus;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.protocol.AccessPolicies.Access;
import java.io.IOException;

/** The scopes that a user may have, with the entity tag for conditional changes. */
public record AccessResponse(Access access) implements JsonBody {

  /** Returns the response to a change. */
  public static Response of(Access access) {
    return Response.of(HttpStatus.OK, new AccessResponse(access))
        .withHeader("etag", EntityTag.of(access));
  }

  /**
   * Returns the response to a read: 304 without a body if the caller already has the policy.
   *
   * @throws ServiceException if a precondition is not met
   */
  public static Response of(Access access, Preconditions preconditions) {
    return preconditions.isNotModified(access)
        ? Response.NOT_MODIFIED.withHeader("etag", EntityTag.of(access))
        : of(access);
  }

  @Override
  public void writeFields(JsonWriter json) throws IOException {
    json.writeStringField("userId", access.user().id());
    ScopesField.write(json, access.scopes());
    json.writeBooleanField("blocked", access.isBlocked())
        .writeBooleanField("isDefault", access.isDefault())
        // Browsers and some generated clients cannot read the header.
        .writeStringField("etag", EntityTag.of(access));
  }
}
