package dev.acstoken.emulator;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The users and tenants that have Teams: all except those from which it was removed. */
public final class TeamsDirectory {

  private final Set<String> usersWithout = ConcurrentHashMap.newKeySet();
  private final Set<String> tenantsWithout = ConcurrentHashMap.newKeySet();

  TeamsDirectory() {}

  /** Removes Teams from a user's licenses. */
  public void removeLicense(String objectId) {
    usersWithout.add(objectId);
  }

  /** Turns Teams off for a tenant. */
  public void disable(String tenantId) {
    tenantsWithout.add(tenantId);
  }

  void require(String objectId, String tenantId) {
    if (tenantsWithout.contains(tenantId)) {
      throw AcsErrorException.noTeamsForTenant();
    }
    if (usersWithout.contains(objectId)) {
      throw AcsErrorException.noTeamsLicense();
    }
  }
}
