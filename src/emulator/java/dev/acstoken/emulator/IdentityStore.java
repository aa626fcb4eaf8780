package dev.acstoken.emulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * The identities of one resource. Deleted identities are kept, so that the status of their tokens
 * can name the reason.
 */
final class IdentityStore {

  private static final String TEAMS_PREFIX = "8:orgid:";
  private static final Duration MAX_TOKEN_LIFETIME = Duration.ofDays(1);

  private final ConcurrentMap<String, Identity> acsUsers = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Identity> byCustomId = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Identity> teamsUsers = new ConcurrentHashMap<>();
  private final AtomicLong serials = new AtomicLong();
  private final String prefix;
  private final Clock clock;
  private final IdentityLog log;

  /**
   * Creates an empty store.
   *
   * @param log stores the changes from now on
   */
  IdentityStore(UUID resourceId, Clock clock, IdentityLog log) {
    this.prefix = "8:acs:%s_".formatted(resourceId);
    this.clock = clock;
    this.log = log;
  }

  /** Repeats changes of an earlier emulator, in their order. They are not stored again. */
  void restore(List<IdentityEvent> events) {
    for (IdentityEvent event : events) {
      if (event instanceof IdentityEvent.Created created) {
        add(new Identity(created, log));
      } else {
        find(event.id()).ifPresent(identity -> identity.apply(event));
      }
      if (event instanceof IdentityEvent.Issued issued) {
        serials.accumulateAndGet(issued.serial(), Math::max);
      }
    }
  }

  /**
   * Returns the fewest changes that lead to the present state. Deleted identities whose tokens have
   * all expired are left out.
   */
  List<IdentityEvent> events() {
    Instant expired = clock.instant().minus(MAX_TOKEN_LIFETIME);
    return Stream.concat(acsUsers.values().stream(), teamsUsers.values().stream())
        .sorted(Comparator.comparing(Identity::createdOn).thenComparing(Identity::id))
        .filter(identity -> !identity.deleted() || identity.hasTokensSince(expired))
        .flatMap(identity -> identity.events().stream())
        .toList();
  }

  Identity create() {
    return create(Optional.empty());
  }

  /** Returns the live identity with this custom id, and creates it if there is none. */
  Identity withCustomId(String customId) {
    return byCustomId.compute(
        customId,
        (id, existing) ->
            existing == null || existing.deleted() ? create(Optional.of(id)) : existing);
  }

  private Identity create(Optional<String> customId) {
    var created = new IdentityEvent.Created(prefix + suffix(), customId, clock.instant());
    log.append(created);
    Identity identity = new Identity(created, log);
    acsUsers.put(identity.id(), identity);
    return identity;
  }

  private void add(Identity identity) {
    boolean isTeamsUser = identity.id().startsWith(TEAMS_PREFIX);
    (isTeamsUser ? teamsUsers : acsUsers).put(identity.id(), identity);
    identity.customId().ifPresent(customId -> byCustomId.put(customId, identity));
  }

  Identity require(String id) {
    if (!id.startsWith(prefix)) {
      throw AcsErrorException.identityNotOwned();
    }
    Identity identity = acsUsers.get(id);
    if (identity == null || identity.deleted()) {
      throw AcsErrorException.identityNotFound();
    }
    return identity;
  }

  Identity teamsUser(String objectId) {
    return teamsUsers.computeIfAbsent(
        TEAMS_PREFIX + objectId,
        id -> {
          var created = new IdentityEvent.Created(id, Optional.empty(), clock.instant());
          log.append(created);
          return new Identity(created, log);
        });
  }

  long nextSerial() {
    return serials.incrementAndGet();
  }

  Optional<Identity> find(String id) {
    Identity acsUser = acsUsers.get(id);
    return Optional.ofNullable(acsUser != null ? acsUser : teamsUsers.get(id));
  }

  List<Identity> live() {
    return acsUsers.values().stream()
        .filter(identity -> !identity.deleted())
        .sorted(Comparator.comparing(Identity::createdOn).thenComparing(Identity::id))
        .toList();
  }

  private static String suffix() {
    Random random = ThreadLocalRandom.current();
    String guid = new UUID(random.nextLong(), random.nextLong()).toString();
    return "000000" + guid.substring(6);
  }
}
