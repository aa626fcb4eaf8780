package dev.acstoken.http;

import com.azure.json.JsonWriter;
import com.microsoft.azure.functions.HttpStatus;
import dev.acstoken.identity.protocol.AccessPolicies.Access;
import java.io.IOException;

/** What a user may have, with the entity tag on which a change of it can depend. */
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
