package dev.acstoken.auth;

import java.util.Locale;

/** Why a bearer token was refused. Events contain the name in lower case. */
public enum RefusalReason {
  /** There is no bearer token. */
  MISSING,
  /** The token is longer than is accepted. */
  SIZE,
  /** The token is not a JSON Web Token. */
  OPAQUE,
  /** The token is encrypted. */
  ENCRYPTED,
  /** The token has no signature. */
  UNSIGNED,
  /** The token violates the specification of JSON Web Tokens. */
  MALFORMED,
  /** The token is of another type, such as a logout token. */
  TYPE,
  /** The signature's algorithm is not accepted. */
  ALGORITHM,
  /** The issuer is not trusted. */
  ISSUER,
  /** The token is not signed with a key of its issuer. */
  KEY,
  /** The key that signed the token is not available. */
  KEY_UNAVAILABLE,
  /** The token has expired, or is not valid yet. */
  EXPIRED,
  /** The token is for another audience. */
  AUDIENCE,
  /** The application is not accepted, or represents no user. */
  APPLICATION,
  /** The token is bound to a key ({@code cnf}), and the proof of possession is not checked. */
  CONSTRAINED,
  /** A claim is missing or has an unacceptable value. */
  CLAIM,
  /** The token lacks the required scope. */
  SCOPE,
  /** Entra ID refuses to exchange the token for one with which this service can call ACS. */
  ENTRA;

  /** Returns the name in events. */
  public String eventName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
