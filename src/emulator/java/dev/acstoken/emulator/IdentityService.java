package dev.acstoken.emulator;

import dev.acstoken.emulator.server.Json;
import dev.acstoken.emulator.server.Response;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Performs the operations for requests that have passed authentication and quotas. */
final class IdentityService {

  private static final DateTimeFormatter WHOLE_SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx").withZone(ZoneOffset.UTC);

  private final IdentityStore identities;
  private final AccessTokens tokens;
  private final EntraKeys entra;
  private final TeamsDirectory teams;
  private final Counters counters;
  private final Clock clock;
  private final TokenLifetime lifetime;

  IdentityService(
      IdentityStore identities,
      AccessTokens tokens,
      EntraKeys entra,
      TeamsDirectory teams,
      Counters counters,
      Clock clock,
      TokenLifetime lifetime) {
    this.identities = identities;
    this.tokens = tokens;
    this.entra = entra;
    this.teams = teams;
    this.counters = counters;
    this.clock = clock;
    this.lifetime = lifetime;
  }

  Response perform(Route route, Request request) {
    ApiVersion version = ApiVersion.of(request.query("api-version"), request.url());
    if (!version.offers(route.operation())) {
      throw AcsErrorException.apiVersionUnsupported(version.toString(), request.url());
    }
    Response response =
        switch (route.operation()) {
          case CREATE_IDENTITY -> create(optionalBody(request), version);
          case GET_IDENTITY -> Response.json(200, details(identities.require(route.identityId())));
          case ISSUE_TOKEN -> issue(route.identityId(), body(request), version);
          case REVOKE_TOKENS -> revoke(route.identityId());
          case DELETE_IDENTITY -> delete(route.identityId());
          case EXCHANGE_TEAMS_TOKEN -> exchange(body(request), version);
        };
    counters.effect(route.operation());
    return response;
  }

  private Response create(Map<?, ?> body, ApiVersion version) {
    Optional<RequestedToken> token = RequestedToken.ofCreation(body, version);
    Identity identity =
        version.customIds()
            ? customId(body).map(identities::withCustomId).orElseGet(identities::create)
            : identities.create();
    Optional<IssuedToken> issued = token.map(requested -> issue(identity, requested));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("identity", details(identity));
    issued.ifPresent(it -> json.put("accessToken", it.json()));
    return Response.json(201, json);
  }

  private static Optional<String> customId(Map<?, ?> body) {
    Object value = body.get("customId");
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text && !text.isEmpty()) {
      return Optional.of(text);
    }
    throw AcsErrorException.invalid("CustomId", "CustomId: Not a text, or empty.");
  }

  /** Returns the identity as ACS describes it: one without a custom id has its id alone. */
  private static Map<String, Object> details(Identity identity) {
    Map<String, Object> json = new LinkedHashMap<>();
    identity
        .customId()
        .ifPresent(
            customId -> {
              json.put("customId", customId);
              identity
                  .lastTokenIssuedAt()
                  .ifPresent(at -> json.put("lastTokenIssuedAt", WHOLE_SECONDS.format(at)));
            });
    json.put("id", identity.id());
    return json;
  }

  private Response issue(String id, Map<?, ?> body, ApiVersion version) {
    RequestedToken token = RequestedToken.ofIssue(body, version);
    return Response.json(200, issue(identities.require(id), token).json());
  }

  private Response revoke(String id) {
    identities.require(id).revoke();
    return Response.noContent();
  }

  private Response delete(String id) {
    identities.require(id).delete();
    return Response.noContent();
  }

  private Response exchange(Map<?, ?> body, ApiVersion version) {
    TeamsToken token =
        version.teamsIds()
            ? TeamsToken.verify(body, entra, clock.instant())
            : TeamsToken.verifyAlone(body, entra, clock.instant());
    teams.require(token.objectId(), token.tenantId());
    Instant expiresOn = lifetime.expiry(clock.instant(), token.expiresOn());
    Identity identity = identities.teamsUser(token.objectId());
    return Response.json(200, tokens.issue(identity, List.of("chat", "voip"), expiresOn).json());
  }

  private IssuedToken issue(Identity identity, RequestedToken token) {
    Instant now = clock.instant();
    return tokens.issue(identity, token.scopes(), lifetime.expiry(now, now.plus(token.lifetime())));
  }

  private static Map<?, ?> optionalBody(Request request) {
    return request.body().length == 0 ? Map.of() : body(request);
  }

  private static Map<?, ?> body(Request request) {
    return Json.object(request.body())
        .orElseThrow(
            () -> AcsErrorException.invalid("body", "The request body is not a JSON object."));
  }
}
