package dev.acstoken.emulator;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.acstoken.emulator.server.Json;
import dev.acstoken.emulator.server.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides whether the application may use Teams on behalf of a user: the user must have consented,
 * and a Conditional Access policy requires a second factor of some users. It is not a policy on the
 * application itself, so a sign-in to the application succeeds without one.
 */
final class TeamsAccess {

  private static final String SECOND_FACTOR = "mfa";

  private final String policyId = UUID.randomUUID().toString();
  private final Set<String> usersOfThePolicy = ConcurrentHashMap.newKeySet();
  private final Set<String> withoutConsent = ConcurrentHashMap.newKeySet();

  void requireMultiFactor(String objectId) {
    usersOfThePolicy.add(objectId);
  }

  void requireConsent(String objectId) {
    withoutConsent.add(objectId);
  }

  void giveConsent(String objectId) {
    withoutConsent.remove(objectId);
  }

  /** Returns the error for a user with this token; empty if the application may use Teams. */
  Optional<Response> refusal(JWTClaimsSet token) {
    String objectId = String.valueOf(token.getClaim("oid"));
    if (withoutConsent.contains(objectId)) {
      return Optional.of(EntraError.CONSENT.response());
    }
    return usersOfThePolicy.contains(objectId) && !hasSecondFactor(token)
        ? Optional.of(challenge())
        : Optional.empty();
  }

  /** Returns the error with the claims request that satisfies the policy. */
  Response challenge() {
    var policies = Map.of("essential", true, "values", List.of(policyId));
    String claims = Json.text(Map.of("access_token", Map.of("capolids", policies)));
    return SignInError.MULTI_FACTOR.response(Map.of("suberror", "basic_action", "claims", claims));
  }

  /** Returns whether a claims request, which is a JSON object, demands a second factor. */
  boolean demandsSecondFactor(String claims) {
    return Json.object(claims.getBytes(StandardCharsets.UTF_8))
        .filter(it -> it.get("access_token") instanceof Map<?, ?> token && namesPolicy(token))
        .isPresent();
  }

  /** Returns the methods by which a user signed in, as the claim {@code amr} lists them. */
  static List<String> methods(boolean secondFactor) {
    return secondFactor ? List.of("pwd", SECOND_FACTOR) : List.of("pwd");
  }

  private static boolean hasSecondFactor(JWTClaimsSet token) {
    return token.getClaim("amr") instanceof List<?> methods && methods.contains(SECOND_FACTOR);
  }

  private boolean namesPolicy(Map<?, ?> token) {
    return token.get("capolids") instanceof Map<?, ?> policies
        && policies.get("values") instanceof List<?> ids
        && ids.contains(policyId);
  }
}
