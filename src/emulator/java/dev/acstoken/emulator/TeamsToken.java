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

  static TeamsToken verify(Map<?, ?> body, EntraKeys keys, Instant now) {
    JWTClaimsSet claims =
        keys.claims(body.get("token") instanceof String text ? text : "")
            .orElseThrow(AcsErrorException::invalidTeamsToken);
    String appId = guid(body.get("appId"), "appId", "AppId");
    String userId = guid(body.get("userId"), "userId", "UserId");
    if (!EntraKeys.isInValidityPeriod(claims, now)
        || !claims.getAudience().contains(AUDIENCE)
        || !Arrays.asList(text(claims, "scp").split(" ", -1)).containsAll(SCOPES)) {
      throw AcsErrorException.invalidTeamsToken();
    }
    if (!appId.equals(claims.getClaim("appid"))) {
      throw AcsErrorException.invalid("appId", "AAD application is not the expected one.");
    }
    if (!userId.equals(claims.getClaim("oid"))) {
      throw AcsErrorException.invalid("userId", "Provided AAD token issued for unexpected user.");
    }
    return new TeamsToken(userId, text(claims, "tid"), claims.getExpirationTime().toInstant());
  }

  private static String text(JWTClaimsSet claims, String name) {
    return claims.getClaim(name) instanceof String text ? text : "";
  }

  private static String guid(@Nullable Object value, String field, String name) {
    if (value instanceof String text && GUID.matcher(text).matches()) {
      return text;
    }
    throw AcsErrorException.invalid(field, "Provided %s has invalid format.".formatted(name));
  }
}
