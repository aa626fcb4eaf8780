package dev.acstoken.guests;

import dev.acstoken.identity.Redacted;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The secret by which a guest is recognised. The same secret is the same guest of an invitation.
 *
 * @param text {@value #MIN_LENGTH} to {@value #MAX_LENGTH} characters of base64url, at least 128
 *     bits
 */
public record GuestSecret(Redacted text) {

  public static final int MIN_LENGTH = 22;
  public static final int MAX_LENGTH = 128;

  private static final Pattern FORM =
      Pattern.compile("[A-Za-z0-9_-]{" + MIN_LENGTH + "," + MAX_LENGTH + "}");

  /** Returns the secret; empty if the text has another form. */
  public static Optional<GuestSecret> of(String text) {
    return Optional.of(text)
        .filter(FORM.asMatchPredicate())
        .map(secret -> new GuestSecret(new Redacted(secret)));
  }

  static GuestSecret of(byte[] bits) {
    return new GuestSecret(new Redacted(Base64Url.encode(bits)));
  }
}
