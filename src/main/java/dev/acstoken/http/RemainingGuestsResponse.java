package dev.acstoken.http;

import com.azure.json.JsonWriter;
import com.microsoft.azure.functions.HttpStatus;
import java.io.IOException;

/** The response to the end of an invitation some of whose guests remain to be deleted. */
public record RemainingGuestsResponse(int remainingGuests) implements JsonBody {

  /** Returns status 204 if no guest remains, otherwise 202 with the number of those who do. */
  public static Response of(int remainingGuests) {
    return remainingGuests == 0
        ? Response.NO_CONTENT
        : Response.of(HttpStatus.ACCEPTED, new RemainingGuestsResponse(remainingGuests));
  }

  @Override
  public void writeFields(JsonWriter json) throws IOException {
    json.writeIntField("remainingGuests", remainingGuests);
  }
}
