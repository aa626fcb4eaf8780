package dev.acstoken.identity.protocol;

import dev.acstoken.identity.Account;
import dev.acstoken.identity.AcsResource;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.ServiceException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes the identities of the configured ACS resource from those of others. An identity of
 * another resource is an error, because a wrong setting would otherwise cost every user an
 * identity. The operator may declare that the identities of one former resource are given up.
 */
public final class ForeignIdentities {

  private static final Duration RETRY_AFTER = Duration.ofMinutes(1);

  static final Duration RECENT = Duration.ofMinutes(5);

  private final AcsResource resource;
  private final InstantSource clock;
  private volatile @Nullable Instant lastRefused;

  ForeignIdentities(AcsResource resource, InstantSource clock) {
    this.resource = resource;
    this.clock = clock;
  }

  /**
   * Returns whether the identity belongs to the configured resource; false if it belongs to the
   * resource whose identities are given up.
   *
   * @throws ServiceException with {@link ErrorCode#FOREIGN_IDENTITY} if it belongs to another one
   */
  boolean isOwn(Mapping mapping) {
    if (resource.owns(mapping)) {
      return true;
    }
    if (resource.replaces(mapping)) {
      return false;
    }
    lastRefused = clock.instant();
    throw new ServiceException(
            ErrorCode.FOREIGN_IDENTITY,
            "The user's identity belongs to another ACS resource than this service uses.",
            RETRY_AFTER)
        .withLogMessage(
            ("An identity belongs to the ACS resource %s (id %s), but the configured one is %s (id"
                    + " %s). Correct the settings of the ACS resource. If the resource was changed on"
                    + " purpose, set FOREIGN_IDENTITIES to replace:%s.")
                .formatted(
                    mapping.acsEndpoint(),
                    mapping.communicationUserId().resourceId().orElse("unknown"),
                    resource.endpoint(),
                    resource.resourceId().orElse("unknown"),
                    mapping.acsEndpoint()));
  }

  /**
   * Checks that the account's identity, if it has one, can be changed. A change must not begin at a
   * resource that cannot complete it.
   *
   * @throws ServiceException with {@link ErrorCode#FOREIGN_IDENTITY} as {@link #isOwn} does
   */
  void requireKnown(Account account) {
    account.mapping().ifPresent(this::isOwn);
  }

  /**
   * Returns whether a previous identity belongs to the configured resource. One of another resource
   * was given up when it was replaced.
   */
  boolean isOwnPrevious(Mapping previous) {
    return resource.owns(previous);
  }

  /** Returns whether this process has refused a foreign identity within the last five minutes. */
  public boolean wereRefusedRecently() {
    Instant last = lastRefused;
    return last != null && clock.instant().isBefore(last.plus(RECENT));
  }
}
