package dev.acstoken.functions;

import dev.acstoken.devhost.FreePort;
import dev.acstoken.devhost.NodePackages;
import dev.acstoken.interop.ForeignProgram;
import dev.acstoken.interop.Interop;
import dev.acstoken.interop.OpenIdClient;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies the endpoint with oidc-provider, an OpenID Connect provider for Node.js. */
@Interop
class OidcProviderInteropTest extends IdentityProviderContract {

  private final int port = FreePort.any();
  private final URI issuer = URI.create("http://127.0.0.1:" + port + "/oidc");

  @SuppressWarnings("NullAway.Init")
  private ForeignProgram provider;

  @BeforeAll
  void startProvider() throws InterruptedException {
    provider = ForeignProgram.start(NodePackages.forChecks().script("provider.mjs", "" + port));
    provider.awaitLine("Issuer ");
  }

  @AfterAll
  void stopProvider() {
    provider.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
        "Ed25519"
      })
  void aTokenOfAnyAsymmetricAlgorithmIsAccepted(String algorithm) {
    client(app(algorithm).signIn("user-of-" + algorithm)).post("/users/me/tokens").expect(201);
  }

  @Test
  void aTokenSignedWithASharedSecretIsRefused() {
    var response = client(app("symmetric").signIn("alice")).post("/users/me/tokens");

    assertRefused(response, 401, "invalid_token", "algorithm");
  }

  @Test
  void anOpaqueTokenIsRefused() {
    var response = client(app("opaque").signIn("alice")).post("/users/me/tokens");

    assertRefused(response, 401, "invalid_token", "opaque");
  }

  @Test
  void anEncryptedTokenIsRefused() {
    var response = client(app("encrypted").signIn("alice")).post("/users/me/tokens");

    assertRefused(response, 401, "invalid_token", "encrypted");
  }

  @Test
  void anExpiredTokenIsRefused() {
    var response = client(app("expired").signIn("alice")).post("/users/me/tokens");

    assertRefused(response, 401, "invalid_token", "expired");
  }

  @Test
  void aTokenOfAnotherApplicationIsRefusedWhereApplicationsAreListed() {
    var running =
        serve(
            """
            [{"issuer": "%s", "audiences": ["https://chat.example"], "applications": ["chat-app"]}]
            """
                .formatted(issuer));
    var mailApp =
        new OpenIdClient(issuer, "mail-app")
            .with("scope", "openid Tokens.Issue")
            .with("resource", "https://chat.example/RS256");

    client(app().signIn("alice"), running).put("/users/me/identity");
    client(app().signIn("alice"), running).get("/users/me/identity").expect(200);
    assertRefused(
        client(mailApp.signIn("alice"), running).get("/users/me/identity"),
        401,
        "invalid_token",
        "application");
  }

  @Test
  void anOutageWithNewKeysBeforeAndAfterItSignsNobodyOut() throws Exception {
    URI running = serve(settings());
    var signedIn = client(app().signIn("alice"), running);
    signedIn.put("/users/me/identity");
    rotateKeys();
    var signedInWithNewKey = client(app().signIn("alice"), running);

    provider.close();
    provider.awaitExit();

    try {
      signedIn.get("/users/me/identity").expect(200);
      signedInWithNewKey.get("/users/me/identity").expectProblem(503, "key_unavailable");
    } finally {
      startProvider();
    }

    awaitKeys(client(app().signIn("alice"), running)).expect(200);
  }

  @Override
  Map<String, String> settings() {
    return GUIDE.settings(
        "oidc-provider for Node.js",
        Map.of("<issuer>", issuer.toString(), "<audience>", "https://chat.example"));
  }

  @Override
  OpenIdClient app() {
    return app("RS256");
  }

  private OpenIdClient app(String kindOfToken) {
    return new OpenIdClient(issuer, "chat-app")
        .with("scope", "openid Tokens.Issue")
        .with("resource", "https://chat.example/" + kindOfToken);
  }

  @Override
  OpenIdClient appForAnotherAudience() {
    return app().with("resource", "https://mail.example/RS256");
  }

  @Override
  OpenIdClient service(String id) {
    return new OpenIdClient(issuer, id)
        .with("scope", "Tokens.Issue")
        .with("resource", "https://chat.example/RS256");
  }

  @Override
  void rotateKeys() throws IOException, InterruptedException {
    provider.writeLine("rotate");
    provider.awaitLine("Keys rotated");
  }

  // The audience of an ID token is the application.
  @Override
  void assertIdTokenRefused(EndpointResponse response) {
    assertRefused(response, 401, "invalid_token", "audience");
  }
}
