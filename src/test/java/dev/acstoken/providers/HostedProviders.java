package dev.acstoken.providers;

import java.util.List;
import java.util.Map;

/** Identity providers that are services: those of clouds, and those of specialists. */
final class HostedProviders {

  private HostedProviders() {}

  static List<Provider> all() {
    return List.of(
        auth0(),
        auth0WithRolesFromAnAction(),
        auth0WithRfc9068Profile(),
        auth0WithCustomDomain(),
        okta(),
        cognitoAccessTokens(),
        cognitoIdTokens(),
        firebase(),
        supabase(),
        supabaseSelfHosted(),
        google(),
        googleWorkspace(),
        googleWithServiceAccount(),
        googleByEmail(),
        apple(),
        googleAndApple(),
        clerkWithTemplate(),
        clerkWithSessionTokens(),
        stytch(),
        pingOne(),
        logto(),
        fusionAuth(),
        zitadel(),
        cloudflareAccess(),
        asgardeo(),
        workOs());
  }

  private static Provider auth0() {
    var key = ProviderKey.rs256("NTY2MDBkYzQ5ZjEyM");
    var user =
        key.token(
            """
            {
              "iss": "https://contoso.eu.auth0.com/",
              "sub": "auth0|6553da60a54af58e29493993",
              "aud": ["https://chat.example.com", "https://contoso.eu.auth0.com/userinfo"],
              "azp": "K1AUPhZq8mRi0Q0pjhkfu1D7y6KjDQja",
              "scope": "openid profile",
              "permissions": []
            }""");
    var application =
        user.with(
            """
            {
              "sub": "K1AUPhZq8mRi0Q0pjhkfu1D7y6KjDQja@clients",
              "aud": "https://chat.example.com",
              "gty": "client-credentials"
            }""");
    return Provider.named("Auth0")
        .documentation(
            "https://auth0.com/docs/secure/tokens/access-tokens/access-token-profiles",
            "https://auth0.com/docs/secure/tokens/access-tokens/json-web-encryption",
            "https://auth0.com/docs/get-started/apis/enable-role-based-access-control-for-apis",
            "https://auth0.com/docs/secure/tokens/json-web-tokens/create-custom-claims")
        .guide(
            "Auth0",
            "<tenant>",
            "contoso",
            "<region>",
            "eu",
            "<client id of the app>",
            "K1AUPhZq8mRi0Q0pjhkfu1D7y6KjDQja",
            "<identifier of the API>",
            "https://chat.example.com")
        .discovery(
            "https://contoso.eu.auth0.com/",
            "https://contoso.eu.auth0.com/.well-known/jwks.json",
            key)
        .issues("to a user", user)
        .issues("to a user of an API without RBAC", user.without("permissions"))
        .issuesForAnother("to an admin", user.with("permissions", List.of("Identity.Admin")))
        .issuesForAnother(
            "to an application with the admin role",
            application.with("permissions", List.of("Identity.Admin")))
        .refuses("an application's token", ExpectedRefusal.AN_APPLICATION, application)
        .refuses(
            "a user of another application",
            ExpectedRefusal.WRONG_APPLICATION,
            user.with("azp", "awZfdIir8YFdGZWkvCejDoUb7SjTDicx"))
        .refuses(
            "an ID token",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.without("azp", "scope", "permissions")
                .with("aud", "K1AUPhZq8mRi0Q0pjhkfu1D7y6KjDQja"))
        .refuses(
            "a token without an audience, which is encrypted",
            ExpectedRefusal.ENCRYPTED,
            user.encrypted())
        .refuses("an opaque token", ExpectedRefusal.OPAQUE, "kPcUx7Vw3yJbXf0N2mQz8sRt")
        .refusesForAnother(
            "a user who granted a scope with the name of the role",
            ExpectedRefusal.NOT_AN_ADMIN,
            user.with("scope", "openid Identity.Admin"))
        .build();
  }

  private static Provider auth0WithRolesFromAnAction() {
    var key = ProviderKey.rs256("RkM0QTJDNzE5MDgzN");
    var user =
        key.token(
            """
            {
              "iss": "https://litware.eu.auth0.com/",
              "sub": "auth0|6553da60a54af58e29493993",
              "aud": ["https://chat.example.com", "https://litware.eu.auth0.com/userinfo"],
              "azp": "K1AUPhZq8mRi0Q0pjhkfu1D7y6KjDQja",
              "scope": "openid profile",
              "permissions": ["issue:tokens"]
            }""");
    var application =
        user.with(
            """
            {
              "sub": "awZfdIir8YFdGZWkvCejDoUb7SjTDicx@clients",
              "aud": "https://chat.example.com",
              "azp": "awZfdIir8YFdGZWkvCejDoUb7SjTDicx",
              "gty": "client-credentials"
            }""");
    return Provider.named("Auth0 with roles from an action")
        .documentation(
            "https://auth0.com/docs/secure/tokens/access-tokens/access-token-profiles",
            "https://auth0.com/docs/secure/tokens/access-tokens/json-web-encryption",
            "https://auth0.com/docs/secure/tokens/json-web-tokens/create-custom-claims")
        .issuers(
            """
            [
              {
                "issuer": "https://litware.eu.auth0.com/",
                "audiences": ["https://chat.example.com"],
                "rolesClaim": "https://chat.example.com/roles",
                "requiredScope": "issue:tokens"
              }
            ]""")
        .discovery(
            "https://litware.eu.auth0.com/",
            "https://litware.eu.auth0.com/.well-known/jwks.json",
            key)
        .issues("to a user with the permission", user)
        .issues(
            "to a user who granted the scope",
            user.without("permissions").with("scope", "openid issue:tokens"))
        .issuesForAnother(
            "to an admin", user.with("https://chat.example.com/roles", List.of("Identity.Admin")))
        .issuesForAnother(
            "to an application with the admin role",
            application.with("https://chat.example.com/roles", List.of("Identity.Admin")))
        .refuses("an application's token", ExpectedRefusal.AN_APPLICATION, application)
        .refuses(
            "an application's token without gty",
            ExpectedRefusal.AN_APPLICATION,
            application.without("gty"))
        .refuses(
            "a user without the permission",
            ExpectedRefusal.MISSING_SCOPE,
            user.with("permissions", List.of()))
        .refuses(
            "an ID token",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.without("azp", "scope", "permissions")
                .with("aud", "K1AUPhZq8mRi0Q0pjhkfu1D7y6KjDQja"))
        .refuses(
            "a token for the Management API",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.with("aud", "https://litware.eu.auth0.com/api/v2/"))
        .refuses(
            "a token without an audience, which is encrypted",
            ExpectedRefusal.ENCRYPTED,
            user.encrypted())
        .refuses("an opaque token", ExpectedRefusal.OPAQUE, "kPcUx7Vw3yJbXf0N2mQz8sRt")
        .refuses(
            "a token of an API that signs with HS256",
            ExpectedRefusal.WRONG_ALGORITHM,
            user.signedWithSecret("the API's signing secret, which Auth0 shows in its dashboard"))
        .refuses(
            "a user of another Auth0 tenant",
            ExpectedRefusal.WRONG_ISSUER,
            user.with("iss", "https://fabrikam.eu.auth0.com/"))
        .refusesForAnother(
            "an admin whose role is not in the namespaced claim",
            ExpectedRefusal.NOT_AN_ADMIN,
            user.with("roles", List.of("Identity.Admin")))
        .build();
  }

  private static Provider auth0WithRfc9068Profile() {
    var key = ProviderKey.rs256("Q0E4RjI0QzM3NkY5RjI");
    var user =
        key.token(
                """
                {
                  "iss": "https://adatum.eu.auth0.com/",
                  "sub": "auth0|123456",
                  "aud": ["https://chat.example.com", "https://adatum.eu.auth0.com/userinfo"],
                  "client_id": "K1AUPhZq8mRi0Q0pjhkfu1D7y6KjDQja",
                  "jti": "73WakrfVbNJBaAmhQtEeDv",
                  "scope": "openid profile tokens"
                }""")
            .type("at+jwt");
    return Provider.named("Auth0 with the RFC 9068 profile")
        .documentation("https://auth0.com/docs/secure/tokens/access-tokens/access-token-profiles")
        .guide(
            "Auth0",
            "<tenant>",
            "adatum",
            "<region>",
            "eu",
            "<client id of the app>",
            "K1AUPhZq8mRi0Q0pjhkfu1D7y6KjDQja",
            "<identifier of the API>",
            "https://chat.example.com")
        .discovery(
            "https://adatum.eu.auth0.com/",
            "https://adatum.eu.auth0.com/.well-known/jwks.json",
            key)
        .issues("to a user", user)
        .issuesForAnother("to an admin", user.with("permissions", List.of("Identity.Admin")))
        .refuses(
            "an application's token",
            ExpectedRefusal.AN_APPLICATION,
            user.with("sub", "K1AUPhZq8mRi0Q0pjhkfu1D7y6KjDQja@clients"))
        .refuses(
            "a user of another application",
            ExpectedRefusal.WRONG_APPLICATION,
            user.with("client_id", "Zq8mRi0Q0pjhkfu1D7y6KjDQjaK1AUPh"))
        .refuses(
            "a token bound to a certificate",
            ExpectedRefusal.SENDER_CONSTRAINED,
            user.with("{\"cnf\": {\"x5t#S256\": \"A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0\"}}"))
        .refuses("a back-channel logout token", ExpectedRefusal.WRONG_TYPE, user.type("logout+jwt"))
        .build();
  }

  private static Provider auth0WithCustomDomain() {
    var key = ProviderKey.rs256("MTNBQzU3RkU4QjQwRDY");
    var before =
        key.token(
            """
            {
              "iss": "https://wingtip.eu.auth0.com/",
              "sub": "google-oauth2|103547991597142817347",
              "aud": ["https://chat.example.com", "https://wingtip.eu.auth0.com/userinfo"],
              "azp": "K1AUPhZq8mRi0Q0pjhkfu1D7y6KjDQja",
              "scope": "openid profile"
            }""");
    var after = before.with("iss", "https://login.wingtip.example/");
    return Provider.named("Auth0 after the move to a custom domain")
        .documentation(
            "https://auth0.com/docs/customize/custom-domains/configure-features-to-use-custom-domains")
        .guide(
            "Auth0 after the move to a custom domain",
            "<custom domain>",
            "login.wingtip.example",
            "<tenant>",
            "wingtip",
            "<region>",
            "eu",
            "<client id of the app>",
            "K1AUPhZq8mRi0Q0pjhkfu1D7y6KjDQja",
            "<identifier of the API>",
            "https://chat.example.com")
        .discovery(
            "https://login.wingtip.example/",
            "https://login.wingtip.example/.well-known/jwks.json",
            key)
        .discovery(
            "https://wingtip.eu.auth0.com/",
            "https://wingtip.eu.auth0.com/.well-known/jwks.json",
            key)
        .issuesOneIdentity("to a user before and after the move", before, after)
        .issuesForAnother(
            "to an admin for a user of the alias",
            "https://wingtip.eu.auth0.com/",
            after.with("permissions", List.of("Identity.Admin")))
        .refuses(
            "an application's token",
            ExpectedRefusal.AN_APPLICATION,
            after.with("sub", "K1AUPhZq8mRi0Q0pjhkfu1D7y6KjDQja@clients"))
        .refuses(
            "an issuer without the slash at its end",
            ExpectedRefusal.WRONG_ISSUER,
            after.with("iss", "https://login.wingtip.example"))
        .refuses(
            "an ID token",
            ExpectedRefusal.WRONG_AUDIENCE,
            after.with("aud", "K1AUPhZq8mRi0Q0pjhkfu1D7y6KjDQja"))
        .build();
  }

  private static Provider okta() {
    var key = ProviderKey.rs256("ZkvelLN_seik7w4pc_prCcfUf-h2hFfiwkDeCrs0iUc");
    var user =
        key.token(
                """
                {
                  "ver": 1,
                  "jti": "AT.MNAoEQ_jbKqoinrQo1D0XKjMX28U5d7ZszBceot7-Ts",
                  "iss": "https://contoso.okta.com/oauth2/aus1a2b3c4d5e6f7g8h9",
                  "aud": "api://chat",
                  "cid": "0oa1b2c3d4e5f6g7h8i9",
                  "uid": "00u1a2b3c4d5e6f7g8h9",
                  "scp": ["openid", "chat.tokens"],
                  "auth_time": 1688145909,
                  "sub": "user@contoso.example"
                }""")
            .withoutHeader("typ");
    var application =
        user.without("uid", "auth_time")
            .with(
                """
                {
                  "cid": "0oa9z8y7x6w5v4u3t2s1",
                  "sub": "0oa9z8y7x6w5v4u3t2s1",
                  "scp": ["chat.tokens"]
                }""");
    return Provider.named("Okta, custom authorization server")
        .documentation(
            "https://developer.okta.com/docs/api/openapi/okta-oauth/guides/overview/",
            "https://developer.okta.com/docs/api/openapi/okta-oauth/oauth/tag/CustomAS",
            "https://developer.okta.com/docs/api/openapi/okta-management/management/tag/AuthorizationServerClaims")
        .guide(
            "Okta",
            "<Okta domain>",
            "contoso.okta.com",
            "<id of the authorization server>",
            "aus1a2b3c4d5e6f7g8h9",
            "<audience of the authorization server>",
            "api://chat")
        .discovery(
            "https://contoso.okta.com/oauth2/aus1a2b3c4d5e6f7g8h9",
            "https://contoso.okta.com/oauth2/aus1a2b3c4d5e6f7g8h9/v1/keys",
            key)
        .issues("to a user", user)
        .issues("to a user whose token has a type", user.type("application/at+jwt"))
        .issuesForAnother(
            "to an admin whose group is in the claim",
            user.with("roles", List.of("Identity.Admin")))
        .issuesForAnother(
            "to an application with the admin role", application.with("roles", "Identity.Admin"))
        .refuses(
            "an application's token", ExpectedRefusal.AN_APPLICATION, application.with("roles", ""))
        .refuses(
            "a user without the scope",
            ExpectedRefusal.MISSING_SCOPE,
            user.with("scp", List.of("openid")))
        .refuses(
            "a token of the org authorization server",
            ExpectedRefusal.WRONG_ISSUER,
            user.with("iss", "https://contoso.okta.com").with("aud", "https://contoso.okta.com"))
        .refuses(
            "a token of the org authorization server by its type",
            ExpectedRefusal.WRONG_TYPE,
            user.type("application/okta-internal-at+jwt"))
        .refuses(
            "an ID token", ExpectedRefusal.WRONG_AUDIENCE, user.with("aud", "0oa1b2c3d4e5f6g7h8i9"))
        .refuses(
            "a token bound by DPoP",
            ExpectedRefusal.SENDER_CONSTRAINED,
            user.with("cnf", Map.of("jkt", "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I")))
        .build();
  }

  private static Provider cognitoAccessTokens() {
    var key = ProviderKey.rs256("abcdefghijklmnopqrsexample=");
    var idTokenKey = ProviderKey.secondRs256("fgjhlkhjlkhexample=");
    var user =
        key.token(
                """
                {
                  "sub": "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee",
                  "cognito:groups": ["customers"],
                  "iss": "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Example01",
                  "version": 2,
                  "client_id": "1example23456789abcdefghijk",
                  "origin_jti": "aaaaaaaa-bbbb-4ccc-8ddd-ffffffffffff",
                  "token_use": "access",
                  "scope": "openid chat/tokens",
                  "auth_time": 1676312777,
                  "jti": "aaaaaaaa-bbbb-4ccc-8ddd-000000000000",
                  "username": "user"
                }""")
            .withoutHeader("typ");
    var application =
        user.without("cognito:groups", "origin_jti", "username")
            .with(
                """
                {
                  "sub": "1example23456789abcdefghijk",
                  "client_id": "1example23456789abcdefghijk",
                  "scope": "chat/tokens"
                }""");
    return Provider.named("Amazon Cognito, access tokens")
        .documentation(
            "https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html",
            "https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html")
        .guide(
            "Amazon Cognito with access tokens",
            "<region>",
            "eu-west-1",
            "<user pool id>",
            "eu-west-1_Example01",
            "<client id of the app>",
            "1example23456789abcdefghijk")
        .discovery(
            "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Example01",
            "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Example01/.well-known/jwks.json",
            key,
            idTokenKey)
        .issues("to a user", user)
        .issuesForAnother(
            "to an admin", user.with("cognito:groups", List.of("staff", "Identity.Admin")))
        .refuses("an application's token", ExpectedRefusal.AN_APPLICATION, application)
        .refuses(
            "a user of another app client",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.with("client_id", "9example01234abcdefghijklmn"))
        .refuses(
            "an ID token",
            ExpectedRefusal.WRONG_CLAIM,
            user.without("client_id", "scope", "version", "username")
                .with("aud", "1example23456789abcdefghijk")
                .with("token_use", "id")
                .signedBy(idTokenKey))
        .refuses(
            "a user without the scope",
            ExpectedRefusal.MISSING_SCOPE,
            user.with("scope", "aws.cognito.signin.user.admin"))
        .refuses(
            "a user of another pool",
            ExpectedRefusal.WRONG_ISSUER,
            user.with("iss", "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Example99"))
        .build();
  }

  private static Provider cognitoIdTokens() {
    var key = ProviderKey.rs256("fgjhlkhjlkhexample2=");
    var user =
        key.token(
                """
                {
                  "sub": "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee",
                  "cognito:groups": ["customers"],
                  "email_verified": true,
                  "iss": "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Example02",
                  "cognito:username": "user",
                  "origin_jti": "aaaaaaaa-bbbb-4ccc-8ddd-ffffffffffff",
                  "aud": "1example23456789abcdefghijk",
                  "event_id": "64f513be-32db-42b0-b78e-b02127b4f463",
                  "token_use": "id",
                  "auth_time": 1676312777,
                  "jti": "aaaaaaaa-bbbb-4ccc-8ddd-000000000000",
                  "email": "user@example.com"
                }""")
            .withoutHeader("typ");
    return Provider.named("Amazon Cognito, ID tokens")
        .documentation(
            "https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html")
        .guide(
            "Amazon Cognito with ID tokens",
            "<region>",
            "eu-west-1",
            "<user pool id>",
            "eu-west-1_Example02",
            "<client id of the app>",
            "1example23456789abcdefghijk")
        .discovery(
            "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Example02",
            "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Example02/.well-known/jwks.json",
            key)
        .issues("to a user", user)
        .issuesForAnother("to an admin", user.with("cognito:groups", List.of("Identity.Admin")))
        .refuses(
            "an access token, which has no audience",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.without("aud", "email", "email_verified", "cognito:username")
                .with("client_id", "1example23456789abcdefghijk")
                .with("token_use", "access"))
        .refuses(
            "a user of another app client",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.with("aud", "9example01234abcdefghijklmn"))
        .refuses("a forged token", ExpectedRefusal.WRONG_KEY, user.forged())
        .build();
  }

  private static Provider firebase() {
    var key = ProviderKey.rs256("2c3f1a5be4d7c96080f1e2d3c4b5a69788776655");
    var user =
        key.token(
            """
            {
              "iss": "https://securetoken.google.com/contoso-chat",
              "aud": "contoso-chat",
              "auth_time": 1732780800,
              "user_id": "Xk3p9QvT7sMZ1bWfRcLhYnUe2Gd1",
              "sub": "Xk3p9QvT7sMZ1bWfRcLhYnUe2Gd1",
              "email": "user@example.com",
              "email_verified": true,
              "firebase": {
                "identities": {"email": ["user@example.com"]},
                "sign_in_provider": "password"
              }
            }""");
    return Provider.named("Firebase Authentication")
        .documentation(
            "https://firebase.google.com/docs/auth/admin/verify-id-tokens",
            "https://firebase.google.com/docs/auth/admin/custom-claims",
            "https://firebase.google.com/docs/emulator-suite/connect_auth")
        .guide("Firebase Authentication", "<project id>", "contoso-chat")
        .discovery(
            "https://securetoken.google.com/contoso-chat",
            "https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com",
            key)
        .issues("to a user", user)
        .issuesForAnother(
            "to an admin with a custom claim", user.with("roles", List.of("Identity.Admin")))
        .refuses(
            "an anonymous account",
            ExpectedRefusal.WRONG_CLAIM,
            user.without("email", "email_verified")
                .with("provider_id", "anonymous")
                .with("firebase", Map.of("identities", Map.of(), "sign_in_provider", "anonymous")))
        .refuses(
            "a token of the emulator, which does not sign",
            ExpectedRefusal.UNSIGNED,
            user.unsigned())
        .refuses(
            "a user of another project",
            ExpectedRefusal.WRONG_ISSUER,
            user.with("iss", "https://securetoken.google.com/fabrikam-chat")
                .with("aud", "fabrikam-chat"))
        .refuses(
            "a session cookie",
            ExpectedRefusal.WRONG_ISSUER,
            user.with("iss", "https://session.firebase.google.com/contoso-chat"))
        .refuses("an expired token", ExpectedRefusal.EXPIRED, user.expired())
        .build();
  }

  private static Provider supabase() {
    var key =
        ProviderKey.es256("b81269f1-21d8-4f2e-b719-c2240a840d90")
            .published("ext", true)
            .published("key_ops", List.of("verify"));
    var user =
        key.token(
            """
            {
              "iss": "https://abcdefghijklmnopqrst.supabase.co/auth/v1",
              "sub": "123e4567-e89b-42d3-a456-426614174000",
              "aud": "authenticated",
              "email": "user@example.com",
              "phone": "",
              "app_metadata": {"provider": "email", "providers": ["email"]},
              "user_metadata": {"email_verified": true},
              "role": "authenticated",
              "aal": "aal1",
              "amr": [{"method": "password", "timestamp": 1732780800}],
              "session_id": "987fcdeb-51a2-43d1-9f12-345678901234",
              "is_anonymous": false
            }""");
    return Provider.named("Supabase")
        .documentation(
            "https://supabase.com/docs/guides/auth/jwt-fields",
            "https://supabase.com/docs/guides/auth/signing-keys",
            "https://supabase.com/docs/guides/auth/auth-anonymous",
            "https://supabase.com/docs/guides/auth/oauth-server/token-security")
        .guide("Supabase", "<project ref>", "abcdefghijklmnopqrst")
        .keySet("https://abcdefghijklmnopqrst.supabase.co/auth/v1/.well-known/jwks.json", key)
        .issues("to a user", user)
        .issues("to a user of a version without anonymous accounts", user.without("is_anonymous"))
        .issuesForAnother(
            "to an admin",
            user.with(
                "app_metadata", Map.of("provider", "email", "roles", List.of("Identity.Admin"))))
        .refuses(
            "an anonymous account", ExpectedRefusal.WRONG_CLAIM, user.with("is_anonymous", true))
        .refuses(
            "another application to which the user signed in with Supabase",
            ExpectedRefusal.WRONG_CLAIM,
            user.with("client_id", "9a8b7c6d-5e4f-4321-9876-0a1b2c3d4e5f").with("scope", "email"))
        .refuses(
            "a token signed with the project's legacy secret",
            ExpectedRefusal.WRONG_ALGORITHM,
            user.signedWithSecret("super-secret-jwt-token-with-at-least-32-characters-long"))
        .refuses(
            "the anon key",
            ExpectedRefusal.WRONG_ISSUER,
            user.with("iss", "supabase")
                .with("role", "anon")
                .without("sub", "aud")
                .signedWithSecret("super-secret-jwt-token-with-at-least-32-characters-long"))
        .refuses(
            "a publishable key",
            ExpectedRefusal.OPAQUE,
            "sb_publishable_ExampleExampleExample_1a2B3c4D")
        .refuses(
            "a user of another project",
            ExpectedRefusal.WRONG_ISSUER,
            user.with("iss", "https://zyxwvutsrqponmlkjihg.supabase.co/auth/v1"))
        .refusesForAnother(
            "a user who entered the role into the profile",
            ExpectedRefusal.NOT_AN_ADMIN,
            user.with("user_metadata", Map.of("roles", List.of("Identity.Admin"))))
        .build();
  }

  private static Provider supabaseSelfHosted() {
    var key = ProviderKey.es256("5f1c3a77-0b64-4c1d-9a3e-7d2f8b6e4c10");
    var user =
        key.token(
            """
            {
              "iss": "https://supabase.contoso.example/auth/v1",
              "sub": "223e4567-e89b-42d3-a456-426614174000",
              "aud": "authenticated",
              "app_metadata": {"provider": "email", "providers": ["email"]},
              "role": "authenticated",
              "session_id": "187fcdeb-51a2-43d1-9f12-345678901234",
              "is_anonymous": false
            }""");
    return Provider.named("Supabase, self-hosted without a discovery document")
        .documentation(
            "https://supabase.com/docs/guides/self-hosting/self-hosted-auth-keys",
            "https://supabase.com/changelog/47093-self-hosted-supabase-api-external-url-to-include-auth-v1")
        .guide("Supabase, self-hosted", "<host of Supabase>", "supabase.contoso.example")
        .keySet("https://supabase.contoso.example/auth/v1/.well-known/jwks.json", key)
        .issues("to a user", user)
        .issuesForAnother(
            "to an admin", user.with("app_metadata", Map.of("roles", List.of("Identity.Admin"))))
        .refuses(
            "an anonymous account", ExpectedRefusal.WRONG_CLAIM, user.with("is_anonymous", true))
        .refuses(
            "a token signed with the secret",
            ExpectedRefusal.WRONG_ALGORITHM,
            user.signedWithSecret("super-secret-jwt-token-with-at-least-32-characters-long"))
        .refuses(
            "a token that names the address of a laptop",
            ExpectedRefusal.WRONG_ISSUER,
            user.with("iss", "http://localhost:8000/auth/v1"))
        .build();
  }

  private static Provider google() {
    var key = ProviderKey.rs256("89ce3598c473af1bda4bff95e6c8736450206fba");
    var user =
        key.token(
            """
            {
              "iss": "https://accounts.google.com",
              "azp": "1234987819200-web.apps.googleusercontent.com",
              "aud": "1234987819200-web.apps.googleusercontent.com",
              "sub": "10769150350006150715113082367",
              "at_hash": "HK6E_P6Dh8Y93mRNtsDB1Q",
              "hd": "example.com",
              "email": "user@example.com",
              "email_verified": true,
              "nonce": "0394852-3190485-2490358"
            }""");
    return Provider.named("Google with a web app and an iOS app")
        .documentation(
            "https://developers.google.com/identity/openid-connect/openid-connect#an-id-tokens-payload",
            "https://developers.google.com/identity/sign-in/ios/backend-auth",
            "https://docs.cloud.google.com/docs/authentication/token-types#id")
        .guide(
            "Google",
            "<client id of the web app>",
            "1234987819200-web.apps.googleusercontent.com",
            "<client id of the iOS app>",
            "1234987819200-ios.apps.googleusercontent.com")
        .discovery("https://accounts.google.com", "https://www.googleapis.com/oauth2/v3/certs", key)
        .issuesOneIdentity(
            "to a user of both apps",
            user,
            user.with(
                """
                {
                  "azp": "1234987819200-ios.apps.googleusercontent.com",
                  "aud": "1234987819200-ios.apps.googleusercontent.com"
                }"""))
        .issues(
            "to a user of an Android app, which names the web app's id",
            user.with("azp", "1234987819200-android.apps.googleusercontent.com"))
        .refuses(
            "a user of somebody else's app",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.with("aud", "9876543210987-web.apps.googleusercontent.com"))
        .refuses(
            "a service account, which may choose any audience",
            ExpectedRefusal.AN_APPLICATION,
            user.without("hd", "nonce", "at_hash")
                .with(
                    """
                    {
                      "azp": "112010400000000710080",
                      "sub": "112010400000000710080",
                      "email": "robot@fabrikam.iam.gserviceaccount.com"
                    }"""))
        .refuses(
            "an access token", ExpectedRefusal.OPAQUE, "ya29.a0AfB_byDexampleExampleExample-1234")
        .refuses(
            "the issuer's old spelling",
            ExpectedRefusal.WRONG_ISSUER,
            user.with("iss", "accounts.google.com"))
        .build();
  }

  private static Provider googleWorkspace() {
    var key = ProviderKey.rs256("89ce3598c473af1bda4bff95e6c8736450206fba");
    var user =
        key.token(
            """
            {
              "iss": "https://accounts.google.com",
              "azp": "1234987819200-web.apps.googleusercontent.com",
              "aud": "1234987819200-web.apps.googleusercontent.com",
              "sub": "60769150350006150715113082367",
              "hd": "example.com",
              "email": "employee@example.com",
              "email_verified": true
            }""");
    return Provider.named("Google Workspace")
        .documentation(
            "https://developers.google.com/identity/openid-connect/openid-connect#an-id-tokens-payload",
            "https://developers.google.com/identity/gsi/web/guides/verify-google-id-token")
        .guide(
            "Google Workspace",
            "<client id of the web app>",
            "1234987819200-web.apps.googleusercontent.com",
            "<domain of the organization>",
            "example.com")
        .discovery("https://accounts.google.com", "https://www.googleapis.com/oauth2/v3/certs", key)
        .issuesOneIdentity(
            "to a user before and after a change of the address",
            user,
            user.with("email", "married@example.com"))
        .refuses(
            "a user of another organization",
            ExpectedRefusal.WRONG_CLAIM,
            user.with("hd", "example.net").with("email", "employee@example.net"))
        .refuses("a private account", ExpectedRefusal.WRONG_CLAIM, user.without("hd"))
        .refuses(
            "a user of another app",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.with("aud", "1234987819200-ios.apps.googleusercontent.com"))
        .build();
  }

  private static Provider googleWithServiceAccount() {
    var key = ProviderKey.rs256("89ce3598c473af1bda4bff95e6c8736450206fba");
    var user =
        key.token(
            """
            {
              "iss": "https://accounts.google.com",
              "azp": "1234987819200-ios.apps.googleusercontent.com",
              "aud": "1234987819200-ios.apps.googleusercontent.com",
              "sub": "70769150350006150715113082367"
            }""");
    var serviceAccount =
        user.with(
            """
            {
              "azp": "112010400000000710080",
              "aud": "1234987819200-web.apps.googleusercontent.com",
              "sub": "112010400000000710080"
            }""");
    return Provider.named("Google with a service account as admin")
        .documentation(
            "https://developers.google.com/identity/sign-in/ios/backend-auth",
            "https://docs.cloud.google.com/docs/authentication/token-types#id",
            "https://docs.cloud.google.com/sdk/gcloud/reference/auth/print-identity-token")
        .guide(
            "Google with a service account as admin",
            "<client id of the web app>",
            "1234987819200-web.apps.googleusercontent.com",
            "<client id of the iOS app>",
            "1234987819200-ios.apps.googleusercontent.com",
            "<unique id of the service account>",
            "112010400000000710080")
        .discovery("https://accounts.google.com", "https://www.googleapis.com/oauth2/v3/certs", key)
        .issues("to a user", user)
        .issuesForAnother("to the service account", serviceAccount)
        .refuses(
            "another service account",
            ExpectedRefusal.AN_APPLICATION,
            serviceAccount
                .with("azp", "212010400000000710080")
                .with("sub", "212010400000000710080"))
        .refuses(
            "a token for the address of the endpoint",
            ExpectedRefusal.WRONG_AUDIENCE,
            serviceAccount.with("aud", "https://chat.example.com"))
        .refusesForAnother("a user", ExpectedRefusal.NOT_AN_ADMIN, user)
        .refusesForAnother(
            "a user with a role of the same value",
            ExpectedRefusal.NOT_AN_ADMIN,
            user.with("roles", List.of("112010400000000710080")))
        .build();
  }

  private static Provider googleByEmail() {
    var key = ProviderKey.rs256("89ce3598c473af1bda4bff95e6c8736450206fba");
    var user =
        key.token(
            """
            {
              "iss": "https://accounts.google.com",
              "azp": "1234987819200-web.apps.googleusercontent.com",
              "aud": "1234987819200-web.apps.googleusercontent.com",
              "sub": "20769150350006150715113082367",
              "hd": "example.com",
              "email": "employee@example.com",
              "email_verified": true
            }""");
    return Provider.named("Google Workspace, users by their e-mail addresses")
        .documentation(
            "https://developers.google.com/identity/openid-connect/openid-connect#an-id-tokens-payload",
            "https://developers.google.com/identity/gsi/web/guides/verify-google-id-token")
        .issuers(
            """
            [
              {
                "issuer": "https://accounts.google.com",
                "audiences": ["1234987819200-web.apps.googleusercontent.com"],
                "userClaim": "email",
                "requiredClaims": [{"claim": "hd", "equals": "example.com"}]
              }
            ]""")
        .discovery("https://accounts.google.com", "https://www.googleapis.com/oauth2/v3/certs", key)
        .issuesOneIdentity(
            "to a user whose account was replaced",
            user,
            user.with("sub", "30769150350006150715113082367").with("email_verified", "true"))
        .refuses(
            "an address that is not verified",
            ExpectedRefusal.WRONG_CLAIM,
            user.with("sub", "40769150350006150715113082367").with("email_verified", false))
        .refuses(
            "an address of which nothing is known",
            ExpectedRefusal.WRONG_CLAIM,
            user.without("email_verified"))
        .refuses(
            "a user of another organization",
            ExpectedRefusal.WRONG_CLAIM,
            user.with("hd", "example.net").with("email", "employee@example.net"))
        .refuses(
            "a user outside all organizations", ExpectedRefusal.WRONG_CLAIM, user.without("hd"))
        .build();
  }

  private static Provider apple() {
    var key = ProviderKey.rs256("pggnQeNCOU");
    var olderKey = ProviderKey.secondRs256("fh6Bs8C");
    var user =
        key.token(
                """
                {
                  "iss": "https://appleid.apple.com",
                  "aud": "com.contoso.chat",
                  "sub": "001473.fe6f83bf4b8e4590aacbabdcb8598bd0.2039",
                  "nonce": "e3b0c44298fc1c149afbf4c8996fb924",
                  "nonce_supported": true,
                  "email": "b7mrh5nd5j@privaterelay.appleid.com",
                  "email_verified": "true",
                  "is_private_email": "true",
                  "real_user_status": 2,
                  "auth_time": 1732780800
                }""")
            .withoutHeader("typ");
    return Provider.named("Sign in with Apple, in an iOS app and on the web")
        .documentation(
            "https://developer.apple.com/documentation/signinwithapple/authenticating-users-with-sign-in-with-apple",
            "https://developer.apple.com/documentation/signinwithapplerestapi/fetch_apple_s_public_key_for_verifying_token_signature")
        .guide(
            "Apple",
            "<bundle id of the iOS app>",
            "com.contoso.chat",
            "<Services ID>",
            "com.contoso.chat.web")
        .discovery(
            "https://appleid.apple.com", "https://appleid.apple.com/auth/keys", key, olderKey)
        .issuesOneIdentity(
            "to a user on a phone and on the web",
            user,
            user.with("aud", "com.contoso.chat.web").signedBy(olderKey))
        .refuses(
            "a user of somebody else's app",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.with("aud", "com.fabrikam.chat"))
        .refuses("an expired token", ExpectedRefusal.EXPIRED, user.expired())
        .refuses("a forged token", ExpectedRefusal.WRONG_KEY, user.forged())
        .refuses(
            "a client secret, which the app signs itself",
            ExpectedRefusal.WRONG_ISSUER,
            ProviderKey.es256("ABC123DEFG")
                .token(
                    """
                    {
                      "iss": "DEF123GHIJ",
                      "aud": "https://appleid.apple.com",
                      "sub": "com.contoso.chat"
                    }"""))
        .build();
  }

  private static Provider googleAndApple() {
    var googleKey = ProviderKey.rs256("89ce3598c473af1bda4bff95e6c8736450206fba");
    var appleKey = ProviderKey.rs256("pggnQeNCOU");
    var olderAppleKey = ProviderKey.secondRs256("fh6Bs8C");
    var google =
        googleKey.token(
            """
            {
              "iss": "https://accounts.google.com",
              "azp": "1234987819200-ios.apps.googleusercontent.com",
              "aud": "1234987819200-ios.apps.googleusercontent.com",
              "sub": "50769150350006150715113082367"
            }""");
    var apple =
        appleKey
            .token(
                """
                {
                  "iss": "https://appleid.apple.com",
                  "aud": "com.contoso.chat",
                  "sub": "002584.0ad9f83bf4b8e4590aacbabdcb8598b1.1702"
                }""")
            .withoutHeader("typ");
    return Provider.named("Google and Apple in one app")
        .documentation(
            "https://developers.google.com/identity/sign-in/ios/backend-auth",
            "https://developer.apple.com/documentation/signinwithapple/authenticating-users-with-sign-in-with-apple")
        .guide(
            "Google and Apple in one app",
            "<client id of the web app>",
            "1234987819200-web.apps.googleusercontent.com",
            "<client id of the iOS app>",
            "1234987819200-ios.apps.googleusercontent.com",
            "<bundle id of the iOS app>",
            "com.contoso.chat",
            "<Services ID>",
            "com.contoso.chat.web")
        .discovery(
            "https://accounts.google.com", "https://www.googleapis.com/oauth2/v3/certs", googleKey)
        .discovery(
            "https://appleid.apple.com",
            "https://appleid.apple.com/auth/keys",
            appleKey,
            olderAppleKey)
        .issues("to a user of Google", google)
        .issues("to a user of Apple", apple)
        .refuses(
            "a user of Google with the audience of Apple",
            ExpectedRefusal.WRONG_AUDIENCE,
            google.with("aud", "com.contoso.chat"))
        .refuses(
            "a user of Apple in the name of Google",
            ExpectedRefusal.WRONG_KEY,
            apple
                .signedBy(olderAppleKey)
                .header("kid", googleKey.id())
                .with("iss", "https://accounts.google.com")
                .with("aud", "1234987819200-ios.apps.googleusercontent.com"))
        .refuses(
            "a user of a third provider",
            ExpectedRefusal.WRONG_ISSUER,
            google.with("iss", "https://www.facebook.com"))
        .refusesForAnother(
            "a role, which counts in tokens of neither",
            ExpectedRefusal.NOT_AN_ADMIN,
            google.with("roles", List.of("Identity.Admin")))
        .build();
  }

  private static Provider clerkWithTemplate() {
    var key = ProviderKey.rs256("ins_2HJpRicVqz1iY8C3dWlvUNjoYpE");
    var user =
        key.token(
            """
            {
              "aud": "https://chat.example.com",
              "azp": "https://chat.fabrikam.example",
              "iss": "https://clerk.fabrikam.example",
              "jti": "10db7f531a90cb2faea4",
              "nbf": 1713158390,
              "roles": null,
              "act": null,
              "sub": "user_123"
            }""");
    return Provider.named("Clerk with a JWT template")
        .documentation(
            "https://clerk.com/docs/guides/sessions/jwt-templates",
            "https://clerk.com/docs/guides/users/impersonation")
        .guide(
            "Clerk with a JWT template",
            "<Frontend API of the instance>",
            "clerk.fabrikam.example",
            "<audience in the template>",
            "https://chat.example.com")
        .discovery(
            "https://clerk.fabrikam.example",
            "https://clerk.fabrikam.example/.well-known/jwks.json",
            key)
        .issues("to a user", user)
        .issues("to a user of a native app", user.without("azp"))
        .issuesForAnother("to an admin", user.with("roles", List.of("Identity.Admin")))
        .refuses(
            "a session token, which is not of the template",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.without("aud", "roles", "act"))
        .refuses(
            "an employee who acts as the user",
            ExpectedRefusal.WRONG_CLAIM,
            user.with("act", Map.of("iss", "https://dashboard.clerk.com", "sub", "user_456")))
        .refuses(
            "a user of the instance for development",
            ExpectedRefusal.WRONG_ISSUER,
            user.with("iss", "https://wise-otter-12.clerk.accounts.dev"))
        .build();
  }

  private static Provider clerkWithSessionTokens() {
    var key = ProviderKey.rs256("ins_2GIoQhbUpy0hX7B2cVkuTMinXoD");
    var user =
        key.token(
            """
            {
              "azp": "https://chat.contoso.example",
              "fva": [7, -1],
              "iss": "https://clerk.contoso.example",
              "nbf": 1713158390,
              "o": {"id": "org_123", "rol": "member", "slg": "contoso"},
              "sid": "sess_123",
              "sts": "active",
              "sub": "user_123",
              "v": 2
            }""");
    return Provider.named("Clerk with session tokens")
        .documentation(
            "https://clerk.com/docs/guides/sessions/session-tokens",
            "https://clerk.com/docs/guides/sessions/manual-jwt-verification",
            "https://clerk.com/docs/guides/users/impersonation")
        .guide(
            "Clerk with session tokens",
            "<Frontend API of the instance>",
            "clerk.contoso.example",
            "<host of the web app>",
            "chat.contoso.example")
        .discovery(
            "https://clerk.contoso.example",
            "https://clerk.contoso.example/.well-known/jwks.json",
            key)
        .issues("to a user", user)
        .issues("to a user of version 1", user.without("o", "fva", "sts", "v"))
        .issuesForAnother("to an admin", user.with("roles", List.of("Identity.Admin")))
        .refuses(
            "a page of another origin",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.with("azp", "https://evil.contoso.example"))
        .refuses("a token without an origin", ExpectedRefusal.WRONG_AUDIENCE, user.without("azp"))
        .refuses("a pending session", ExpectedRefusal.WRONG_CLAIM, user.with("sts", "pending"))
        .refuses(
            "an employee who acts as the user",
            ExpectedRefusal.WRONG_CLAIM,
            user.with("act", Map.of("iss", "https://dashboard.clerk.com", "sub", "user_456")))
        .refuses("a machine's token", ExpectedRefusal.OPAQUE, "mt_0ef5a7a33d87ed87ee7954c845d80450")
        .refusesForAnother(
            "the admin of an organization, which any user can create",
            ExpectedRefusal.NOT_AN_ADMIN,
            user.with("o", Map.of("id", "org_124", "rol", "Identity.Admin")))
        .refusesForAnother(
            "a role whose name contains the admin role",
            ExpectedRefusal.NOT_AN_ADMIN,
            user.with("roles", "Deputy Identity.Admin"))
        .build();
  }

  private static Provider stytch() {
    var key = ProviderKey.rs256("jwk-live-a7b4f3c1-9d2e-4c58-8f60-1b2a3c4d5e6f");
    String project = "project-live-1a2b3c4d-0000-4000-8000-000000000000";
    String keySet = "https://api.stytch.com/v1/sessions/jwks/" + project;
    var user =
        key.token(
            """
            {
              "iss": "stytch.com/project-live-1a2b3c4d-0000-4000-8000-000000000000",
              "aud": ["project-live-1a2b3c4d-0000-4000-8000-000000000000"],
              "sub": "user-live-fde03dd1-fff7-4b3c-9b31-ead3fbc224de",
              "nbf": 1732780800,
              "https://stytch.com/session": {
                "id": "session-live-0be669b6-0b4e-4c6e-9c9a-5f3c9ce1a111",
                "roles": ["stytch_user"]
              }
            }""");
    var application =
        user.without("https://stytch.com/session")
            .with("sub", "m2m-client-live-d731954d-dab3-4a2b-bdee-07f3ad1be885")
            .with("scope", "read:users");
    return Provider.named("Stytch")
        .documentation(
            "https://stytch.com/docs/api-reference/consumer/api/sessions/get-jwks",
            "https://stytch.com/docs/consumer-auth/manage-sessions/custom-claims",
            "https://stytch.com/docs/api-reference/b2b/api/m2m/overview")
        .guide("Stytch", "<project id>", project)
        .keySet(keySet, key)
        .issues("to a user", user)
        .issuesForAnother(
            "to an admin by the template", user.with("roles", List.of("Identity.Admin")))
        .refuses(
            "the token of an M2M client, which has no session",
            ExpectedRefusal.AN_APPLICATION,
            application)
        .refuses(
            "a session token, which is opaque",
            ExpectedRefusal.OPAQUE,
            "WJtR5BCy38Szd5AfoDpf0iqFKEt4EE5JhjlWUY7l3FtY")
        .refuses(
            "a user of the test project",
            ExpectedRefusal.WRONG_ISSUER,
            user.with("iss", "stytch.com/project-test-00000000-0000-4000-8000-000000000000"))
        .build();
  }

  private static Provider pingOne() {
    var key = ProviderKey.rs256("default");
    String issuer = "https://auth.pingone.eu/5caa81af-ec05-41ff-a709-c7378007a99c/as";
    var user =
        key.token(
            """
            {
              "client_id": "d9a8c7b6-e5f4-4a3b-92c1-0d1e2f3a4b5c",
              "iss": "https://auth.pingone.eu/5caa81af-ec05-41ff-a709-c7378007a99c/as",
              "jti": "b2f1e0d9-c8a7-4695-8473-62514039f8e7",
              "sub": "1b6d4a6f-94ad-41a0-a1f4-4a2f9ad5b4a9",
              "aud": ["https://chat.contoso.example"],
              "scope": "tokens:issue",
              "acr": "Single_Factor",
              "auth_time": 1732780800,
              "sid": "f0e1d2c3-b4a5-4968-8776-655443322110"
            }""");
    var application =
        user.without("sub", "acr", "auth_time", "sid")
            .with("client_id", "0c1b2a39-4857-4665-b758-493a2b1c0d9e");
    return Provider.named("PingOne")
        .documentation(
            "https://developer.pingidentity.com/pingone-api/foundations/authentication-concepts/access-tokens-and-id-tokens/token-claims.html")
        .guide(
            "PingOne",
            "<region>",
            "eu",
            "<environment id>",
            "5caa81af-ec05-41ff-a709-c7378007a99c",
            "<audience of the resource>",
            "https://chat.contoso.example")
        .discovery(issuer, issuer + "/jwks", key)
        .issues("to a user", user)
        .issues("to a user from 2027 on", user.type("at+jwt"))
        .issuesForAnother("to an admin", user.with("roles", List.of("Identity.Admin")))
        .issuesForAnother(
            "to an application with the admin role",
            application.with("roles", List.of("Identity.Admin")))
        .refuses(
            "an application's token, which has no sub", ExpectedRefusal.AN_APPLICATION, application)
        .refuses(
            "a token for the PingOne API",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.with("aud", List.of("https://api.pingone.eu")))
        .refuses(
            "a user of another environment",
            ExpectedRefusal.WRONG_ISSUER,
            user.with("iss", "https://auth.pingone.eu/00000000-0000-4000-8000-000000000000/as"))
        .refuses(
            "a user without the scope",
            ExpectedRefusal.MISSING_SCOPE,
            user.with("scope", "openid profile"))
        .build();
  }

  private static Provider logto() {
    var key = ProviderKey.es384("ToYoLvGWPuPoSzRWuXk1y1s0dpTq2hsZ0OlcQa9KpgY");
    var user =
        key.token(
                """
                {
                  "jti": "VovNyqJ5_tuYac89eTbpF",
                  "sub": "foo1bar2baz3",
                  "iss": "https://contoso.logto.app/oidc",
                  "aud": "https://chat.contoso.example",
                  "client_id": "rkxl1ops7gs1",
                  "scope": "tokens:issue"
                }""")
            .type("at+jwt");
    return Provider.named("Logto")
        .documentation(
            "https://docs.logto.io/authorization/validate-access-tokens",
            "https://docs.logto.io/quick-starts/m2m")
        .guide(
            "Logto",
            "<tenant id>",
            "contoso",
            "<identifier of the API>",
            "https://chat.contoso.example")
        .discovery("https://contoso.logto.app/oidc", "https://contoso.logto.app/oidc/jwks", key)
        .issues("to a user", user)
        .issuesForAnother("to an admin", user.with("roles", List.of("Identity.Admin")))
        .issuesForAnother(
            "to an application with the admin role",
            user.without("scope")
                .with("sub", "z9y8x7w6v5u4")
                .with("client_id", "z9y8x7w6v5u4")
                .with("roles", List.of("Identity.Admin")))
        .refuses(
            "an application's token",
            ExpectedRefusal.AN_APPLICATION,
            user.with("sub", "z9y8x7w6v5u4").with("client_id", "z9y8x7w6v5u4"))
        .refuses(
            "a token without a resource, which is opaque",
            ExpectedRefusal.OPAQUE,
            "Yx1HQJ9v3d2S7mCkT0bLpWqR5uNfZaEgI8oXyVtB4cD")
        .refuses(
            "a token for the Management API",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.with("aud", "https://contoso.logto.app/api"))
        .refuses("a user without the scope", ExpectedRefusal.MISSING_SCOPE, user.without("scope"))
        .build();
  }

  private static Provider fusionAuth() {
    var key = ProviderKey.rs256("Mzk4N2Y4ZTQ5Njk");
    var user =
        key.token(
                """
                {
                  "applicationId": "3c219e58-ed0e-4b18-ad48-f4f92793ae32",
                  "aud": "3c219e58-ed0e-4b18-ad48-f4f92793ae32",
                  "authenticationType": "PASSWORD",
                  "email": "user@example.com",
                  "email_verified": true,
                  "gty": ["authorization_code"],
                  "iss": "https://contoso.fusionauth.io",
                  "jti": "4f1d1d2e-1c2b-4d3e-8f4a-5b6c7d8e9f0a",
                  "roles": ["user"],
                  "scope": "openid offline_access",
                  "sid": "8a9b0c1d-2e3f-4a5b-8c6d-7e8f9a0b1c2d",
                  "sub": "00000000-0000-0001-0000-000000000000",
                  "tid": "d7d09513-a3f5-401c-9685-34ab6c552453"
                }""")
            .header("gty", List.of("authorization_code"));
    var application =
        user.without(
                "applicationId", "authenticationType", "email", "email_verified", "roles", "sid")
            .with(
                """
                {
                  "gty": ["client_credentials"],
                  "sub": "e9d8c7b6-a5f4-4e3d-b2c1-a09f8e7d6c5b",
                  "permissions": {"3c219e58-ed0e-4b18-ad48-f4f92793ae32": ["issue"]}
                }""");
    return Provider.named("FusionAuth")
        .documentation(
            "https://fusionauth.io/docs/lifecycle/authenticate-users/oauth/tokens",
            "https://fusionauth.io/docs/v1/tech/core-concepts/entity-management/")
        .guide(
            "FusionAuth",
            "<host of FusionAuth>",
            "contoso.fusionauth.io",
            "<id of the application>",
            "3c219e58-ed0e-4b18-ad48-f4f92793ae32")
        .discovery(
            "https://contoso.fusionauth.io",
            "https://contoso.fusionauth.io/.well-known/jwks.json",
            key)
        .issues("to a user", user)
        .issuesForAnother("to an admin", user.with("roles", List.of("user", "Identity.Admin")))
        .issuesForAnother(
            "to an entity with the admin role",
            application.with("roles", List.of("Identity.Admin")))
        .refuses("an entity's token", ExpectedRefusal.AN_APPLICATION, application)
        .refuses(
            "an entity's token of a version before 1.60",
            ExpectedRefusal.AN_APPLICATION,
            application.without("gty").header("gty", List.of("client_credentials")))
        .refuses(
            "a user of another application",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.with("aud", "85a03867-dccf-4882-adde-1a79aeec50df"))
        .refuses(
            "a token signed with the default key",
            ExpectedRefusal.WRONG_ALGORITHM,
            user.signedWithSecret("the HMAC key that FusionAuth makes for a tenant"))
        .build();
  }

  private static Provider zitadel() {
    var key = ProviderKey.rs256("284037459821230338");
    var user =
        key.token(
            """
            {
              "iss": "https://contoso-a1b2c3.zitadel.cloud",
              "sub": "284037459821230593",
              "aud": ["284037459821231105@chat", "284037459821231361", "284037459821231617"],
              "client_id": "284037459821231105@chat",
              "jti": "V2_284037459821232129-at_284037459821232385",
              "urn:zitadel:iam:org:project:roles": {
                "user": {"284037459821229825": "contoso-a1b2c3.zitadel.cloud"}
              },
              "roles": ["user"]
            }""");
    return Provider.named("Zitadel")
        .documentation(
            "https://zitadel.com/docs/apis/openidoauth/claims",
            "https://zitadel.com/docs/guides/integrate/client-credentials",
            "https://zitadel.com/docs/guides/integrate/retrieve-user-roles")
        .guide(
            "Zitadel",
            "<Zitadel domain>",
            "contoso-a1b2c3.zitadel.cloud",
            "<project id>",
            "284037459821231617",
            "<client id of the app>",
            "284037459821231105@chat")
        .discovery(
            "https://contoso-a1b2c3.zitadel.cloud",
            "https://contoso-a1b2c3.zitadel.cloud/oauth/v2/keys",
            key)
        .issues("to a user", user)
        .issuesForAnother(
            "to an admin whose roles an action makes a list",
            user.with("roles", List.of("user", "Identity.Admin")))
        .refuses(
            "a service account",
            ExpectedRefusal.WRONG_APPLICATION,
            user.with("sub", "284037459821233409").with("client_id", "batch"))
        .refuses(
            "a user of another project",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.with("aud", List.of("284037459821234433@shop", "284037459821234689")))
        .refuses(
            "an opaque token",
            ExpectedRefusal.OPAQUE,
            "dsNc9kSpJhNQ1TfRr9HDHkhZ6uCqfYaQ0wJtJvYxP6g")
        .build();
  }

  private static Provider cloudflareAccess() {
    var key = ProviderKey.rs256("9338abe1baf2fe492f646a736f25afbf7b025e35c627be4f60c414d4c73069b8");
    var user =
        key.token(
            """
            {
              "aud": ["32eafc7626e974616deaf0dc3ce63d7bcbed58a2731e84d06bc3cdf1b53c4228"],
              "email": "user@example.com",
              "nbf": 1659474397,
              "iss": "https://contoso.cloudflareaccess.com",
              "type": "app",
              "identity_nonce": "6ei69kawdKzMIAPF",
              "sub": "7335d417-61da-459d-899c-0a01c76a2f94",
              "country": "US"
            }""");
    var serviceToken =
        user.without("email", "identity_nonce", "country")
            .with("sub", "")
            .with("common_name", "e367826f93b8d71185e03fe518aff3b4.access");
    return Provider.named("Cloudflare Access")
        .documentation(
            "https://developers.cloudflare.com/cloudflare-one/identity/authorization-cookie/application-token")
        .guide(
            "Cloudflare Access",
            "<team>",
            "contoso",
            "<AUD tag of the application>",
            "32eafc7626e974616deaf0dc3ce63d7bcbed58a2731e84d06bc3cdf1b53c4228")
        .keySet("https://contoso.cloudflareaccess.com/cdn-cgi/access/certs", key)
        .issues("to a user", user)
        .refuses("a service token", ExpectedRefusal.AN_APPLICATION, serviceToken)
        .refuses(
            "a user of another application",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.with(
                "aud", List.of("97e2aae120121f902df8bc99fc345913ab186d174f3079ea729236766b2e7c4a")))
        .refuses(
            "a user of another team",
            ExpectedRefusal.WRONG_ISSUER,
            user.with("iss", "https://fabrikam.cloudflareaccess.com"))
        .build();
  }

  private static Provider asgardeo() {
    var key = ProviderKey.rs256("MTNhZDgxZWE1ZTQ3ZjYwZDkxNjM4YTQ1_RS256");
    String issuer = "https://api.asgardeo.io/t/contoso/oauth2/token";
    var user =
        key.token(
                """
                {
                  "sub": "2b5f7c1a-9d3e-4f60-8a1b-2c3d4e5f6071",
                  "aut": "APPLICATION_USER",
                  "iss": "https://api.asgardeo.io/t/contoso/oauth2/token",
                  "client_id": "s6BhdRkqt3s6BhdRkqt3abcd",
                  "aud": "s6BhdRkqt3s6BhdRkqt3abcd",
                  "nbf": 1732780800,
                  "azp": "s6BhdRkqt3s6BhdRkqt3abcd",
                  "org_id": "8763fbb7-4a2e-4b77-9b0a-1f2e3d4c5b6a",
                  "scope": "openid profile tokens",
                  "org_name": "contoso",
                  "jti": "0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f",
                  "roles": "everyone"
                }""")
            .type("at+jwt");
    return Provider.named("Asgardeo")
        .documentation(
            "https://wso2.com/asgardeo/docs/references/tokens/access-tokens/",
            "https://wso2.com/asgardeo/docs/guides/authentication/oidc/discover-oidc-configs/")
        .guide(
            "Asgardeo",
            "<organization>",
            "contoso",
            "<client id of the app>",
            "s6BhdRkqt3s6BhdRkqt3abcd")
        .discovery(issuer, "https://api.asgardeo.io/t/contoso/oauth2/jwks", key)
        .issues("to a user", user)
        .issuesForAnother("to an admin", user.with("roles", List.of("everyone", "Identity.Admin")))
        .refuses(
            "the application itself, in the name of its owner",
            ExpectedRefusal.AN_APPLICATION,
            user.with("aut", "APPLICATION"))
        .refuses(
            "an ID token",
            ExpectedRefusal.MISSING_SCOPE,
            user.without("aut", "client_id", "scope").type("JWT"))
        .refuses(
            "a user of another application",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.with("aud", "9tkqRdhB6s9tkqRdhB6sdcba").with("azp", "9tkqRdhB6s9tkqRdhB6sdcba"))
        .refuses(
            "a user of another organization",
            ExpectedRefusal.WRONG_ISSUER,
            user.with("iss", "https://api.asgardeo.io/t/fabrikam/oauth2/token"))
        .refuses("an opaque token", ExpectedRefusal.OPAQUE, "1f92bff3-5cd0-34a1-9d2b-5b7a91c2c8f0")
        .build();
  }

  private static Provider workOs() {
    var key = ProviderKey.rs256("sso_oidc_key_pair_01HQSXZGF8FHF7A9ZZFCW4387R");
    var user =
        key.token(
            """
            {
              "iss": "https://contoso.authkit.app",
              "aud": "client_01HQSXZENVIRONMENT0000001",
              "sub": "user_01HBEQKA6K4QJAS93VPE39W1JT",
              "client_id": "client_01JWTC0NNECT00000000000001",
              "org_id": "org_01HRDMC6CM357W30QMHMQ96Q0S",
              "sid": "app_consent_01HQSXZGF8FHF7A9ZZFCW4387R",
              "scope": "openid profile",
              "jti": "01HQSXZXPPFPKMDD32RKTFY6PV"
            }""");
    var application = user.without("sid").with("sub", "client_01JWTC0NNECT00000000000001");
    return Provider.named("WorkOS Connect")
        .documentation(
            "https://workos.com/docs/authkit/connect/token-claims",
            "https://workos.com/docs/reference/authkit/session-tokens")
        .guide(
            "WorkOS",
            "<subdomain>",
            "contoso",
            "<client id of the environment>",
            "client_01HQSXZENVIRONMENT0000001",
            "<client id of the app>",
            "client_01JWTC0NNECT00000000000001",
            "<client id of the service>",
            "client_01JWTC0NNECT00000000000002")
        .discovery("https://contoso.authkit.app", "https://contoso.authkit.app/oauth2/jwks", key)
        .issues("to a user", user)
        .issuesForAnother(
            "to the application that is the admin",
            application.with(
                """
                {
                  "sub": "client_01JWTC0NNECT00000000000002",
                  "client_id": "client_01JWTC0NNECT00000000000002"
                }"""))
        .refuses("an application's token", ExpectedRefusal.AN_APPLICATION, application)
        .refuses(
            "a user of another application",
            ExpectedRefusal.WRONG_APPLICATION,
            user.with("client_id", "client_01JWTC0NNECT00000000000003"))
        .refuses(
            "a session token, which has no audience",
            ExpectedRefusal.WRONG_ISSUER,
            user.without("aud", "client_id", "scope").with("iss", "https://api.workos.com"))
        .refuses(
            "a user of another resource",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.with("aud", "https://shop.contoso.example"))
        .build();
  }
}
