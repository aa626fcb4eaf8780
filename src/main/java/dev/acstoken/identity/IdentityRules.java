package dev.acstoken.identity;

import java.time.Duration;

/**
 * The configured rules for identities and their tokens.
 *
 * @param resource the ACS resource that the identities belong to, and those that may be replaced
 * @param lossPeriod the time for which ACS must deny that it knows an identity before the identity
 *     counts as lost
 * @param tokens the scopes of users without a policy of their own, and the tokens' default lifetime
 * @param formerNames the former names of issuers, under which users are looked up, too
 * @param readsAhead whether a user's row may be read before ACS has issued the token that the read
 *     releases
 */
public record IdentityRules(
    AcsResource resource,
    Duration lossPeriod,
    TokenPolicy tokens,
    FormerNames formerNames,
    boolean readsAhead) {

  /** Creates rules for issuers that were not renamed. */
  public IdentityRules(AcsResource resource, Duration lossPeriod, TokenPolicy tokens) {
    this(resource, lossPeriod, tokens, FormerNames.NONE, true);
  }

  /** Returns these rules for instances that read a user's row after ACS has issued a token. */
  public IdentityRules withoutReadingAhead() {
    return new IdentityRules(resource, lossPeriod, tokens, formerNames, false);
  }
}
