package dev.acstoken.http;

import com.azure.json.JsonWriter;
import dev.acstoken.guests.InvitationTerms;
import java.io.IOException;

/** Writes the fields with which a response describes an invitation's terms. */
final class TermsFields {

  private TermsFields() {}

  static void write(JsonWriter json, InvitationTerms terms) throws IOException {
    json.writeStringField("expiresOn", WholeSeconds.of(terms.expiresOn()));
    ScopesField.write(json, terms.scopes());
    json.writeIntField("maxGuests", terms.maxGuests());
    writeReference(json, terms);
  }

  static void writeReference(JsonWriter json, InvitationTerms terms) throws IOException {
    if (terms.reference().isPresent()) {
      json.writeStringField("reference", terms.reference().get());
    }
  }
}
