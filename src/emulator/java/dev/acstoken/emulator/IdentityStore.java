package dev.acstoken.emulator;

import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The identities of one resource. Deleted identities are kept, so that the status of their tokens
 * can name the reason.
 */
final class IdentityStore {

  private final ConcurrentMap<String, Identity> acsUsers = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Identity> byCustomId = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Identity> teamsUsers = new ConcurrentHashMap<>();
  private final AtomicLong serials = new AtomicLong();
  private final String prefix;
  private final Clock clock;

  IdentityStore(UUID resourceId, Clock clock) {
    this.prefix = "8:acs:%s_".formatted(resourceId);
    this.clock = clock;
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
    Identity identity = new Identity(prefix + suffix(), customId, clock.instant());
    acsUsers.put(identity.id(), identity);
    return identity;
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
        "8:orgid:" + objectId, id -> new Identity(id, Optional.empty(), clock.instant()));
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
