package dev.acstoken.identity.protocol;

import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.TokenGrant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An in-memory ACS resource. Every call is atomic: it takes full effect, or it fails without effect
 * because its deadline has passed.
 */
public final class FakeIdentities implements CommunicationIdentities {

  private final String endpoint;
  private final InstantSource clock;
  private final Set<CommunicationUserId> live = new HashSet<>();
  private final Map<AccessToken, CommunicationUserId> unrevoked = new HashMap<>();
  private final Set<CommunicationUserId> denied = new HashSet<>();
  private int identitiesCreated;
  private int tokensIssued;

  public FakeIdentities(String endpoint, InstantSource clock) {
    this.endpoint = endpoint;
    this.clock = clock;
  }

  @Override
  public String endpoint() {
    return endpoint;
  }

  @Override
  public synchronized CommunicationUserId create(RequestContext context) {
    check(context);
    var id = new CommunicationUserId("8:acs:" + endpoint + "_" + ++identitiesCreated);
    live.add(id);
    return id;
  }

  @Override
  public synchronized IdentityWithToken createWithToken(TokenGrant grant, RequestContext context) {
    CommunicationUserId id = create(context);
    return new IdentityWithToken(id, newToken(id, grant));
  }

  @Override
  public synchronized Optional<AccessToken> issueToken(
      CommunicationUserId id, TokenGrant grant, RequestContext context) {
    check(context);
    return isKnown(id) ? Optional.of(newToken(id, grant)) : Optional.empty();
  }

  @Override
  public synchronized boolean revokeTokens(CommunicationUserId id, RequestContext context) {
    check(context);
    if (!isKnown(id)) {
      return false;
    }
    unrevoked.values().removeIf(id::equals);
    return true;
  }

  @Override
  public synchronized boolean delete(CommunicationUserId id, RequestContext context) {
    check(context);
    if (!isKnown(id)) {
      return false;
    }
    unrevoked.values().removeIf(id::equals);
    return live.remove(id);
  }

  /** Makes ACS respond wrongly that it does not know an identity. */
  public synchronized void deny(CommunicationUserId id) {
    denied.add(id);
  }

  /** Ends the effect of {@link #deny}. */
  public synchronized void admit(CommunicationUserId id) {
    denied.remove(id);
  }

  private boolean isKnown(CommunicationUserId id) {
    return live.contains(id) && !denied.contains(id);
  }

  /** Returns the identities that were created and not deleted. */
  public synchronized Set<CommunicationUserId> live() {
    return Set.copyOf(live);
  }

  /** Returns how many identities were ever created. */
  public synchronized int identitiesCreated() {
    return identitiesCreated;
  }

  /** Returns how many tokens were ever issued. */
  synchronized int tokensIssued() {
    return tokensIssued;
  }

  /** Returns whether this resource would accept the token now. */
  public synchronized boolean isValid(AccessToken token) {
    return unrevoked.containsKey(token) && clock.instant().isBefore(token.expiresOn());
  }

  private AccessToken newToken(CommunicationUserId id, TokenGrant grant) {
    var token =
        new AccessToken(
            "token " + ++tokensIssued + " of " + id,
            clock.instant().plus(grant.lifetime().toDuration()));
    unrevoked.put(token, id);
    return token;
  }

  private static void check(RequestContext context) {
    if (context.deadline().hasPassed()) {
      throw new ServiceException(ErrorCode.ACS_UNAVAILABLE, "The deadline has passed.");
    }
  }
}
