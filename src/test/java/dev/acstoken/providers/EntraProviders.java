package dev.acstoken.providers;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Microsoft's identity providers: Entra ID, External ID and Azure AD B2C. */
final class EntraProviders {

  private static final String ACCESS_TOKENS =
      "https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference";
  private static final String CLIENT_CREDENTIALS =
      "https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow";
  private static final String MULTI_TENANT_KEYS =
      "https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-the-issuer";
  private static final String OPTIONAL_CLAIMS =
      "https://learn.microsoft.com/entra/identity-platform/optional-claims-reference";

  /** The client id of the API's registration. */
  private static final String API = "2f1d0c9b-8a7f-4e6d-b5c4-a39281706f5e";

  private static final String GRAPH = "00000003-0000-0000-c000-000000000000";

  private static final String CONTOSO = "8a7c3f52-0d1e-4b6f-9c2a-5e4d3b2a1f00";
  private static final String FABRIKAM = "1d3b5f79-2c4e-46a8-8b0d-9f1e3d5c7b90";

  /** The tenant of personal Microsoft accounts. */
  private static final String PERSONAL = "9188040d-6c67-4c5b-b112-36a304b66dad";

  private EntraProviders() {}

  static List<Provider> all() {
    return List.of(
        oneTenant(),
        version1(),
        bothVersions(),
        listedTenants(),
        everyTenant(),
        governmentOfUnitedStates(),
        china(),
        externalId(),
        workforceAndCustomers(),
        b2c(),
        b2cWithPolicyInIssuer(),
        b2cWithCustomPolicy());
  }

  private static Provider oneTenant() {
    var key = ProviderKey.rs256("pjwVvoUAqWCIrKHaoFxjbqXAHh4");
    var user =
        key.token(
            """
            {
              "aud": "2f1d0c9b-8a7f-4e6d-b5c4-a39281706f5e",
              "iss": "https://login.microsoftonline.com/8a7c3f52-0d1e-4b6f-9c2a-5e4d3b2a1f00/v2.0",
              "azp": "64b0cf5b-7d2e-4a11-9d3c-0c1f5e8a7b24",
              "azpacr": "0",
              "name": "A user",
              "oid": "c7e1f0a2-3b4d-4f5e-8a69-7b8c9d0e1f23",
              "preferred_username": "user@contoso.example",
              "scp": "Tokens.Issue",
              "sub": "JWvYdCWPhhlpS1Zsf7yYUxShUwtUm5yzPmw_-jX3fHY",
              "tid": "8a7c3f52-0d1e-4b6f-9c2a-5e4d3b2a1f00",
              "uti": "fqiBqXLPj0eQa82S-IYFAA",
              "ver": "2.0"
            }""");
    var application =
        user.without("name", "preferred_username", "scp")
            .with(
                """
                {
                  "azp": "0b7c2d61-5e8f-49a3-b1d0-3c6e9f2a4875",
                  "azpacr": "1",
                  "oid": "5a4b3c2d-1e0f-4a9b-8c7d-6e5f4a3b2c1d",
                  "sub": "5a4b3c2d-1e0f-4a9b-8c7d-6e5f4a3b2c1d"
                }""");
    return Provider.named("Entra ID, one tenant")
        .documentation(ACCESS_TOKENS, CLIENT_CREDENTIALS, OPTIONAL_CLAIMS)
        .guide("Entra ID, one tenant", "<tenant id>", CONTOSO, "<client id>", API)
        .discovery(v2(CONTOSO), v2Keys(CONTOSO), key)
        .issues("to a user", user)
        .issues(
            "to a guest of the tenant",
            user.with("oid", "0e9d8c7b-6a5f-4e4d-9c3b-2a1f0e9d8c7b")
                .with("idp", "https://sts.windows.net/" + FABRIKAM + "/"))
        .issues(
            "to a user in 200 groups, the most that a token names",
            user.with(
                "groups",
                Stream.generate(UUID::randomUUID).limit(200).map(UUID::toString).toList()))
        .issuesForAnother("to an admin", user.with("roles", List.of("Identity.Admin")))
        .issuesForAnother(
            "to an application with the admin role",
            application.with("roles", List.of("Identity.Admin")))
        .refuses("an application without a role", ExpectedRefusal.AN_APPLICATION, application)
        .refuses(
            "an application that says so in idtyp",
            ExpectedRefusal.AN_APPLICATION,
            application.with("idtyp", "app"))
        .refuses(
            "an application that wants a token for itself",
            ExpectedRefusal.AN_APPLICATION,
            application.with("roles", List.of("Identity.Admin")))
        .refuses(
            "a user without the scope",
            ExpectedRefusal.MISSING_SCOPE,
            user.with("scp", "User.Read"))
        .refuses(
            "an ID token of an app that shares the API's registration",
            ExpectedRefusal.MISSING_SCOPE,
            user.without("azp", "azpacr", "scp").with("nonce", "n-0S6_WzA2Mj"))
        .refuses(
            "a token for another API",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.with("aud", "7e6d5c4b-3a29-4817-8605-f4e3d2c1b0a9"))
        .refuses(
            "a token whose audience is the URI of the API",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.with("aud", "api://" + API))
        .refuses(
            "a token for Microsoft Graph, which is of version 1",
            ExpectedRefusal.WRONG_ISSUER,
            user.with("aud", GRAPH)
                .with("iss", v1(CONTOSO))
                .with("scp", "User.Read")
                .with("ver", "1.0"))
        .refuses(
            "a user of another tenant",
            ExpectedRefusal.WRONG_ISSUER,
            user.with("iss", v2(FABRIKAM)).with("tid", FABRIKAM))
        .refuses(
            "a version 1 token",
            ExpectedRefusal.WRONG_ISSUER,
            user.with("iss", v1(CONTOSO)).with("aud", "api://" + API).with("ver", "1.0"))
        .refuses(
            "a proof-of-possession token",
            ExpectedRefusal.SENDER_CONSTRAINED,
            user.with("{\"cnf\": {\"jwk\": {\"kty\": \"RSA\", \"n\": \"qQ\", \"e\": \"AQAB\"}}}"))
        .refuses("a forged token", ExpectedRefusal.WRONG_KEY, user.forged())
        .refuses("an expired token", ExpectedRefusal.EXPIRED, user.expired())
        .refusesForAnother("a user who is no admin", ExpectedRefusal.NOT_AN_ADMIN, user)
        .build();
  }

  private static Provider version1() {
    var key =
        ProviderKey.rs256("nOo3ZDrODXEK1jKWhXslHR_KXEg")
            .published("x5t", "nOo3ZDrODXEK1jKWhXslHR_KXEg");
    var user =
        key.token(
                """
                {
                  "aud": "api://2f1d0c9b-8a7f-4e6d-b5c4-a39281706f5e",
                  "iss": "https://sts.windows.net/8a7c3f52-0d1e-4b6f-9c2a-5e4d3b2a1f00/",
                  "acr": "1",
                  "amr": ["pwd", "mfa"],
                  "appid": "64b0cf5b-7d2e-4a11-9d3c-0c1f5e8a7b24",
                  "appidacr": "0",
                  "oid": "c7e1f0a2-3b4d-4f5e-8a69-7b8c9d0e1f23",
                  "scp": "Tokens.Issue User.Read",
                  "sub": "l3_roISQU222bULS9yi2k0XpqpOiMz5H3ZACo1GeXA",
                  "tid": "8a7c3f52-0d1e-4b6f-9c2a-5e4d3b2a1f00",
                  "unique_name": "user@contoso.example",
                  "upn": "user@contoso.example",
                  "ver": "1.0"
                }""")
            .header("x5t", "nOo3ZDrODXEK1jKWhXslHR_KXEg");
    var application =
        user.without("acr", "amr", "scp", "unique_name", "upn")
            .with(
                """
                {
                  "appidacr": "1",
                  "oid": "5a4b3c2d-1e0f-4a9b-8c7d-6e5f4a3b2c1d",
                  "sub": "5a4b3c2d-1e0f-4a9b-8c7d-6e5f4a3b2c1d"
                }""");
    return Provider.named("Entra ID, version 1 tokens")
        .documentation(ACCESS_TOKENS, CLIENT_CREDENTIALS)
        .guide("Entra ID, version 1 tokens", "<tenant id>", CONTOSO, "<client id>", API)
        .metadata(
            "https://login.microsoftonline.com/" + CONTOSO + "/.well-known/openid-configuration",
            v1(CONTOSO),
            "https://login.microsoftonline.com/common/discovery/keys",
            key)
        .issues("to a user", user)
        .issues("to a user whose app named the API by its client id", user.with("aud", API))
        .issuesForAnother("to an admin", user.with("roles", List.of("Identity.Admin")))
        .issuesForAnother(
            "to an application with the admin role",
            application.with("roles", List.of("Identity.Admin")))
        .refuses("an application without a role", ExpectedRefusal.AN_APPLICATION, application)
        .refuses(
            "a user without the scope",
            ExpectedRefusal.MISSING_SCOPE,
            user.with("scp", "User.Read"))
        .refuses(
            "a token for another API of the tenant",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.with("aud", "api://billing.contoso.example"))
        .refuses(
            "a token for Microsoft Graph", ExpectedRefusal.WRONG_AUDIENCE, user.with("aud", GRAPH))
        .refuses(
            "a version 2 token",
            ExpectedRefusal.WRONG_ISSUER,
            user.with("iss", v2(CONTOSO)).with("aud", API).with("ver", "2.0"))
        .refuses(
            "a user of another tenant",
            ExpectedRefusal.WRONG_ISSUER,
            user.with("iss", v1(FABRIKAM)).with("tid", FABRIKAM))
        .build();
  }

  private static Provider bothVersions() {
    var key = ProviderKey.rs256("L1KfKFI_jnXbwWc22xZxw1sUHH0");
    var version2 =
        key.token(
            """
            {
              "aud": "2f1d0c9b-8a7f-4e6d-b5c4-a39281706f5e",
              "iss": "https://login.microsoftonline.com/1d3b5f79-2c4e-46a8-8b0d-9f1e3d5c7b90/v2.0",
              "azp": "64b0cf5b-7d2e-4a11-9d3c-0c1f5e8a7b24",
              "oid": "a1b2c3d4-e5f6-4789-8abc-def012345678",
              "scp": "Tokens.Issue",
              "sub": "JWvYdCWPhhlpS1Zsf7yYUxShUwtUm5yzPmw_-jX3fHY",
              "tid": "1d3b5f79-2c4e-46a8-8b0d-9f1e3d5c7b90",
              "ver": "2.0"
            }""");
    var version1 =
        version2
            .without("azp")
            .with(
                """
                {
                  "aud": "api://2f1d0c9b-8a7f-4e6d-b5c4-a39281706f5e",
                  "iss": "https://sts.windows.net/1d3b5f79-2c4e-46a8-8b0d-9f1e3d5c7b90/",
                  "appid": "64b0cf5b-7d2e-4a11-9d3c-0c1f5e8a7b24",
                  "ver": "1.0"
                }""");
    return Provider.named("Entra ID, version 1 and version 2 tokens of one tenant")
        .documentation(ACCESS_TOKENS)
        .guide(
            "Entra ID, from version 1 to version 2 tokens",
            "<tenant id>",
            FABRIKAM,
            "<client id>",
            API)
        .discovery(v2(FABRIKAM), v2Keys(FABRIKAM), key)
        .metadata(
            "https://login.microsoftonline.com/" + FABRIKAM + "/.well-known/openid-configuration",
            v1(FABRIKAM),
            "https://login.microsoftonline.com/" + FABRIKAM + "/discovery/keys",
            key)
        .issuesOneIdentity("to a user of both versions", version1, version2)
        .issuesForAnother("to an admin", version2.with("roles", List.of("Identity.Admin")))
        .issuesForAnother(
            "to an admin with a version 1 token", version1.with("roles", List.of("Identity.Admin")))
        .refuses(
            "a version 2 token with the audience of version 1",
            ExpectedRefusal.WRONG_AUDIENCE,
            version2.with("aud", "api://" + API))
        .refuses(
            "a version 1 token of another tenant",
            ExpectedRefusal.WRONG_ISSUER,
            version1.with("iss", v1(CONTOSO)).with("tid", CONTOSO))
        .refuses("an application", ExpectedRefusal.AN_APPLICATION, version1.with("idtyp", "app"))
        .build();
  }

  private static Provider listedTenants() {
    var key = keyOfAllTenants();
    var personalKey = keyOfPersonalAccounts();
    var contoso =
        key.token(
            """
            {
              "aud": "2f1d0c9b-8a7f-4e6d-b5c4-a39281706f5e",
              "iss": "https://login.microsoftonline.com/8a7c3f52-0d1e-4b6f-9c2a-5e4d3b2a1f00/v2.0",
              "azp": "64b0cf5b-7d2e-4a11-9d3c-0c1f5e8a7b24",
              "oid": "c7e1f0a2-3b4d-4f5e-8a69-7b8c9d0e1f23",
              "scp": "Tokens.Issue",
              "sub": "AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ",
              "tid": "8a7c3f52-0d1e-4b6f-9c2a-5e4d3b2a1f00",
              "ver": "2.0"
            }""");
    var fabrikam = contoso.with("iss", v2(FABRIKAM)).with("tid", FABRIKAM);
    String adatum = "3c5d7e9f-1a2b-4c3d-9e4f-5a6b7c8d9e0f";
    return Provider.named("Entra ID, listed tenants")
        .documentation(ACCESS_TOKENS, MULTI_TENANT_KEYS)
        .guide(
            "Entra ID, several tenants",
            "<tenant id>",
            CONTOSO,
            "<other tenant id>",
            FABRIKAM,
            "<client id>",
            API)
        .metadata(
            "https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration",
            "https://login.microsoftonline.com/{tenantid}/v2.0",
            "https://login.microsoftonline.com/common/discovery/v2.0/keys",
            key,
            personalKey)
        .issues("to a user of the first tenant", contoso)
        .issues("to a user of the second tenant", fabrikam)
        .issuesForAnother(
            "to an admin of the tenant that has admins",
            contoso.with("roles", List.of("Identity.Admin")))
        .refusesForAnother(
            "an admin of another tenant",
            ExpectedRefusal.NOT_AN_ADMIN,
            fabrikam.with("roles", List.of("Identity.Admin")))
        .refuses(
            "a user of a tenant that is not listed",
            ExpectedRefusal.WRONG_ISSUER,
            contoso.with("iss", v2(adatum)).with("tid", adatum))
        .refuses(
            "a token for another tenant's copy of the API",
            ExpectedRefusal.WRONG_AUDIENCE,
            fabrikam.with("aud", "7e6d5c4b-3a29-4817-8605-f4e3d2c1b0a9"))
        .refuses(
            "a personal account",
            ExpectedRefusal.WRONG_ISSUER,
            contoso.with("iss", v2(PERSONAL)).with("tid", PERSONAL).signedBy(personalKey))
        .refuses(
            "a token whose issuer is another tenant than its tid",
            ExpectedRefusal.WRONG_ISSUER,
            contoso.with("tid", adatum))
        .refuses(
            "a token signed by the key of another tenant",
            ExpectedRefusal.WRONG_KEY,
            contoso.signedBy(personalKey))
        .refuses("an application", ExpectedRefusal.AN_APPLICATION, contoso.with("idtyp", "app"))
        .build();
  }

  private static Provider everyTenant() {
    var key = keyOfAllTenants();
    var personalKey = keyOfPersonalAccounts();
    var user =
        key.token(
            """
            {
              "aud": "7e6d5c4b-3a29-4817-8605-f4e3d2c1b0a9",
              "iss": "https://login.microsoftonline.com/6f7e8d9c-0b1a-4293-8475-6f7e8d9c0b1a/v2.0",
              "azp": "64b0cf5b-7d2e-4a11-9d3c-0c1f5e8a7b24",
              "oid": "b8a79685-7463-4251-8039-2817f6e5d4c3",
              "scp": "Tokens.Issue",
              "sub": "qW2eR4tY6uI8oP0aS1dF3gH5jK7lZ9xC-vB_nM2",
              "tid": "6f7e8d9c-0b1a-4293-8475-6f7e8d9c0b1a",
              "ver": "2.0"
            }""");
    return Provider.named("Entra ID, every tenant")
        .documentation(ACCESS_TOKENS, MULTI_TENANT_KEYS)
        .guide("Entra ID, every tenant", "<client id>", "7e6d5c4b-3a29-4817-8605-f4e3d2c1b0a9")
        .metadata(
            "https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration",
            "https://login.microsoftonline.com/{tenantid}/v2.0",
            "https://login.microsoftonline.com/common/discovery/v2.0/keys",
            key,
            personalKey)
        .issues("to a user of any tenant", user)
        .issues(
            "to a personal account",
            user.with("iss", v2(PERSONAL)).with("tid", PERSONAL).signedBy(personalKey))
        .refusesForAnother(
            "an admin of any tenant",
            ExpectedRefusal.NOT_AN_ADMIN,
            user.with("roles", List.of("Identity.Admin")))
        .refuses(
            "a token signed by the key of personal accounts",
            ExpectedRefusal.WRONG_KEY,
            user.signedBy(personalKey))
        .refuses(
            "an issuer without a tenant's id",
            ExpectedRefusal.WRONG_ISSUER,
            user.with("iss", v2("common")).with("tid", "common"))
        .refuses(
            "an issuer of another cloud",
            ExpectedRefusal.WRONG_ISSUER,
            user.with(
                "iss",
                "https://login.partner.microsoftonline.cn/6f7e8d9c-0b1a-4293-8475-6f7e8d9c0b1a/v2.0"))
        .refuses(
            "a token whose audience is the URI of the API",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.with("aud", "api://7e6d5c4b-3a29-4817-8605-f4e3d2c1b0a9"))
        .refuses("a token for another API", ExpectedRefusal.WRONG_AUDIENCE, user.with("aud", GRAPH))
        .refuses("an application", ExpectedRefusal.AN_APPLICATION, user.with("idtyp", "app"))
        .build();
  }

  private static Provider governmentOfUnitedStates() {
    return ofOtherCloud(
        "Entra ID of the US government",
        ProviderKey.rs256("m3ZtYq8vLd0RkXw5Jc2NpUeHs7A"),
        "https://login.microsoftonline.us/" + CONTOSO + "/v2.0");
  }

  private static Provider china() {
    return ofOtherCloud(
        "Entra ID in China",
        ProviderKey.rs256("f9KbWx1sTg6QhVr4Za0MnJcDy8E"),
        "https://login.partner.microsoftonline.cn/" + CONTOSO + "/v2.0");
  }

  /** One tenant in a cloud whose issuers have another host than the section. */
  private static Provider ofOtherCloud(String name, ProviderKey key, String issuer) {
    var user =
        key.token(
                """
                {
                  "aud": "2f1d0c9b-8a7f-4e6d-b5c4-a39281706f5e",
                  "azp": "64b0cf5b-7d2e-4a11-9d3c-0c1f5e8a7b24",
                  "oid": "c7e1f0a2-3b4d-4f5e-8a69-7b8c9d0e1f23",
                  "scp": "Tokens.Issue",
                  "sub": "JWvYdCWPhhlpS1Zsf7yYUxShUwtUm5yzPmw_-jX3fHY",
                  "tid": "8a7c3f52-0d1e-4b6f-9c2a-5e4d3b2a1f00",
                  "ver": "2.0"
                }""")
            .with("iss", issuer);
    return Provider.named(name)
        .documentation(
            ACCESS_TOKENS,
            "https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud")
        .guide("Entra ID, one tenant", "<tenant id>", CONTOSO, "<client id>", API)
        .setting("AUTH_ISSUER", issuer)
        .discovery(issuer, issuer.replace("/v2.0", "/discovery/v2.0/keys"), key)
        .issues("to a user", user)
        .refuses(
            "an issuer of the public cloud",
            ExpectedRefusal.WRONG_ISSUER,
            user.with("iss", v2(CONTOSO)))
        .refuses(
            "an application",
            ExpectedRefusal.AN_APPLICATION,
            user.without("scp").with("sub", "c7e1f0a2-3b4d-4f5e-8a69-7b8c9d0e1f23"))
        .refuses("a token for another API", ExpectedRefusal.WRONG_AUDIENCE, user.with("aud", GRAPH))
        .build();
  }

  private static Provider externalId() {
    var key = ProviderKey.rs256("d-2Xc8bPZ4JmTq6V1kYw0rLsAeM");
    String tenant = "52637485-96a7-4b8c-9dae-bfc0d1e2f304";
    String issuer = "https://" + tenant + ".ciamlogin.com/" + tenant + "/v2.0";
    var customer =
        key.token(
            """
            {
              "aud": "90a1b2c3-d4e5-4f60-8172-839495a6b7c8",
              "iss": "https://52637485-96a7-4b8c-9dae-bfc0d1e2f304.ciamlogin.com/52637485-96a7-4b8c-9dae-bfc0d1e2f304/v2.0",
              "azp": "e1d2c3b4-a596-4877-9685-a4b3c2d1e0f9",
              "azpacr": "0",
              "oid": "24354657-6879-48a9-9bac-bdcedfe0f102",
              "scp": "Tokens.Issue",
              "sub": "Hk5vQd2nWc8pXr1tYb7zLm4sJf0gUe3aKi6oRw9NqTE",
              "tid": "52637485-96a7-4b8c-9dae-bfc0d1e2f304",
              "ver": "2.0"
            }""");
    var application =
        customer
            .without("scp")
            .with(
                """
                {
                  "azpacr": "1",
                  "oid": "6b5c4d3e-2f10-4abb-8c9d-7e6f5a4b3c2d",
                  "sub": "6b5c4d3e-2f10-4abb-8c9d-7e6f5a4b3c2d"
                }""");
    return Provider.named("External ID")
        .documentation(
            ACCESS_TOKENS,
            "https://learn.microsoft.com/entra/external-id/customers/overview-customers-ciam",
            "https://learn.microsoft.com/entra/external-id/customers/how-to-use-app-roles-customers")
        .guide(
            "Microsoft Entra External ID",
            "<tenant id>",
            tenant,
            "<client id>",
            "90a1b2c3-d4e5-4f60-8172-839495a6b7c8")
        .discovery(issuer, issuer.replace("/v2.0", "/discovery/v2.0/keys"), key)
        .issues("to a customer", customer)
        .issuesForAnother("to an admin", customer.with("roles", List.of("Identity.Admin")))
        .issuesForAnother(
            "to an application with the admin role",
            application.with("roles", List.of("Identity.Admin")))
        .refuses("an application without a role", ExpectedRefusal.AN_APPLICATION, application)
        .refuses(
            "a customer without the scope",
            ExpectedRefusal.MISSING_SCOPE,
            customer.with("scp", "Profile.Read"))
        .refuses(
            "a token for the app itself",
            ExpectedRefusal.WRONG_AUDIENCE,
            customer.with("aud", "e1d2c3b4-a596-4877-9685-a4b3c2d1e0f9"))
        .refuses(
            "a token whose issuer has the host of workforce tenants",
            ExpectedRefusal.WRONG_ISSUER,
            customer.with("iss", v2(tenant)))
        .refuses(
            "a version 1 token",
            ExpectedRefusal.WRONG_ISSUER,
            customer.with("iss", issuer.replace("/v2.0", "/")).with("ver", "1.0"))
        .build();
  }

  private static Provider workforceAndCustomers() {
    var workforceKey = ProviderKey.rs256("JYhAcTPMZ_LX6DBlOWQ7Hn0NeXE");
    var customersKey = ProviderKey.secondRs256("sQ0Xr5vKMaJNb1hbq5WvY3Ngh2c");
    String workforce = "d4c3b2a1-f0e9-4d8c-b7a6-958473625140";
    String customers = "41526374-8596-4a7b-8c9d-0e1f2a3b4c5d";
    String customersIssuer = "https://" + customers + ".ciamlogin.com/" + customers + "/v2.0";
    var agent =
        workforceKey.token(
            """
            {
              "aud": "2f1d0c9b-8a7f-4e6d-b5c4-a39281706f5e",
              "iss": "https://login.microsoftonline.com/d4c3b2a1-f0e9-4d8c-b7a6-958473625140/v2.0",
              "azp": "64b0cf5b-7d2e-4a11-9d3c-0c1f5e8a7b24",
              "oid": "c7e1f0a2-3b4d-4f5e-8a69-7b8c9d0e1f23",
              "scp": "Tokens.Issue",
              "sub": "JWvYdCWPhhlpS1Zsf7yYUxShUwtUm5yzPmw_-jX3fHY",
              "tid": "d4c3b2a1-f0e9-4d8c-b7a6-958473625140",
              "ver": "2.0"
            }""");
    var customer =
        customersKey.token(
            """
            {
              "aud": "90a1b2c3-d4e5-4f60-8172-839495a6b7c8",
              "iss": "https://41526374-8596-4a7b-8c9d-0e1f2a3b4c5d.ciamlogin.com/41526374-8596-4a7b-8c9d-0e1f2a3b4c5d/v2.0",
              "azp": "e1d2c3b4-a596-4877-9685-a4b3c2d1e0f9",
              "oid": "13243546-5768-4798-8a9b-acbdcedfe0f1",
              "scp": "Tokens.Issue",
              "sub": "3nTMp5cUY6LyeHWDD7E0VZlVZnUAXlsjx5nGCoZQZ1I",
              "tid": "41526374-8596-4a7b-8c9d-0e1f2a3b4c5d",
              "ver": "2.0"
            }""");
    return Provider.named("A workforce tenant beside an External ID tenant")
        .documentation(
            ACCESS_TOKENS,
            "https://learn.microsoft.com/entra/external-id/customers/overview-customers-ciam",
            "https://github.com/oauth2-proxy/oauth2-proxy/issues/3476")
        .guide(
            "A workforce tenant beside External ID",
            "<workforce tenant id>",
            workforce,
            "<client id in the workforce tenant>",
            API,
            "<external tenant id>",
            customers,
            "<client id in the external tenant>",
            "90a1b2c3-d4e5-4f60-8172-839495a6b7c8")
        .discovery(v2(workforce), v2Keys(workforce), workforceKey)
        .discovery(
            customersIssuer,
            "https://contosocustomers.ciamlogin.com/" + customers + "/discovery/v2.0/keys",
            customersKey)
        .issues("to an agent", agent)
        .issues("to a customer", customer)
        .issuesForAnother(
            "to an admin of the workforce", agent.with("roles", List.of("Identity.Admin")))
        .issuesForAnother(
            "to an admin of the workforce for a customer",
            customersIssuer,
            agent.with("roles", List.of("Identity.Admin")))
        .refusesForAnother(
            "a customer with a role of the same name",
            ExpectedRefusal.NOT_AN_ADMIN,
            customer.with("roles", List.of("Identity.Admin")))
        .refuses(
            "an agent's token for the customers' API",
            ExpectedRefusal.WRONG_AUDIENCE,
            agent.with("aud", "90a1b2c3-d4e5-4f60-8172-839495a6b7c8"))
        .refuses(
            "a customer of another External ID tenant",
            ExpectedRefusal.WRONG_ISSUER,
            customer.with("iss", "https://" + FABRIKAM + ".ciamlogin.com/" + FABRIKAM + "/v2.0"))
        .refuses(
            "a customer's token in the name of the workforce",
            ExpectedRefusal.WRONG_KEY,
            customer
                .with("iss", v2(workforce))
                .with("aud", "2f1d0c9b-8a7f-4e6d-b5c4-a39281706f5e")
                .header("kid", workforceKey.id()))
        .build();
  }

  private static Provider b2c() {
    var key = ProviderKey.rs256("X5eXk4xyojNFum1kl2Ytv8dlNP4-c57dO6QGTVBwaNk");
    var user =
        key.token(
            """
            {
              "iss": "https://contosob2c.b2clogin.com/775527ff-9a37-4307-8b3d-cc311f58d925/v2.0/",
              "aud": "5d4c3b2a-1908-4f7e-8d6c-5b4a39281706",
              "oid": "4c77a906-f4ad-4349-b573-8b3a0bf19e71",
              "sub": "4c77a906-f4ad-4349-b573-8b3a0bf19e71",
              "tfp": "B2C_1_signupsignin",
              "nonce": "defaultNonce",
              "scp": "Tokens.Issue",
              "azp": "8f7e6d5c-4b3a-4291-8807-f6e5d4c3b2a1",
              "ver": "1.0"
            }""");
    return Provider.named("Azure AD B2C")
        .documentation(
            "https://learn.microsoft.com/azure/active-directory-b2c/tokens-overview",
            "https://learn.microsoft.com/azure/active-directory-b2c/client-credentials-grant-flow",
            "https://github.com/MicrosoftDocs/azure-docs/issues/29240")
        .guide(
            "Azure AD B2C, user flow",
            "<tenant name>",
            "contosob2c",
            "<tenant id>",
            "775527ff-9a37-4307-8b3d-cc311f58d925",
            "<user flow>",
            "B2C_1_signupsignin",
            "<client id>",
            "5d4c3b2a-1908-4f7e-8d6c-5b4a39281706")
        .metadata(
            "https://contosob2c.b2clogin.com/contosob2c.onmicrosoft.com/B2C_1_signupsignin/v2.0/.well-known/openid-configuration",
            "https://contosob2c.b2clogin.com/775527ff-9a37-4307-8b3d-cc311f58d925/v2.0/",
            "https://contosob2c.b2clogin.com/contosob2c.onmicrosoft.com/b2c_1_signupsignin/discovery/v2.0/keys",
            key)
        .issues("to a user", user)
        .refuses(
            "an application",
            ExpectedRefusal.AN_APPLICATION,
            user.without("oid", "nonce")
                .with("sub", "2e1d0c9b-8a79-4685-9473-62514039f8e7")
                .with("scp", "Tokens.Issue"))
        .refuses(
            "a user without the claim that only users have",
            ExpectedRefusal.AN_APPLICATION,
            user.without("oid"))
        .refuses(
            "a user without the scope",
            ExpectedRefusal.MISSING_SCOPE,
            user.with("scp", "Profile.Read"))
        .refuses(
            "a user who came through another policy",
            ExpectedRefusal.WRONG_CLAIM,
            user.with("tfp", "B2C_1_passwordreset"))
        .refuses(
            "an ID token",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.with("aud", "8f7e6d5c-4b3a-4291-8807-f6e5d4c3b2a1").without("azp", "scp"))
        .refuses(
            "a user of another tenant",
            ExpectedRefusal.WRONG_ISSUER,
            user.with("iss", "https://fabrikamb2c.b2clogin.com/" + FABRIKAM + "/v2.0/"))
        .build();
  }

  private static Provider b2cWithPolicyInIssuer() {
    var key = ProviderKey.rs256("lcd2sVPbVsW0CPM4mc2cEiqAEb0G2ZHWfMsJrgcVqgA");
    String issuer =
        "https://contosob2c.b2clogin.com/tfp/775527ff-9a37-4307-8b3d-cc311f58d925/b2c_1_signin/v2.0/";
    var user =
        key.token(
            """
            {
              "iss": "https://contosob2c.b2clogin.com/tfp/775527ff-9a37-4307-8b3d-cc311f58d925/b2c_1_signin/v2.0/",
              "aud": "5d4c3b2a-1908-4f7e-8d6c-5b4a39281706",
              "oid": "7d2c1b0a-9f8e-4d7c-8b6a-5948372615f0",
              "sub": "7d2c1b0a-9f8e-4d7c-8b6a-5948372615f0",
              "acr": "b2c_1_signin",
              "scp": "Tokens.Issue Profile.Read",
              "azp": "8f7e6d5c-4b3a-4291-8807-f6e5d4c3b2a1",
              "ver": "1.0"
            }""");
    return Provider.named("Azure AD B2C with the policy in the issuer")
        .documentation(
            "https://learn.microsoft.com/azure/active-directory-b2c/configure-tokens",
            "https://github.com/AzureAD/microsoft-identity-web/wiki/Azure-AD-B2C-issuer-claim-support")
        .guide(
            "Azure AD B2C, policy in the issuer",
            "<tenant name>",
            "contosob2c",
            "<tenant id>",
            "775527ff-9a37-4307-8b3d-cc311f58d925",
            "<user flow in lower case>",
            "b2c_1_signin",
            "<client id>",
            "5d4c3b2a-1908-4f7e-8d6c-5b4a39281706",
            "<client id of the app>",
            "8f7e6d5c-4b3a-4291-8807-f6e5d4c3b2a1")
        .discovery(issuer, issuer.replace("/v2.0/", "/discovery/v2.0/keys"), key)
        .issues("to a user, whose oid is the same as sub", user)
        .refuses(
            "an application",
            ExpectedRefusal.WRONG_APPLICATION,
            user.without("oid")
                .with("sub", "2e1d0c9b-8a79-4685-9473-62514039f8e7")
                .with("azp", "1c0b9a89-7867-4564-8342-312f0e1d2c3b"))
        .refuses(
            "a user of another policy",
            ExpectedRefusal.WRONG_ISSUER,
            user.with("iss", issuer.replace("b2c_1_signin", "b2c_1_edit")))
        .refuses(
            "a token for the app itself",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.with("aud", "8f7e6d5c-4b3a-4291-8807-f6e5d4c3b2a1"))
        .refuses(
            "a user without the scope",
            ExpectedRefusal.MISSING_SCOPE,
            user.with("scp", "Profile.Read"))
        .build();
  }

  private static Provider b2cWithCustomPolicy() {
    var key = ProviderKey.rs256("Kd9sVfGh2LmNpQrStUvWxYz0123456789AbCdEfGhIj");
    var user =
        key.token(
            """
            {
              "iss": "https://fabrikamb2c.b2clogin.com/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f/v2.0/",
              "aud": "5d4c3b2a-1908-4f7e-8d6c-5b4a39281706",
              "acr": "b2c_1a_signup_signin",
              "oid": "9a8b7c6d-5e4f-4a3b-8c1d-0e9f8a7b6c5d",
              "sub": "9a8b7c6d-5e4f-4a3b-8c1d-0e9f8a7b6c5d",
              "idp": "google.com",
              "tid": "0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f",
              "scp": "Tokens.Issue",
              "azp": "8f7e6d5c-4b3a-4291-8807-f6e5d4c3b2a1",
              "ver": "1.0"
            }""");
    return Provider.named("Azure AD B2C with a custom policy that names the tenant")
        .documentation(
            "https://learn.microsoft.com/azure/active-directory-b2c/relyingparty",
            "https://learn.microsoft.com/azure/active-directory-b2c/client-credentials-grant-flow",
            "https://github.com/Azure-Samples/active-directory-b2c-custom-policy-starterpack")
        .guide(
            "Azure AD B2C, custom policy",
            "<tenant name>",
            "fabrikamb2c",
            "<tenant id>",
            "0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f",
            "<policy>",
            "B2C_1A_signup_signin",
            "<client id>",
            "5d4c3b2a-1908-4f7e-8d6c-5b4a39281706",
            "<client id of the app>",
            "8f7e6d5c-4b3a-4291-8807-f6e5d4c3b2a1")
        .metadata(
            "https://fabrikamb2c.b2clogin.com/fabrikamb2c.onmicrosoft.com/B2C_1A_signup_signin/v2.0/.well-known/openid-configuration",
            "https://fabrikamb2c.b2clogin.com/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f/v2.0/",
            "https://fabrikamb2c.b2clogin.com/fabrikamb2c.onmicrosoft.com/b2c_1a_signup_signin/discovery/v2.0/keys",
            key)
        .issues("to a user, whose oid is the same as sub", user)
        .issues("to a user without oid, as in the starter pack", user.without("oid"))
        .refuses(
            "an application",
            ExpectedRefusal.WRONG_APPLICATION,
            user.without("acr", "oid", "idp")
                .with("sub", "2e1d0c9b-8a79-4685-9473-62514039f8e7")
                .with("azp", "1c0b9a89-7867-4564-8342-312f0e1d2c3b"))
        .refuses(
            "an application in the list, whose scopes are its roles",
            ExpectedRefusal.MISSING_SCOPE,
            user.without("acr", "oid", "idp")
                .with("sub", "2e1d0c9b-8a79-4685-9473-62514039f8e7")
                .with("scp", "app.read app.write"))
        .refuses(
            "a token for another API",
            ExpectedRefusal.WRONG_AUDIENCE,
            user.with("aud", "1c0b9a89-7867-4564-8342-312f0e1d2c3b"))
        .refuses("a forged token", ExpectedRefusal.WRONG_KEY, user.forged())
        .build();
  }

  private static ProviderKey keyOfAllTenants() {
    return ProviderKey.rs256("1LTMzakihiRla_8z2BEJVXeWMqo")
        .published("issuer", "https://login.microsoftonline.com/{tenantid}/v2.0");
  }

  private static ProviderKey keyOfPersonalAccounts() {
    return ProviderKey.secondRs256("bW8ZcMjBCnJZS-ibX5UQDNStvx4").published("issuer", v2(PERSONAL));
  }

  private static String v1(String tenant) {
    return "https://sts.windows.net/" + tenant + "/";
  }

  private static String v2(String tenant) {
    return "https://login.microsoftonline.com/" + tenant + "/v2.0";
  }

  private static String v2Keys(String tenant) {
    return "https://login.microsoftonline.com/" + tenant + "/discovery/v2.0/keys";
  }
}
