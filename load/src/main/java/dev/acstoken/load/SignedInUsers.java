package dev.acstoken.load;

import static io.gatling.javaapi.core.CoreDsl.bodyString;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.listFeeder;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Simulation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Simulates users who sign in, get a token, and refresh it repeatedly before it expires, as the ACS
 * clients do. Each pause is random, between half and one and a half of the profile's pause.
 */
public final class SignedInUsers extends Simulation {

  private final Profile profile = Profile.ofSystemProperties();

  public SignedInUsers() {
    var users =
        scenario("signed-in users")
            .exec(signIn())
            .exec(
                http("IssueToken")
                    .post("/users/me/tokens")
                    .check(status().in(200, 201), jsonPath("$.token").exists()))
            .exitHereIfFailed()
            .repeat(profile.refreshes())
            .on(
                pause(profile.pause().dividedBy(2), profile.pause().multipliedBy(3).dividedBy(2))
                    .exec(
                        http("RefreshToken")
                            .post("/users/me/tokens/refresh")
                            .check(status().is(200), jsonPath("$.token").exists())));
    setUp(
            users.injectOpen(
                rampUsersPerSec(0.1).to(profile.usersPerSecond()).during(profile.ramp()),
                constantUsersPerSec(profile.usersPerSecond()).during(profile.hold())))
        .protocols(
            http.baseUrl(profile.endpoint().toString())
                .header("Authorization", "Bearer #{bearer}")
                .acceptHeader("application/json")
                .userAgentHeader("acs-token-endpoint-load"))
        .maxDuration(profile.maxDuration())
        .assertions(global().successfulRequests().percent().gt(99.0));
  }

  private ChainBuilder signIn() {
    return profile.tokens().map(SignedInUsers::readTokens).orElseGet(this::requestFromIssuer);
  }

  // Users take the tokens in turn. Users with the same token share that caller's rate limit.
  private static ChainBuilder readTokens(Path file) {
    try {
      List<Map<String, Object>> tokens =
          Files.readAllLines(file).stream()
              .filter(line -> !line.isBlank())
              .map(line -> Map.<String, Object>of("bearer", line.strip()))
              .toList();
      return feed(listFeeder(tokens).circular());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ChainBuilder requestFromIssuer() {
    return exec(session -> session.set("user", "load-" + UUID.randomUUID()))
        .exec(
            http("sign in")
                .get(profile.issuer() + "/token?user=#{user}")
                .header("Authorization", "")
                .silent()
                .check(bodyString().saveAs("bearer")));
  }
}
