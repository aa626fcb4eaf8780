package dev.acstoken.emulator;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The user, tenant and expiry from the verified Entra token of a Teams user. */
record TeamsToken(String objectId, String tenantId, Instant expiresOn) {

  static final String AUDIENCE = "https://auth.msft.communication.azure.com";
  static final List<String> SCOPES = List.of("Teams.ManageCalls", "Teams.ManageChats");

  private static final Pattern GUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /** Verifies the token of a request that also names the application and the user. */
  static TeamsToken verify(Map<?, ?> body, EntraKeys keys, Instant now) {
    JWTClaimsSet claims = signed(body, keys);
    String appId = guid(body.get("appId"), "appId", "AppId");
    String userId = guid(body.get("userId"), "userId", "UserId");
    requireForTeams(claims, now);
    if (!appId.equals(claims.getClaim("appid"))) {
      throw AcsErrorException.invalid("appId", "AAD application is not the expected one.");
    }
    if (!userId.equals(claims.getClaim("oid"))) {
      throw AcsErrorException.invalid("userId", "Provided AAD token issued for unexpected user.");
    }
    return of(claims);
  }

  /** Verifies the token of a request that consists of the token alone. */
  static TeamsToken verifyAlone(Map<?, ?> body, EntraKeys keys, Instant now) {
    JWTClaimsSet claims = signed(body, keys);
    requireForTeams(claims, now);
    return of(claims);
  }

  private static JWTClaimsSet signed(Map<?, ?> body, EntraKeys keys) {
    return keys.claims(body.get("token") instanceof String text ? text : "")
        .orElseThrow(AcsErrorException::invalidTeamsToken);
  }

  private static void requireForTeams(JWTClaimsSet claims, Instant now) {
    if (!EntraKeys.isInValidityPeriod(claims, now)
        || !claims.getAudience().contains(AUDIENCE)
        || !Arrays.asList(text(claims, "scp").split(" ", -1)).containsAll(SCOPES)) {
      throw AcsErrorException.invalidTeamsToken();
    }
  }

  private static TeamsToken of(JWTClaimsSet claims) {
    return new TeamsToken(
        text(claims, "oid"), text(claims, "tid"), claims.getExpirationTime().toInstant());
  }

  private static String text(JWTClaimsSet claims, String name) {
    return claims.getClaim(name) instanceof String text ? text : "";
  }

  private static String guid(@Nullable Object value, String field, String name) {
    if (value == null || value.equals("")) {
      throw AcsErrorException.required(name);
    }
    if (value instanceof String text && GUID.matcher(text).matches()) {
      return text;
    }
    throw AcsErrorException.invalid(field, "Provided %s has invalid format.".formatted(name));
  }
}
