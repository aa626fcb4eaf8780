package dev.acstoken.ratelimit;

/**
 * What a request costs. Each function declares its cost, and {@link RateLimiter} limits each cost
 * separately. Requests that issue tokens therefore never use up what is left for requests that take
 * access away.
 */
public enum Cost {
  /** A token, and an identity if the user has none. */
  NEW_TOKEN("token requests"),
  /** A token for an existing identity, or in exchange for a Teams token. */
  RENEWED_TOKEN("token requests"),
  /**
   * An identity without a token. Adopting an existing identity costs as much: ACS issues a token
   * instead, which nobody receives.
   */
  CREATION("requests to create identities"),
  /** A revocation of tokens, also one that follows a change of the access policy. */
  REVOCATION("revocations and access changes"),
  /** A deletion of an identity. */
  DELETION("deletions"),
  /** A new invitation. */
  INVITATION("requests to create invitations"),
  /** A read of the table. */
  READ("read requests");

  private final String requests;

  Cost(String requests) {
    this.requests = requests;
  }

  /** Returns the plural name of such requests, for callers. */
  String requests() {
    return requests;
  }
}
