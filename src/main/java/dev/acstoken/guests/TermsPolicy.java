package dev.acstoken.guests;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.protocol.AccessPolicies;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Decides on the terms of a requested invitation. */
final class TermsPolicy {

  // A guest joins what others have started.
  private static final ScopeSet DEFAULT_SCOPES =
      ScopeSet.of(TokenScope.CHAT_JOIN, TokenScope.VOIP_JOIN);

  private static final Duration DEFAULT_LIFE = Duration.ofHours(24);

  private final GuestRules rules;
  private final AccessPolicies policies;

  TermsPolicy(GuestRules rules, AccessPolicies policies) {
    this.rules = rules;
    this.policies = policies;
  }

  /**
   * Returns the terms of an invitation.
   *
   * @param now the time of its creation
   * @throws ServiceException with {@link ErrorCode#SCOPE_NOT_ALLOWED} if the inviter is blocked or
   *     may not give the scopes, or {@link ErrorCode#INVALID_REQUEST} if the end is not acceptable
   */
  InvitationTerms terms(
      Inviter inviter, InvitationRequest request, Instant now, RequestContext context) {
    Instant expiresOn = expiry(request, now);
    ScopeSet allowed = allowedScopes(inviter, context);
    return new InvitationTerms(
        request
            .scopes()
            .map(scopes -> requireCovered(scopes, allowed))
            .orElseGet(() -> defaults(allowed)),
        expiresOn,
        request.maxGuests().orElse(1),
        request.reference());
  }

  private Instant expiry(InvitationRequest request, Instant now) {
    Duration defaultLife =
        DEFAULT_LIFE.compareTo(rules.maxLife()) < 0 ? DEFAULT_LIFE : rules.maxLife();
    Instant expiresOn =
        request
            .expiry()
            .map(expiry -> expiry.from(now))
            .orElse(now.plus(defaultLife))
            .truncatedTo(ChronoUnit.SECONDS);
    if (!expiresOn.isAfter(now) || expiresOn.isAfter(now.plus(rules.maxLife()))) {
      throw new ServiceException(
          ErrorCode.INVALID_REQUEST,
          "The invitation must end in the future, and at most "
              + rules.maxLife().toHours()
              + " hours from now.");
    }
    return expiresOn;
  }

  /** Returns the scopes that the inviter may give, with those that they cover. */
  private ScopeSet allowedScopes(Inviter inviter, RequestContext context) {
    ScopeSet configured = rules.scopes().withCovered();
    if (inviter.kind() == Inviter.Kind.APPLICATION) {
      return configured;
    }
    ScopeSet own = policies.requireNotBlocked(inviter.creator(), context).scopes();
    return inviter.kind() == Inviter.Kind.ADMIN
        ? configured
        : configured.intersection(own.withCovered());
  }

  private static ScopeSet requireCovered(ScopeSet requested, ScopeSet allowed) {
    if (!allowed.containsAll(requested)) {
      throw notAllowed(allowed);
    }
    return requested;
  }

  private static ScopeSet defaults(ScopeSet allowed) {
    ScopeSet scopes = DEFAULT_SCOPES.intersection(allowed);
    if (scopes.isEmpty()) {
      throw notAllowed(allowed);
    }
    return scopes;
  }

  private static ServiceException notAllowed(ScopeSet allowed) {
    return new ServiceException(
        ErrorCode.SCOPE_NOT_ALLOWED,
        allowed.isEmpty()
            ? "Your invitations may give no scopes."
            : "The scopes that your invitations may give are " + allowed + ".");
  }
}
