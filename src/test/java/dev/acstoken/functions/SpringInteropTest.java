package dev.acstoken.functions;

import dev.acstoken.devhost.FreePort;
import dev.acstoken.interop.ForeignProgram;
import dev.acstoken.interop.Interop;
import dev.acstoken.interop.MavenBuild;
import dev.acstoken.interop.OpenIdClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Verifies the endpoint with Spring Authorization Server, in whose tokens the audience is the
 * application, and in those of an application the subject, too.
 */
@Interop
class SpringInteropTest extends IdentityProviderContract {

  private static final Path PROJECT = Path.of("src", "test", "spring");

  private final int port = FreePort.any();
  private final URI issuer = URI.create("http://127.0.0.1:" + port);
  private final ForeignProgram provider = start(port);

  private static ForeignProgram start(int port) {
    try {
      MavenBuild.run(PROJECT, "process-classes");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    var command = new ArrayList<>(MavenBuild.program(PROJECT, "dev.acstoken.spring.SpringIssuer"));
    command.add("--server.port=" + port);
    return ForeignProgram.start(new ProcessBuilder(command).redirectErrorStream(true));
  }

  @BeforeAll
  void awaitProvider() throws InterruptedException {
    provider.awaitLine("has started");
  }

  @AfterAll
  void stopProvider() {
    provider.close();
  }

  @Test
  void anOpaqueTokenIsRefused() {
    var response = client(app("opaque-app").signIn("alice")).post("/users/me/tokens");

    assertRefused(response, 401, "invalid_token", "opaque");
  }

  @Test
  void anExpiredTokenIsRefused() {
    var response = client(app("late-app").signIn("alice")).post("/users/me/tokens");

    assertRefused(response, 401, "invalid_token", "expired");
  }

  @Override
  Map<String, String> settings() {
    return GUIDE.settings(
        "Spring Authorization Server",
        Map.of(
            "<issuer>",
            issuer.toString(),
            "<client ids>",
            """
            "chat-app", "late-app", "directory-sync", "operations", "alice\""""));
  }

  @Override
  OpenIdClient app() {
    return app("chat-app");
  }

  @Override
  OpenIdClient appForAnotherAudience() {
    return app("mail-app");
  }

  private OpenIdClient app(String id) {
    return new OpenIdClient(issuer, id).with("scope", "openid Tokens.Issue");
  }

  @Override
  OpenIdClient service(String id) {
    return new OpenIdClient(issuer, id).with("scope", "Tokens.Issue");
  }

  @Override
  void rotateKeys() throws IOException, InterruptedException {
    provider.writeLine("rotate");
    provider.awaitLine("Keys rotated");
  }

  // Its audience is that of an access token, so only the scope tells them apart.
  @Override
  void assertIdTokenRefused(EndpointResponse response) {
    assertRefused(response, 403, "forbidden", "scope");
  }
}
