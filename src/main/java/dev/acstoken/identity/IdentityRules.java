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
 */
public record IdentityRules(
    AcsResource resource, Duration lossPeriod, TokenPolicy tokens, FormerNames formerNames) {

  /** Creates rules for issuers that were not renamed. */
  public IdentityRules(AcsResource resource, Duration lossPeriod, TokenPolicy tokens) {
    this(resource, lossPeriod, tokens, FormerNames.NONE);
  }
}
