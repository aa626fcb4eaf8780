package dev.acstoken.devhost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Verifies what the development host keeps from start to start, also if it is killed. */
@Timeout(240)
class RestartTest {
  private final RefusingProxy proxy = RefusingProxy.start();
  private final int endpointPort = FreePort.any();
  private final int issuerPort = FreePort.any();

  @TempDir private Path parent;

  @AfterEach
  void closeTheProxy() {
    proxy.close();
  }

  /**
   * The first host runs in its own JVM with a proxy that refuses everything, so the test also
   * verifies that no client of the host uses a proxy for this machine.
   */
  @Test
  void aKilledHostLosesNothing() throws Exception {
    AppUser alice;
    String identity;
    String token;
    String revoked;
    var deleted = new AppUser("bob", "");
    try (var killed = HostProcess.start(proxy.options(), arguments(), proxy.environment())) {
      killed.untilItServes();
      alice = new AppUser("alice", bearer("alice"));
      deleted = new AppUser("bob", bearer("bob"));
      identity = call(AppCall.ISSUE, alice).communicationUserId().orElseThrow();
      revoked = call(AppCall.ISSUE, alice).token().orElseThrow();
      assertEquals(204, call(AppCall.REVOKE, alice).status());
      token = call(AppCall.ISSUE, alice).token().orElseThrow();
      assertEquals(201, call(AppCall.CREATE, deleted).status());
      assertEquals(204, call(AppCall.DELETE, deleted).status());
      killed.kill();
    }
    assertEquals(0, proxy.connections());

    String certificate;
    try (var next = start()) {
      certificate = next.emulators().acs().certificatePem();
      var issued = call(AppCall.ISSUE, alice);

      assertEquals(200, issued.status(), "the bearer token is still valid");
      assertEquals(identity, issued.communicationUserId().orElseThrow());
      assertTrue(next.emulators().acs().isValid(token));
      assertFalse(next.emulators().acs().isValid(revoked));
      assertEquals(404, call(AppCall.REFRESH, deleted).status());
      assertRefusesASecondHost();
    }

    try (var third = start()) {
      assertEquals(certificate, third.emulators().acs().certificatePem());
    }
    try (var fresh = start("--fresh")) {
      assertNotEquals(certificate, fresh.emulators().acs().certificatePem());
      assertFalse(send(AppCall.ISSUE, alice).isSuccess());
      var signedInAgain = new AppUser("alice", bearer("alice"));
      assertNotEquals(
          identity, call(AppCall.ISSUE, signedInAgain).communicationUserId().orElseThrow());
    }
    assertDamagedTablesAreReported();
  }

  private void assertRefusesASecondHost() {
    var thrown = assertThrows(CannotStartException.class, () -> start().close());
    assertTrue(thrown.getMessage().contains("Another program is running"), thrown.getMessage());
  }

  private void assertDamagedTablesAreReported() throws IOException {
    Files.writeString(parent.resolve("a state/tables/__azurite_db_table__.json"), "{");
    var thrown = assertThrows(CannotStartException.class, () -> start().close());
    assertTrue(thrown.getMessage().contains("--fresh"), thrown.getMessage());
  }

  private DevelopmentHost start(String... more) {
    var arguments = new ArrayList<>(arguments());
    arguments.addAll(List.of(more));
    return DevelopmentHost.start(Arguments.parse(Map.of(), arguments.toArray(String[]::new)));
  }

  private List<String> arguments() {
    return List.of(
        "--endpoint-port=" + endpointPort,
        "--issuer-port",
        Integer.toString(issuerPort),
        "--emulator-port=0",
        "--azurite-port=0",
        "--state",
        parent.resolve("a state").toString());
  }

  /** On a busy machine the first requests can take too long, and are repeated as by an app. */
  private AppResponse call(AppCall call, AppUser user) throws Exception {
    AppResponse response;
    do {
      response = send(call, user);
    } while (response.status() == 503);
    return response;
  }

  private AppResponse send(AppCall call, AppUser user) throws Exception {
    return user.send(call, URI.create("http://localhost:" + endpointPort + "/api"));
  }

  private String bearer(String user) throws IOException {
    try (var token =
        URI.create("http://localhost:%d/token?user=%s".formatted(issuerPort, user))
            .toURL()
            .openStream()) {
      return new String(token.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
