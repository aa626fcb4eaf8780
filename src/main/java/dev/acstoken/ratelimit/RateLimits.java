package dev.acstoken.ratelimit;

/**
 * The configured rate limits of one instance of the app. {@code docs/reference/security.md} derives
 * the defaults from the quotas of an ACS resource.
 *
 * @param tokenRequests the token requests of each caller
 * @param userRequestsPerMinute the revocations, and the deletions, of each user
 * @param adminRequestsPerMinute the revocations and access changes, and the deletions, of each
 *     admin
 * @param issueRequestsPerMinute the IssueToken requests of all callers together
 * @param newIdentitiesPerMinute the identities that are created for all callers together
 * @param revocationsPerMinute the revocations of all users together, without those of admins
 * @param guestJoinsPerMinute the requests of guests to join with the same invitation
 */
public record RateLimits(
    RateLimit tokenRequests,
    int userRequestsPerMinute,
    int adminRequestsPerMinute,
    int issueRequestsPerMinute,
    int newIdentitiesPerMinute,
    int revocationsPerMinute,
    int guestJoinsPerMinute) {

  // Reads do not use up any quota of ACS, so callers may send many of them.
  private static final int READS_OF_USER = 6;
  private static final int READS_OF_ADMIN = 10;

  // A user needs one identity. A user who creates and deletes identities in a loop must be slow.
  private static final int USER_REQUESTS_PER_CREATION = 4;

  // Guests who follow a link need a few attempts at most.
  private static final int GUESSES_PER_MINUTE = 60;

  // An admin who creates the identities of many users leaves half of the rate to others.
  private static final int ADMIN_REQUESTS_PER_CREATION = 2;

  RateLimit removalsOfUser() {
    return RateLimit.withFullBurst(userRequestsPerMinute);
  }

  RateLimit creationsOfUser() {
    return RateLimit.withFullBurst(Math.max(1, userRequestsPerMinute / USER_REQUESTS_PER_CREATION));
  }

  RateLimit readsOfUser() {
    return RateLimit.withFullBurst(userRequestsPerMinute * READS_OF_USER);
  }

  RateLimit removalsOfAdmin() {
    return RateLimit.withSmallBurst(adminRequestsPerMinute);
  }

  RateLimit creationsOfAdmin() {
    return RateLimit.withSmallBurst(
        Math.max(1, adminRequestsPerMinute / ADMIN_REQUESTS_PER_CREATION));
  }

  RateLimit readsOfAdmin() {
    return RateLimit.withSmallBurst(adminRequestsPerMinute * READS_OF_ADMIN);
  }

  RateLimit issueRequests() {
    return RateLimit.withSmallBurst(issueRequestsPerMinute);
  }

  RateLimit newIdentities() {
    return RateLimit.withSmallBurst(newIdentitiesPerMinute);
  }

  RateLimit revocationsOfAllUsers() {
    return RateLimit.withSmallBurst(revocationsPerMinute);
  }

  // A meeting begins for all of its guests at the same time.
  RateLimit joinsOfInvitation() {
    return RateLimit.withFullBurst(guestJoinsPerMinute);
  }

  RateLimit guesses() {
    return RateLimit.withFullBurst(GUESSES_PER_MINUTE);
  }
}
