package dev.acstoken.http;

import com.azure.json.JsonWriter;
import com.microsoft.azure.functions.HttpStatus;
import dev.acstoken.identity.protocol.AccessPolicies.Access;
import java.io.IOException;

/** The scopes that a user may have, with the entity tag for conditional changes. */
public record AccessResponse(Access access) implements JsonBody {

  public static Response of(Access access) {
    return Response.of(HttpStatus.OK, new AccessResponse(access))
        .withEntityTag(EntityTag.of(access));
  }

  @Override
  public void writeFields(JsonWriter json) throws IOException {
    json.writeStringField("userId", access.user().id());
    ScopesField.write(json, access.scopes());
    json.writeBooleanField("isDefault", access.isDefault());
  }
}
