package dev.acstoken.http;

import com.azure.json.JsonReader;
import com.azure.json.JsonToken;
import com.microsoft.azure.functions.HttpRequestMessage;
import dev.acstoken.guests.InvitationRequest;
import dev.acstoken.guests.InvitationRequest.Expiry;
import dev.acstoken.guests.InvitationTerms;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Reads a request of CreateInvitation: the body {@code {"scopes": ["chat.join"],
 * "expiresInMinutes": 60, "maxGuests": 2, "reference": "meeting-17"}} and the key by which a repeat
 * is recognised. Everything is optional.
 */
public final class InvitationRequestBody {

  // The longest life that an operator can configure.
  private static final int MAX_MINUTES = (int) Duration.ofDays(365).toMinutes();

  private static final int MAX_REFERENCE_LENGTH = 256;

  // Longer fractions are of no use, and Java cannot read them.
  private static final Pattern DATE_TIME =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?([Zz]|[+-]\\d\\d:\\d\\d)");

  private InvitationRequestBody() {}

  /**
   * Reads the request.
   *
   * @throws ServiceException if the body or the key has another form
   */
  public static InvitationRequest read(HttpRequestMessage<Optional<String>> request) {
    var scopes = new BodyField<>("scopes", InvitationRequestBody::readScopes);
    var expiresOn = new BodyField<>("expiresOn", InvitationRequestBody::readTime);
    var minutes =
        new BodyField<>(
            "expiresInMinutes", json -> readNumber("expiresInMinutes", MAX_MINUTES, json));
    var maxGuests =
        new BodyField<>(
            "maxGuests", json -> readNumber("maxGuests", InvitationTerms.MAX_GUESTS, json));
    var reference = new BodyField<>("reference", InvitationRequestBody::readReference);
    RequestBody.read(request, scopes, expiresOn, minutes, maxGuests, reference);
    return new InvitationRequest(
        scopes.value(),
        expiry(expiresOn.value(), minutes.value()),
        maxGuests.value().map(OptionalInt::of).orElse(OptionalInt.empty()),
        reference.value(),
        IdempotencyKey.read(request));
  }

  private static Optional<Expiry> expiry(Optional<Instant> expiresOn, Optional<Integer> minutes) {
    RequestBody.require(
        expiresOn.isEmpty() || minutes.isEmpty(),
        "Send \"expiresOn\" or \"expiresInMinutes\", and not both.");
    return expiresOn
        .<Expiry>map(Expiry.At::new)
        .or(() -> minutes.map(it -> new Expiry.After(Duration.ofMinutes(it))));
  }

  private static ScopeSet readScopes(JsonReader json) throws IOException {
    return ScopesField.readAtLeastOne(json, "give guests the default scopes");
  }

  private static Instant readTime(JsonReader json) throws IOException {
    String text = json.currentToken() == JsonToken.STRING ? json.getString() : "";
    RequestBody.require(DATE_TIME.matcher(text).matches(), unreadableTime());
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw RequestBody.invalid(unreadableTime());
    }
  }

  private static String unreadableTime() {
    return "The field \"expiresOn\" must be a time with an offset, such as"
        + " \"2026-11-20T15:00:00Z\".";
  }

  private static int readNumber(String name, int max, JsonReader json) throws IOException {
    OptionalLong number =
        json.currentToken() == JsonToken.NUMBER
            ? WholeNumber.of(json.getText())
            : OptionalLong.empty();
    RequestBody.require(
        number.isPresent() && number.getAsLong() >= 1 && number.getAsLong() <= max,
        "The field \"" + name + "\" must be a whole number from 1 to " + max + ".");
    return (int) number.getAsLong();
  }

  private static String readReference(JsonReader json) throws IOException {
    String text = json.currentToken() == JsonToken.STRING ? json.getString() : "";
    int length = text.codePointCount(0, text.length());
    RequestBody.require(
        length >= 1
            && length <= MAX_REFERENCE_LENGTH
            && text.codePoints().noneMatch(InvitationRequestBody::isControlOrHalfACharacter),
        "The field \"reference\" must be a text of 1 to "
            + MAX_REFERENCE_LENGTH
            + " characters without control characters.");
    return text;
  }

  // A lone surrogate cannot be encoded in UTF-8.
  private static boolean isControlOrHalfACharacter(int codePoint) {
    return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
  }
}
