package dev.acstoken.http;

import com.azure.json.JsonWriter;
import com.microsoft.azure.functions.HttpStatus;
import dev.acstoken.identity.protocol.AccessPolicies.Access;
import java.io.IOException;

/** What a user may have, with the tag that a change of it may be made to depend on. */
public record AccessReply(Access access) implements JsonBody {

  public static Reply of(Access access) {
    return Reply.of(HttpStatus.OK, new AccessReply(access)).withEntityTag(EntityTag.of(access));
  }

  @Override
  public void writeFields(JsonWriter json) throws IOException {
    json.writeStringField("userId", access.user().id());
    ScopeList.write(json, access.scopes());
    json.writeBooleanField("isDefault", access.isDefault());
  }
}
