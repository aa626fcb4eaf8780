package dev.acstoken.emulator;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import java.text.ParseException;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A Teams user's Entra token. Its signature is not verified: Entra's keys are out of reach. */
record TeamsToken(String objectId, Instant expiresOn) {

  private static final Pattern GUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  static TeamsToken verify(Map<?, ?> body, Instant now) {
    JWTClaimsSet claims = claims(body.get("token"));
    String appId = guid(body.get("appId"), "appId", "AppId");
    String userId = guid(body.get("userId"), "userId", "UserId");
    if (claims.getExpirationTime() == null
        || !now.isBefore(claims.getExpirationTime().toInstant())) {
      throw Refusal.invalidTeamsToken();
    }
    if (!appId.equals(claims.getClaim("appid"))) {
      throw Refusal.invalid("appId", "AAD application is not the expected one.");
    }
    if (!userId.equals(claims.getClaim("oid"))) {
      throw Refusal.invalid("userId", "Provided AAD token issued for unexpected user.");
    }
    return new TeamsToken(userId, claims.getExpirationTime().toInstant());
  }

  private static JWTClaimsSet claims(@Nullable Object token) {
    try {
      JWTClaimsSet claims =
          JWTParser.parse(token instanceof String text ? text : "").getJWTClaimsSet();
      if (claims != null) {
        return claims;
      }
    } catch (ParseException e) {
      // Refused below, as ACS does: it says no more about a bad token than that it is bad.
    }
    throw Refusal.invalidTeamsToken();
  }

  private static String guid(@Nullable Object value, String field, String name) {
    if (value instanceof String text && GUID.matcher(text).matches()) {
      return text;
    }
    throw Refusal.invalid(field, "Provided %s has invalid format.".formatted(name));
  }
}
