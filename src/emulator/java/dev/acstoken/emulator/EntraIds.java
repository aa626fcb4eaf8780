package dev.acstoken.emulator;

import java.util.UUID;

/**
 * The ids in a tenant.
 *
 * @param appId the application that users' tokens are for and that exchanges them for Teams tokens
 * @param clientId the public client, such as a console app, that users sign in to
 */
record EntraIds(String tenantId, String appId, String clientId) {

  static EntraIds random() {
    return new EntraIds(randomId(), randomId(), randomId());
  }

  private static String randomId() {
    return UUID.randomUUID().toString();
  }
}
