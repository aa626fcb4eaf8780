package dev.acstoken.emulator;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The validity of an access token now. */
public sealed interface TokenStatus {

  /** The token is valid. */
  record Active(String identity, List<String> scopes, Instant issuedOn, Instant expiresOn)
      implements TokenStatus {

    /** Copies the scopes. */
    public Active {
      scopes = List.copyOf(scopes);
    }
  }

  /** The token is not valid, for this reason. */
  record Inactive(Reason reason) implements TokenStatus {}

  /** The reason why a token is not valid. */
  enum Reason {
    /** It is not a JWT, or it lacks the claims of an access token. */
    MALFORMED,
    /** This emulator did not sign it. */
    BAD_SIGNATURE,
    /** It has expired. */
    EXPIRED,
    /** This emulator does not know its identity. */
    IDENTITY_UNKNOWN,
    /** Its identity was deleted. */
    IDENTITY_DELETED,
    /** It was issued before its identity's tokens were revoked. */
    REVOKED;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
