package dev.acstoken.providers;

import java.util.List;
import java.util.Map;

/** Identity providers that people run themselves. */
final class SelfHostedProviders {

  private static final String KEYCLOAK_AUDIENCE =
      "https://www.keycloak.org/docs/latest/server_admin/#audience-support";
  private static final String KEYCLOAK_SERVICE_ACCOUNTS =
      "https://www.keycloak.org/docs/latest/server_admin/#_service_accounts";
  private static final String KEYCLOAK_LIGHTWEIGHT =
      "https://www.keycloak.org/docs/latest/server_admin/#_using_lightweight_access_token";
  private static final String KEYCLOAK_ROLES =
      "https://www.keycloak.org/docs/latest/server_admin/#_oidc_token_role_mappings";

  private static final String KEYCLOAK_HOSTNAME = "https://www.keycloak.org/server/hostname";

  private SelfHostedProviders() {}

  static List<Provider> all() {
    return List.of(
        keycloak(),
        keycloakWithTypedAccessTokens(),
        keycloakWithLightweightTokens(),
        keycloakWithAccountAudience(),
        keycloakWithClientRoles(),
        keycloakWithGroups(),
        keycloakWithAnInnerAddress(),
        dex(),
        hydra(),
        hydraWithoutAudience(),
        springAuthorizationServer(),
        oidcProvider(),
        openIddict(),
        betterAuth(),
        djangoOauthToolkit(),
        duendeIdentityServer(),
        authentik(),
        cloudFoundryUaa(),
        pingAm(),
        openAuth());
  }

  private static Provider keycloak() {
    var key = ProviderKey.rs256("FJ86GcF3jTbNLOco4NvZkUCIUmfYCqoqtOQeMfbhNlE");
    var encryptionKey =
        ProviderKey.secondRs256("Q9aS1DfG3hJ5kL7zX2cV4bN6mM8")
            .published("use", "enc")
            .published("alg", "RSA-OAEP");
    var user = keycloakUser(key, "contoso");
    var serviceAccount = keycloakServiceAccount(key, "contoso");
    return Provider.named("Keycloak with an audience mapper")
        .documentation(KEYCLOAK_AUDIENCE, KEYCLOAK_SERVICE_ACCOUNTS, KEYCLOAK_ROLES)
        .guide("Keycloak", "<realm url>", "https://keycloak.example.com/realms/contoso")
        .discovery(
            "https://keycloak.example.com/realms/contoso",
            "https://keycloak.example.com/realms/contoso/protocol/openid-connect/certs",
            encryptionKey,
            key)
        .issues("to a user", user)
        .issuesForAnother(
            "to an admin",
            user.with("realm_access", Map.of("roles", List.of("offline_access", "Identity.Admin"))))
        .issuesForAnother(
            "to a service account with the admin role",
            serviceAccount.with("realm_access", Map.of("roles", List.of("Identity.Admin"))))
        .refuses("a service account", ExpectedRefusal.AN_APPLICATION, serviceAccount)
        .refuses(
            "a service account that wants a token for itself",
            ExpectedRefusal.AN_APPLICATION,
            serviceAccount.with("realm_access", Map.of("roles", List.of("Identity.Admin"))))
        .refuses(
            "a user of a client without the audience mapper",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.with("aud", "account"))
        .refuses(
            "a user whose client has no audience at all",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.without("aud"))
        .refuses(
            "an ID token",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.without("scope", "realm_access").with("typ", "ID").with("aud", "chat-app"))
        .refuses(
            "a user of a client without the scope",
            ExpectedRefusal.MISSING_SCOPE,
            user.with("scope", "openid email profile"))
        .refuses(
            "a token bound by DPoP",
            ExpectedRefusal.SENDER_CONSTRAINED,
            user.with("cnf", Map.of("jkt", "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I")))
        .refuses(
            "a user of another realm",
            ExpectedRefusal.WRONG_ISSUER,
            user.with("iss", "https://keycloak.example.com/realms/master"))
        .refuses(
            "a refresh token, which Keycloak signs with a secret",
            ExpectedRefusal.WRONG_ALGORITHM,
            user.with("typ", "Refresh").signedWithSecret("a secret that only Keycloak knows"))
        .refusesForAnother(
            "a role that contains the admin role as a word",
            ExpectedRefusal.NOT_AN_ADMIN,
            user.with("realm_access", Map.of("roles", "Deputy Identity.Admin")))
        .build();
  }

  private static Provider keycloakWithTypedAccessTokens() {
    var key = ProviderKey.es256("kX2vB9nM4qW7eR1tY6uI3oP8aS5dF0gH");
    var user = keycloakUser(key, "typed").type("at+jwt");
    var serviceAccount = keycloakServiceAccount(key, "typed").type("at+jwt");
    return Provider.named("Keycloak with the at+jwt header type")
        .documentation(KEYCLOAK_AUDIENCE, KEYCLOAK_SERVICE_ACCOUNTS)
        .guide("Keycloak", "<realm url>", "https://keycloak.example.com/realms/typed")
        .discovery(
            "https://keycloak.example.com/realms/typed",
            "https://keycloak.example.com/realms/typed/protocol/openid-connect/certs",
            key)
        .issues("to a user", user)
        .refuses(
            "a service account of the application",
            ExpectedRefusal.AN_APPLICATION,
            serviceAccount
                .with("azp", "chat-app")
                .with("client_id", "chat-app")
                .with("preferred_username", "service-account-chat-app"))
        .refuses("a service account", ExpectedRefusal.AN_APPLICATION, serviceAccount)
        .refuses(
            "a user of another application",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.with("azp", "shop").with("aud", "account"))
        .refuses("a logout token", ExpectedRefusal.WRONG_TYPE, user.type("logout+jwt"))
        .build();
  }

  private static Provider keycloakWithLightweightTokens() {
    var key = ProviderKey.rs256("zX3cV6bN9mQ2wE5rT8yU1iO4pA7sD0fG");
    var user =
        key.token(
            """
            {
              "jti": "onrtac:5a4b3c2d-1e0f-4a9b-8c7d-6e5f4a3b2c1d",
              "iss": "https://keycloak.example.com/realms/lightweight",
              "aud": "acs-tokens",
              "sub": "f81d4fae-7dec-41d0-a765-00a0c91e6bf6",
              "typ": "Bearer",
              "azp": "chat-app",
              "sid": "9b8a7968-5746-4352-8190-a1b2c3d4e5f6",
              "scope": "openid email profile acs-tokens"
            }""");
    return Provider.named("Keycloak with lightweight access tokens")
        .documentation(KEYCLOAK_LIGHTWEIGHT, KEYCLOAK_SERVICE_ACCOUNTS)
        .guide(
            "Keycloak with lightweight access tokens",
            "<realm url>",
            "https://keycloak.example.com/realms/lightweight")
        .discovery(
            "https://keycloak.example.com/realms/lightweight",
            "https://keycloak.example.com/realms/lightweight/protocol/openid-connect/certs",
            key)
        .issues("to a user whose client maps sub into lightweight tokens", user)
        .issuesForAnother(
            "to an admin whose client maps roles into lightweight tokens",
            user.with("realm_access", Map.of("roles", List.of("Identity.Admin"))))
        .refuses(
            "a user whose client does not map sub",
            ExpectedRefusal.WRONG_CLAIM,
            user.without("sub"))
        .refuses(
            "a service account",
            ExpectedRefusal.AN_APPLICATION,
            user.without("sid")
                .with("azp", "batch")
                .with("sub", "0a1b2c3d-4e5f-4061-8273-94a5b6c7d8e9"))
        .refuses(
            "a user of a client without the audience mapper",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.without("aud"))
        .build();
  }

  private static Provider keycloakWithAccountAudience() {
    var key = ProviderKey.rs256("aQ1sW2dE3fR4gT5hY6jU7kI8lO9pZ0xC");
    var user = keycloakUser(key, "fabrikam").with("aud", "account");
    var serviceAccount = keycloakServiceAccount(key, "fabrikam").with("aud", "account");
    return Provider.named("Keycloak without an audience mapper")
        .documentation(KEYCLOAK_AUDIENCE, KEYCLOAK_SERVICE_ACCOUNTS)
        .issuers(
            """
            [
              {
                "issuer": "https://keycloak.example.com/realms/fabrikam",
                "audiences": ["account"],
                "applications": ["chat-app"],
                "rolesClaim": ["realm_access", "roles"]
              }
            ]""")
        .discovery(
            "https://keycloak.example.com/realms/fabrikam",
            "https://keycloak.example.com/realms/fabrikam/protocol/openid-connect/certs",
            key)
        .issues("to a user of the application", user)
        .refuses(
            "a user of another application",
            ExpectedRefusal.WRONG_APPLICATION,
            user.with("azp", "shop"))
        .refuses("a service account", ExpectedRefusal.WRONG_APPLICATION, serviceAccount)
        .refuses("an ID token", ExpectedRefusal.WRONG_AUDIENCE, user.with("aud", "chat-app"))
        .refuses(
            "a token that names no application",
            ExpectedRefusal.WRONG_APPLICATION,
            user.without("azp"))
        .build();
  }

  private static Provider keycloakWithClientRoles() {
    var key = ProviderKey.rs256("pL0oK9iJ8uH7yG6tF5rD4eS3wA2qZ1xV");
    var user =
        keycloakUser(key, "adatum")
            .with("aud", List.of("acs-tokens", "com.contoso.chat", "account"))
            .with("resource_access", Map.of("com.contoso.chat", Map.of("roles", List.of("user"))));
    return Provider.named("Keycloak with roles of the API's own client")
        .documentation(KEYCLOAK_AUDIENCE, KEYCLOAK_ROLES)
        .guide(
            "Keycloak with roles of a client",
            "<realm url>",
            "https://keycloak.example.com/realms/adatum",
            "<client id of the API>",
            "com.contoso.chat")
        .discovery(
            "https://keycloak.example.com/realms/adatum",
            "https://keycloak.example.com/realms/adatum/protocol/openid-connect/certs",
            key)
        .issues("to a user who has a role of the API", user)
        .issuesForAnother(
            "to an admin",
            user.with(
                "resource_access",
                Map.of("com.contoso.chat", Map.of("roles", List.of("user", "Identity.Admin")))))
        .issues(
            "to a user without a role of the API",
            user.with("aud", List.of("acs-tokens", "account")).without("resource_access"))
        .refuses(
            "an admin's token of an unrelated application, which has the API as an audience",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.with("azp", "shop")
                .with("aud", List.of("com.contoso.chat", "account"))
                .with("scope", "openid email profile"))
        .refuses(
            "a service account",
            ExpectedRefusal.AN_APPLICATION,
            keycloakServiceAccount(key, "adatum"))
        .refuses("a forged token", ExpectedRefusal.WRONG_KEY, user.forged())
        .refusesForAnother(
            "a role of another client",
            ExpectedRefusal.NOT_AN_ADMIN,
            user.with(
                "resource_access",
                Map.of(
                    "com.contoso.chat", Map.of("roles", List.of("user")),
                    "shop", Map.of("roles", List.of("Identity.Admin")))))
        .build();
  }

  private static Provider keycloakWithGroups() {
    var key = ProviderKey.rs256("mN1bV2cX3zL4kJ5hG6fD7sA8pO9iU0yT");
    var user = keycloakUser(key, "northwind").with("groups", List.of("/customers"));
    return Provider.named("Keycloak with groups as roles")
        .documentation(
            KEYCLOAK_AUDIENCE,
            "https://www.keycloak.org/docs/latest/server_admin/#_protocol-mappers")
        .guide(
            "Keycloak with groups as roles",
            "<realm url>",
            "https://keycloak.example.com/realms/northwind")
        .discovery(
            "https://keycloak.example.com/realms/northwind",
            "https://keycloak.example.com/realms/northwind/protocol/openid-connect/certs",
            key)
        .issues("to a user", user)
        .issuesForAnother(
            "to an admin", user.with("groups", List.of("/customers", "/Identity.Admin")))
        .refuses(
            "a service account",
            ExpectedRefusal.AN_APPLICATION,
            keycloakServiceAccount(key, "northwind").with("groups", List.of()))
        .refuses(
            "a user of a client without the client scope",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.with("aud", "account"))
        .refuses("an expired token", ExpectedRefusal.EXPIRED, user.expired())
        .refusesForAnother(
            "a group of the same name elsewhere",
            ExpectedRefusal.NOT_AN_ADMIN,
            user.with("groups", List.of("/customers/Identity.Admin", "Identity.Admin")))
        .build();
  }

  private static Provider keycloakWithAnInnerAddress() {
    var key = ProviderKey.rs256("qA1zW2sX3eD4cR5fV6tG7bY8hN9uJ0mK");
    String realm = "M%C3%BCnchen";
    var user = keycloakUser(key, realm);
    String inner = "https://keycloak.internal.example:8443/realms/" + realm;
    return Provider.named("Keycloak with an inner address, and a realm outside ASCII")
        .documentation(KEYCLOAK_HOSTNAME, KEYCLOAK_AUDIENCE)
        .guide(
            "Keycloak with a public name and an inner address",
            "<realm url>",
            "https://keycloak.example.com/realms/" + realm,
            "<inner realm url>",
            inner)
        .metadata(
            inner + "/.well-known/openid-configuration",
            "https://keycloak.example.com/realms/" + realm,
            inner + "/protocol/openid-connect/certs",
            key)
        .issues("to a user", user)
        .refuses(
            "a service account", ExpectedRefusal.AN_APPLICATION, keycloakServiceAccount(key, realm))
        .refuses(
            "a token that names the inner address",
            ExpectedRefusal.WRONG_ISSUER,
            user.with("iss", inner))
        .refuses(
            "a user of a client without the client scope",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.with("aud", "account"))
        .build();
  }

  private static Token keycloakUser(ProviderKey key, String realm) {
    return key.token(
            """
            {
              "jti": "onrtac:5a4b3c2d-1e0f-4a9b-8c7d-6e5f4a3b2c1d",
              "aud": ["acs-tokens", "account"],
              "sub": "f81d4fae-7dec-41d0-a765-00a0c91e6bf6",
              "typ": "Bearer",
              "azp": "chat-app",
              "sid": "9b8a7968-5746-4352-8190-a1b2c3d4e5f6",
              "acr": "1",
              "allowed-origins": ["https://chat.example.com"],
              "realm_access": {"roles": ["offline_access", "uma_authorization"]},
              "resource_access": {"account": {"roles": ["manage-account", "view-profile"]}},
              "scope": "openid email profile acs-tokens",
              "email_verified": true,
              "name": "A user",
              "preferred_username": "user",
              "email": "user@example.com"
            }""")
        .with("iss", "https://keycloak.example.com/realms/" + realm);
  }

  private static Token keycloakServiceAccount(ProviderKey key, String realm) {
    return key.token(
            """
            {
              "jti": "trrtcc:1e0f5a4b-3c2d-4a9b-8c7d-6e5f4a3b2c1d",
              "aud": ["acs-tokens", "account"],
              "sub": "0a1b2c3d-4e5f-4061-8273-94a5b6c7d8e9",
              "typ": "Bearer",
              "azp": "batch",
              "acr": "1",
              "realm_access": {"roles": ["offline_access", "uma_authorization"]},
              "scope": "email profile acs-tokens",
              "clientHost": "192.0.2.1",
              "email_verified": false,
              "preferred_username": "service-account-batch",
              "clientAddress": "192.0.2.1",
              "client_id": "batch"
            }""")
        .with("iss", "https://keycloak.example.com/realms/" + realm);
  }

  private static Provider dex() {
    var key = ProviderKey.rs256("1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d");
    var user =
        key.token(
                """
                {
                  "iss": "https://dex.example.com",
                  "sub": "CiQwOGE4Njg0Yi1kYjg4LTRiNzMtOTBhOS0zY2QxNjYxZjU0NjYSBWxvY2Fs",
                  "aud": "chat-app",
                  "at_hash": "HBlGkJhJYyGwUvnQ1jM6FA",
                  "c_hash": "B_lZaA2QcSJvVQ6fkWJ0aQ",
                  "email": "user@example.com",
                  "email_verified": true,
                  "groups": ["customers"],
                  "name": "user"
                }""")
            .withoutHeader("typ");
    return Provider.named("Dex")
        .documentation(
            "https://dexidp.io/docs/openid-connect/",
            "https://dexidp.io/docs/configuration/custom-scopes-claims-clients/")
        .guide("Dex", "<issuer>", "https://dex.example.com", "<client id of the app>", "chat-app")
        .discovery("https://dex.example.com", "https://dex.example.com/keys", key)
        .issues("to a user with an ID token", user)
        .issues(
            "to a user of another client that is a trusted peer",
            user.with("aud", List.of("chat-app", "kubernetes")).with("azp", "kubernetes"))
        .issuesForAnother("to an admin", user.with("groups", List.of("Identity.Admin")))
        .refuses(
            "a user of another client",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.with("aud", "kubernetes"))
        .issues("to a user with an access token", user.without("c_hash"))
        .refuses(
            "an application of a newer version, with the client credentials grant",
            ExpectedRefusal.AN_APPLICATION,
            user.without("email", "email_verified", "groups", "c_hash")
                .with("sub", "CghjaGF0LWFwcA")
                .with("name", "Chat"))
        .refuses(
            "a user whose app did not request the email address",
            ExpectedRefusal.AN_APPLICATION,
            user.without("email", "email_verified"))
        .refuses("an expired token", ExpectedRefusal.EXPIRED, user.expired())
        .refuses("a forged token", ExpectedRefusal.WRONG_KEY, user.forged())
        .build();
  }

  private static Provider hydra() {
    var key = ProviderKey.rs256("41f5a2b6-7c8d-4e9f-a0b1-c2d3e4f5a6b7");
    var user =
        key.token(
            """
            {
              "aud": ["https://chat.example.com"],
              "client_id": "chat-app",
              "ext": {"roles": ["user"]},
              "iss": "https://hydra.example.com",
              "jti": "2c1b0a9f-8e7d-4c6b-a594-837261504f3e",
              "nbf": 1732780800,
              "scp": ["openid", "offline", "tokens"],
              "sub": "alice"
            }""");
    return Provider.named("Ory Hydra with JSON Web Tokens")
        .documentation(
            "https://www.ory.com/docs/oauth2-oidc/jwt-access-token",
            "https://www.ory.com/docs/hydra/guides/audiences")
        .guide(
            "Ory Hydra",
            "<issuer>",
            "https://hydra.example.com",
            "<audience>",
            "https://chat.example.com")
        .discovery(
            "https://hydra.example.com", "https://hydra.example.com/.well-known/jwks.json", key)
        .issues("to a user", user)
        .issuesForAnother(
            "to an admin", user.with("ext", Map.of("roles", List.of("Identity.Admin"))))
        .refuses(
            "an application that is named like the user",
            ExpectedRefusal.AN_APPLICATION,
            user.with("client_id", "alice").with("ext", Map.of()))
        .refuses(
            "a token of a client that asked for no audience",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.with("aud", List.of()))
        .refuses(
            "a user who did not consent to the scope",
            ExpectedRefusal.MISSING_SCOPE,
            user.with("scp", List.of("openid")))
        .refuses(
            "an opaque token, which is Hydra's default",
            ExpectedRefusal.OPAQUE,
            "ory_at_3Qx7vT9sMZ1bWfRcLhYnUe2Gd1Kp.Xk3p9QvT7sMZ1bWfRcLhYnUe2Gd1Ab0Cd1Ef2Gh3Ij4")
        .build();
  }

  private static Provider hydraWithoutAudience() {
    var key = ProviderKey.rs256("9d8c7b6a-5f4e-4d3c-b2a1-f0e9d8c7b6a5");
    var user =
        key.token(
            """
            {
              "aud": [],
              "client_id": "chat-app",
              "ext": {},
              "iss": "https://hydra.fabrikam.example/",
              "jti": "2c1b0a9f-8e7d-4c6b-a594-837261504f3e",
              "scp": ["openid", "offline"],
              "sub": "alice"
            }""");
    return Provider.named("Ory Hydra without an audience")
        .documentation(
            "https://www.ory.com/docs/oauth2-oidc/jwt-access-token",
            "https://www.ory.com/docs/hydra/guides/audiences")
        .issuers(
            """
            [
              {
                "issuer": "https://hydra.fabrikam.example/",
                "audiences": ["chat-app"],
                "audienceClaim": "client_id",
                "requiredClaims": [{"claim": "client_id", "equals": "chat-app"}]
              }
            ]""")
        .discovery(
            "https://hydra.fabrikam.example/",
            "https://hydra.fabrikam.example/.well-known/jwks.json",
            key)
        .issues("to a user", user)
        .refuses(
            "an application",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.with("client_id", "batch").with("sub", "batch"))
        .refuses(
            "the application itself", ExpectedRefusal.AN_APPLICATION, user.with("sub", "chat-app"))
        .refuses(
            "an ID token, which names no client",
            ExpectedRefusal.WRONG_CLAIM,
            user.without("client_id", "scp", "ext").with("aud", List.of("chat-app")))
        .refuses(
            "a token for another audience",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.with("aud", List.of("https://shop.example.com")))
        .build();
  }

  private static Provider springAuthorizationServer() {
    var key =
        ProviderKey.rs256("0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f")
            .unpublished("alg")
            .unpublished("use");
    var user =
        key.token(
                """
                {
                  "sub": "alice",
                  "aud": "chat-app",
                  "nbf": 1732780800,
                  "scope": ["openid", "Tokens.Issue"],
                  "iss": "https://login.spring.example",
                  "jti": "5b4a3928-1706-4f5e-8d4c-3b2a19080716"
                }""")
            .withoutHeader("typ");
    return Provider.named("Spring Authorization Server")
        .documentation(
            "https://docs.spring.io/spring-authorization-server/reference/core-model-components.html#oauth2-token-generator",
            "https://docs.spring.io/spring-authorization-server/reference/guides/how-to-custom-claims-authorities.html")
        .guide(
            "Spring Authorization Server",
            "<issuer>",
            "https://login.spring.example",
            "<client ids>",
            "\"chat-app\", \"batch\"")
        .discovery("https://login.spring.example", "https://login.spring.example/oauth2/jwks", key)
        .issues("to a user", user)
        .issuesForAnother(
            "to an admin with customized claims", user.with("roles", List.of("Identity.Admin")))
        .refuses(
            "an application, whose id is subject and audience",
            ExpectedRefusal.AN_APPLICATION,
            user.with("sub", "batch").with("aud", "batch"))
        .refuses(
            "an ID token, which has no scope",
            ExpectedRefusal.MISSING_SCOPE,
            user.without("scope").with("azp", "chat-app").with("sid", "b0Jh3Vb8X2"))
        .refuses(
            "a user of another client", ExpectedRefusal.WRONG_AUDIENCE, user.with("aud", "shop"))
        .refuses(
            "a reference token",
            ExpectedRefusal.OPAQUE,
            "Zq3xKp9QvT7sMZ1bWfRcLhYnUe2Gd1AbCdEfGh3IjKlMnOpQrStUvWxYz5678901")
        .refuses(
            "a token bound by DPoP",
            ExpectedRefusal.SENDER_CONSTRAINED,
            user.with("cnf", Map.of("jkt", "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I")))
        .build();
  }

  private static Provider oidcProvider() {
    var key = ProviderKey.rs256("keystore-CHANGE-ME");
    var user =
        key.token(
                """
                {
                  "jti": "Yx3kPq9TvT7sMZ1bWfRcL",
                  "sub": "alice",
                  "iss": "https://login.oidc-provider.example",
                  "aud": "https://chat.example.com",
                  "client_id": "chat-app",
                  "scope": "Tokens.Issue"
                }""")
            .type("at+jwt");
    return Provider.named("oidc-provider for Node.js")
        .documentation(
            "https://github.com/panva/node-oidc-provider/blob/main/docs/README.md#featuresresourceindicators",
            "https://github.com/panva/node-oidc-provider/blob/main/docs/README.md#extratokenclaims")
        .guide(
            "oidc-provider for Node.js",
            "<issuer>",
            "https://login.oidc-provider.example",
            "<audience>",
            "https://chat.example.com")
        .discovery(
            "https://login.oidc-provider.example", "https://login.oidc-provider.example/jwks", key)
        .issues("to a user", user)
        .issuesForAnother(
            "to an admin with extra claims", user.with("roles", List.of("Identity.Admin")))
        .issuesForAnother(
            "to an application with the admin role",
            user.with("sub", "batch")
                .with("client_id", "batch")
                .with("roles", List.of("Identity.Admin")))
        .refuses(
            "an application, whose subject is its id",
            ExpectedRefusal.AN_APPLICATION,
            user.with("sub", "batch").with("client_id", "batch"))
        .refuses(
            "an ID token",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.type("JWT").without("client_id", "scope").with("aud", "chat-app"))
        .refuses(
            "a user who did not consent to the scope",
            ExpectedRefusal.MISSING_SCOPE,
            user.without("scope"))
        .refuses(
            "a token without a resource",
            ExpectedRefusal.OPAQUE,
            "Yx3kPq9TvT7sMZ1bWfRcLhYnUe2Gd1AbCdEfGh3IjKl")
        .refuses("an encrypted token", ExpectedRefusal.ENCRYPTED, user.encrypted())
        .build();
  }

  private static Provider openIddict() {
    var key =
        ProviderKey.rs256("BB83C927BBD9D8627AC1CD16005ADD331BD23345")
            .published("x5t", "u4PJJ7vZ2GJ6wc0WAFrdMxvSM0U");
    var user =
        key.token(
                """
                {
                  "iss": "https://login.openiddict.example/",
                  "sub": "075561fa-98c0-40db-ad3d-9dc8abf240fd",
                  "aud": "chat",
                  "client_id": "chat-app",
                  "oi_prst": "chat-app",
                  "oi_au_id": "5dc00347-30fa-4ddb-91c1-471c505e7842",
                  "oi_tkn_id": "e7430a26-4e13-4c21-8e6d-0f07dca66ff6",
                  "jti": "777ce15e-6ad6-4784-96ce-5679e4cd2cc4",
                  "role": "user",
                  "scope": "openid chat.tokens"
                }""")
            .type("at+jwt")
            .header("x5t", "u4PJJ7vZ2GJ6wc0WAFrdMxvSM0U");
    return Provider.named("OpenIddict")
        .documentation(
            "https://documentation.openiddict.com/configuration/encryption-and-signing-credentials",
            "https://documentation.openiddict.com/configuration/token-formats",
            "https://documentation.openiddict.com/configuration/claim-destinations")
        .guide("OpenIddict", "<issuer>", "https://login.openiddict.example/")
        .discovery(
            "https://login.openiddict.example/",
            "https://login.openiddict.example/.well-known/jwks",
            key)
        .issues("to a user", user)
        .issuesForAnother("to an admin whose role is one text", user.with("role", "Identity.Admin"))
        .issuesForAnother(
            "to an admin with several roles", user.with("role", List.of("user", "Identity.Admin")))
        .refuses(
            "a token that is encrypted, which is the default",
            ExpectedRefusal.ENCRYPTED,
            user.encrypted())
        .refuses(
            "an application",
            ExpectedRefusal.AN_APPLICATION,
            user.with("client_id", "batch").with("sub", "batch").with("oi_prst", "batch"))
        .refuses(
            "a user without the scope",
            ExpectedRefusal.MISSING_SCOPE,
            user.with("scope", "openid profile"))
        .refuses("a token without a resource", ExpectedRefusal.WRONG_AUDIENCE, user.without("aud"))
        .refusesForAnother(
            "a role that contains the admin role as a word",
            ExpectedRefusal.NOT_AN_ADMIN,
            user.with("role", "Deputy Identity.Admin"))
        .build();
  }

  private static Provider betterAuth() {
    var key = ProviderKey.ed25519("c5c7d4e3-2b1a-4f0e-9d8c-7b6a5f4e3d2c");
    var user =
        key.token(
                """
                {
                  "id": "sIFZ6UMcHE0JmWwWYlmoRFGVlqCIGsEn",
                  "name": "A user",
                  "email": "user@example.com",
                  "emailVerified": true,
                  "isAnonymous": false,
                  "role": "user",
                  "sub": "sIFZ6UMcHE0JmWwWYlmoRFGVlqCIGsEn",
                  "iss": "https://app.betterauth.example",
                  "aud": "https://app.betterauth.example"
                }""")
            .withoutHeader("typ");
    return Provider.named("better-auth")
        .documentation(
            "https://better-auth.com/docs/plugins/jwt",
            "https://better-auth.com/docs/plugins/anonymous",
            "https://better-auth.com/docs/plugins/admin")
        .guide("better-auth", "<base url>", "https://app.betterauth.example")
        .keySet("https://app.betterauth.example/api/auth/jwks", key)
        .issues("to a user", user)
        .issues("to a user of an app without anonymous accounts", user.without("isAnonymous"))
        .issuesForAnother("to an admin", user.with("role", "admin"))
        .refusesForAnother(
            "an admin with several roles, which are one text",
            ExpectedRefusal.NOT_AN_ADMIN,
            user.with("role", "admin,user"))
        .refuses(
            "an anonymous account", ExpectedRefusal.WRONG_CLAIM, user.with("isAnonymous", true))
        .refuses("a session token", ExpectedRefusal.OPAQUE, "gT3xKp9QvT7sMZ1bWfRcLhYnUe2Gd1Ab")
        .refuses(
            "a user of another app",
            ExpectedRefusal.WRONG_ISSUER,
            user.with("iss", "https://shop.betterauth.example"))
        .refuses(
            "a token that another Ed25519 key signed",
            ExpectedRefusal.WRONG_KEY,
            user.signedBy(ProviderKey.ed25519(key.id())))
        .build();
  }

  private static Provider djangoOauthToolkit() {
    var key = ProviderKey.rs256("s4a1o8mFEd1tATAIH96caMlu4hOxzBUaI2QTqbYNBHs");
    var user =
        key.token(
            """
            {
              "aud": "SXtOHJVU2NMEBXEqlIBLWhJKzbmDBZHJyrKDzKBI",
              "at_hash": "HBlGkJhJYyGwUvnQ1jM6FA",
              "sub": "42",
              "iss": "https://django.example.com/o",
              "auth_time": 1732780800,
              "jti": "f0e1d2c3-b4a5-4968-8776-655443322110"
            }""");
    return Provider.named("django-oauth-toolkit")
        .documentation("https://django-oauth-toolkit.readthedocs.io/en/latest/oidc.html")
        .guide(
            "django-oauth-toolkit",
            "<issuer>",
            "https://django.example.com/o",
            "<client id>",
            "SXtOHJVU2NMEBXEqlIBLWhJKzbmDBZHJyrKDzKBI")
        .discovery(
            "https://django.example.com/o",
            "https://django.example.com/o/.well-known/jwks.json",
            key)
        .issues("to a user with an ID token", user)
        .issuesForAnother(
            "to an admin with additional claims", user.with("roles", List.of("Identity.Admin")))
        .refuses("an access token", ExpectedRefusal.OPAQUE, "2YotnFZFEjr1zCsicMWpAAexample1")
        .refuses(
            "a user of another application",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.with("aud", "dKzbmDBZHJyrKDzKBISXtOHJVU2NMEBXEqlIBLWh"))
        .refuses(
            "an ID token signed with the client's secret",
            ExpectedRefusal.WRONG_ALGORITHM,
            user.signedWithSecret("the client's secret, which is long enough for HS256"))
        .build();
  }

  private static Provider duendeIdentityServer() {
    var key = ProviderKey.rs256("6A5B4C3D2E1F0F1E2D3C4B5A69788796");
    var user =
        key.token(
                """
                {
                  "iss": "https://identity.duende.example",
                  "nbf": 1732780800,
                  "aud": "chat",
                  "scope": ["openid", "profile", "chat.tokens"],
                  "amr": ["pwd"],
                  "client_id": "chat-app",
                  "sub": "88421113",
                  "auth_time": 1732780800,
                  "idp": "local",
                  "sid": "B3F1A2C4D5E6",
                  "jti": "91A2B3C4D5E6F708",
                  "role": "user"
                }""")
            .type("at+jwt");
    var application =
        user.without("amr", "sub", "auth_time", "idp", "sid", "role")
            .with("client_id", "batch")
            .with("scope", List.of("chat.tokens"));
    return Provider.named("Duende IdentityServer")
        .documentation(
            "https://docs.duendesoftware.com/identityserver/fundamentals/resources/api-resources",
            "https://www.github.com/DuendeSoftware/Support/issues/888")
        .guide("Duende IdentityServer", "<issuer>", "https://identity.duende.example")
        .discovery(
            "https://identity.duende.example",
            "https://identity.duende.example/.well-known/openid-configuration/jwks",
            key)
        .issues("to a user", user)
        .issuesForAnother("to an admin", user.with("role", List.of("user", "Identity.Admin")))
        .issuesForAnother(
            "to an application with the admin role", application.with("role", "Identity.Admin"))
        .refuses("an application, which has no sub", ExpectedRefusal.WRONG_CLAIM, application)
        .refuses(
            "an application with a static sub that is its id",
            ExpectedRefusal.AN_APPLICATION,
            application.with("sub", "batch"))
        .refuses(
            "an application with the admin role that wants a token for itself",
            ExpectedRefusal.AN_APPLICATION,
            application.with("role", "Identity.Admin"))
        .refuses(
            "a user without the scope",
            ExpectedRefusal.MISSING_SCOPE,
            user.with("scope", List.of("openid", "profile")))
        .refuses(
            "a token whose scopes belong to no API resource",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.without("aud"))
        .refuses(
            "a reference token",
            ExpectedRefusal.OPAQUE,
            "B3F1A2C4D5E60718293A4B5C6D7E8F90A1B2C3D4E5F60718293A4B5C6D7E8F90-1")
        .build();
  }

  private static Provider authentik() {
    var key = ProviderKey.es256("e5d4c3b2a1f0e9d8c7b6a5f4e3d2c1b0");
    var user =
        key.token(
            """
            {
              "iss": "https://authentik.example.com/application/o/chat/",
              "sub": "d3b07384d113edec49eaa6238ad5ff00c86c392bd1a6e4c8f1d5a2b9e7f40631",
              "aud": "K7mP2xQ9vT4sZ1bWfRcLhYnUe8Gd3AjX6oN5",
              "auth_time": 1732780800,
              "acr": "goauthentik.io/providers/oauth2/default",
              "azp": "K7mP2xQ9vT4sZ1bWfRcLhYnUe8Gd3AjX6oN5",
              "uid": "Zq3xKp9QvT7sMZ1bWfRcLhYnUe2Gd1AbCd",
              "scope": "openid profile",
              "preferred_username": "user",
              "groups": ["chat users"]
            }""");
    return Provider.named("authentik")
        .documentation(
            "https://docs.goauthentik.io/add-secure-apps/providers/oauth2/machine_to_machine",
            "https://docs.goauthentik.io/add-secure-apps/providers/oauth2/")
        .guide(
            "authentik",
            "<authentik url>",
            "https://authentik.example.com",
            "<application slug>",
            "chat",
            "<client id>",
            "K7mP2xQ9vT4sZ1bWfRcLhYnUe8Gd3AjX6oN5")
        .discovery(
            "https://authentik.example.com/application/o/chat/",
            "https://authentik.example.com/application/o/chat/jwks/",
            key)
        .issues("to a user", user)
        .issuesForAnother(
            "to an admin", user.with("groups", List.of("chat users", "Identity.Admin")))
        .refuses(
            "a service account, which is a user outside the group",
            ExpectedRefusal.WRONG_CLAIM,
            user.with(
                """
                {
                  "sub": "ab56b4d92b40713acc5af89985d4b786ce61d7f2a3c9b8e0f5d4c3b2a1908f7e",
                  "preferred_username": "ak-chat-client_credentials",
                  "groups": []
                }"""))
        .refuses(
            "a user of another application",
            ExpectedRefusal.WRONG_ISSUER,
            user.with("iss", "https://authentik.example.com/application/o/shop/"))
        .refuses(
            "a token signed with the client's secret",
            ExpectedRefusal.WRONG_ALGORITHM,
            user.signedWithSecret("the client's secret, which signs if no certificate is chosen"))
        .build();
  }

  private static Provider cloudFoundryUaa() {
    var key = ProviderKey.rs256("key-1");
    var user =
        key.token(
            """
            {
              "jti": "acb6803a48114d9fb4761e403c17f812",
              "sub": "8a2c1b0d-9e7f-4a6b-8c5d-3e4f2a1b0c9d",
              "scope": ["openid", "chat.tokens"],
              "client_id": "chat-app",
              "cid": "chat-app",
              "azp": "chat-app",
              "grant_type": "authorization_code",
              "user_id": "8a2c1b0d-9e7f-4a6b-8c5d-3e4f2a1b0c9d",
              "origin": "uaa",
              "user_name": "user",
              "email": "user@example.com",
              "auth_time": 1732780800,
              "rev_sig": "d7b7c5e1",
              "iss": "https://uaa.example.com/oauth/token",
              "zid": "uaa",
              "aud": ["openid", "chat", "chat-app"]
            }""");
    var application =
        user.without("user_id", "origin", "user_name", "email", "auth_time")
            .with(
                """
                {
                  "sub": "batch",
                  "client_id": "batch",
                  "cid": "batch",
                  "azp": "batch",
                  "grant_type": "client_credentials",
                  "authorities": ["chat.tokens"],
                  "aud": ["chat", "batch"]
                }""");
    return Provider.named("Cloud Foundry UAA")
        .documentation(
            "https://docs.cloudfoundry.org/api/uaa/#token",
            "https://github.com/cloudfoundry/uaa/blob/develop/docs/UAA-Tokens.md")
        .guide("Cloud Foundry UAA", "<UAA url>", "https://uaa.example.com")
        .metadata(
            "https://uaa.example.com/.well-known/openid-configuration",
            "https://uaa.example.com/oauth/token",
            "https://uaa.example.com/token_keys",
            key)
        .issues("to a user", user)
        .issuesForAnother("to an admin", user.with("scope", List.of("chat.admin")))
        .issuesForAnother(
            "to an application with the admin scope",
            application.with("scope", List.of("chat.admin")))
        .refuses("an application", ExpectedRefusal.AN_APPLICATION, application)
        .refuses(
            "an application in the name of a user",
            ExpectedRefusal.AN_APPLICATION,
            application.with("sub", "8a2c1b0d-9e7f-4a6b-8c5d-3e4f2a1b0c9d"))
        .refuses(
            "a user without the scope",
            ExpectedRefusal.MISSING_SCOPE,
            user.with("scope", List.of("openid", "chat.read")))
        .refuses(
            "a user of another zone",
            ExpectedRefusal.WRONG_ISSUER,
            user.with("iss", "https://shop.uaa.example.com/oauth/token"))
        .build();
  }

  private static Provider pingAm() {
    var key = ProviderKey.es256("I4x/IijvdDsUZMghwNq2gC/7pYQ=");
    var user =
        key.token(
            """
            {
              "sub": "(usr!alice)",
              "cts": "OAUTH2_STATELESS_GRANT",
              "auditTrackingId": "142b3081-d3c7-422c-b8d4-65869065f348-54991",
              "subname": "alice",
              "iss": "https://am.example.com:443/am/oauth2",
              "tokenName": "access_token",
              "token_type": "Bearer",
              "authGrantId": "nJ8nhylC8Kx9DY8l2SHlopwCfbg",
              "aud": "chat-app",
              "nbf": 1622454953,
              "grant_type": "authorization_code",
              "scope": ["openid", "tokens"],
              "auth_time": 1622454953,
              "realm": "/",
              "expires_in": 3600,
              "jti": "roG8mqa8Z1Z3F00Md20vUoyhA0I"
            }""");
    return Provider.named("PingAM")
        .documentation(
            "https://docs.pingidentity.com/pingam/8/am-oidc1/rest-api-oidc-userinfo-endpoint.html",
            "https://docs.pingidentity.com/pinggateway/2026/gateway-guide/oauth2-rs-stateless.html")
        .guide(
            "PingAM",
            "<issuer>",
            "https://am.example.com:443/am/oauth2",
            "<client ids>",
            "\"chat-app\", \"batch\"")
        .discovery(
            "https://am.example.com:443/am/oauth2",
            "https://am.example.com:443/am/oauth2/connect/jwk_uri",
            key)
        .issues("to a user", user)
        .issuesForAnother(
            "to an admin whose token a script modified",
            user.with("roles", List.of("Identity.Admin")))
        .refuses(
            "a token signed with a secret, which is the default",
            ExpectedRefusal.WRONG_ALGORITHM,
            user.signedWithSecret("a secret of the OAuth2 provider, long enough for HS256"))
        .refuses(
            "an application",
            ExpectedRefusal.AN_APPLICATION,
            user.with(
                """
                {
                  "sub": "(age!batch)",
                  "subname": "batch",
                  "aud": "batch",
                  "grant_type": "client_credentials"
                }"""))
        .refuses(
            "a user of another client", ExpectedRefusal.WRONG_AUDIENCE, user.with("aud", "shop"))
        .refuses(
            "a user of another realm",
            ExpectedRefusal.WRONG_ISSUER,
            user.with("iss", "https://am.example.com:443/am/oauth2/realms/root/realms/shop"))
        .refuses("a server-side token", ExpectedRefusal.OPAQUE, "sbQZuveFumUDV5R1vVBl6QAGNB8")
        .build();
  }

  private static Provider openAuth() {
    var key = ProviderKey.es256("7c1f0e2d-3b4a-4958-8676-a5b4c3d2e1f0");
    var user =
        key.token(
            """
            {
              "mode": "access",
              "type": "user",
              "properties": {"userID": "42", "roles": []},
              "aud": "chat-app",
              "iss": "https://auth.openauth.example",
              "sub": "42"
            }""");
    return Provider.named("OpenAuth")
        .documentation(
            "https://openauth.js.org/docs/issuer/", "https://openauth.js.org/docs/subject/")
        .guide(
            "OpenAuth",
            "<issuer>",
            "https://auth.openauth.example",
            "<client id of the app>",
            "chat-app")
        .metadata(
            "https://auth.openauth.example/.well-known/oauth-authorization-server",
            "https://auth.openauth.example",
            "https://auth.openauth.example/.well-known/jwks.json",
            key)
        .issues("to a user", user)
        .issuesForAnother(
            "to an admin",
            user.with("properties", Map.of("userID", "42", "roles", List.of("Identity.Admin"))))
        .refuses(
            "a subject of another type", ExpectedRefusal.WRONG_CLAIM, user.with("type", "service"))
        .refuses("a user of another app", ExpectedRefusal.WRONG_AUDIENCE, user.with("aud", "shop"))
        .refuses(
            "a user of another OpenAuth server",
            ExpectedRefusal.WRONG_ISSUER,
            user.with("iss", "https://auth.openauth.example/"))
        .build();
  }
}
