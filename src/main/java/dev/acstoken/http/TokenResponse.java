package dev.acstoken.http;

import com.azure.json.JsonWriter;
import dev.acstoken.identity.protocol.Tokens.IssueResult;
import java.io.IOException;

/**
 * The response with a token. It has the form that the samples of the ACS SDKs use, and the endpoint
 * that chat clients need.
 */
public record TokenResponse(IssueResult issued) implements JsonBody {

  @Override
  public void writeFields(JsonWriter json) throws IOException {
    json.writeStringField("token", issued.token().value().reveal())
        .writeStringField("expiresOn", WholeSeconds.of(issued.token().expiresOn()));
    ScopesField.write(json, issued.scopes());
    json.writeStartObject("user")
        .writeStringField("communicationUserId", issued.mapping().communicationUserId().value())
        .writeEndObject()
        .writeStringField("endpoint", issued.endpoint());
  }
}
