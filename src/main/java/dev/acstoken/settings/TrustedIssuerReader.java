package dev.acstoken.settings;

import dev.acstoken.auth.Admins;
import dev.acstoken.auth.ApplicationTokens;
import dev.acstoken.auth.Audience;
import dev.acstoken.auth.ClaimCondition;
import dev.acstoken.auth.ClaimPath;
import dev.acstoken.auth.IssuerName;
import dev.acstoken.auth.RequiredScope;
import dev.acstoken.auth.TrustedIssuer;
import dev.acstoken.auth.keys.KeyLocation;
import dev.acstoken.auth.keys.TenantPattern;
import dev.acstoken.identity.Guid;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads one issuer of {@link Setting#AUTH_ISSUERS}. */
final class TrustedIssuerReader {

  private static final String TENANT = TenantPattern.PLACEHOLDER;
  private static final String ANY_TENANT = "00000000-0000-4000-8000-000000000000";

  // Entra ID publishes the keys of all tenants here.
  private static final String ALL_TENANTS = "common";

  private static final Set<String> AUDIENCE_CLAIMS = Set.of("client_id", "azp");
  private static final int MAX_ALIAS_LENGTH = 256;

  private final JsonObject json;

  TrustedIssuerReader(JsonObject json) {
    this.json = json;
  }

  /**
   * Returns the issuer; empty if there is a problem.
   *
   * @param isOnly whether no other issuer is trusted
   */
  Optional<TrustedIssuer> read(boolean isOnly) {
    Optional<String> url = url();
    // Known even if the URL is wrong, so that one mistake is not reported as several.
    boolean isTemplate =
        json.value("issuer").map(String::valueOf).filter(it -> it.contains(TENANT)).isPresent();
    Optional<Set<String>> tenants = tenants(isTemplate);
    Optional<String> alias = alias();
    Optional<String> former = former(isTemplate);
    Optional<KeyLocation> keys = keys(url);
    Optional<Set<String>> audiences = required("audiences");
    Optional<String> audienceClaim = audienceClaim();
    Optional<Set<String>> applications = applications(url);
    Optional<ClaimPath> userClaim = userClaim();
    Optional<ClaimPath> rolesClaim = json.claim("rolesClaim", "roles");
    Optional<String> scope = requiredScope();
    List<ClaimCondition> conditions =
        json.objects("requiredClaims").stream()
            .flatMap(condition -> new ClaimConditionReader(condition).read().stream())
            .toList();
    Optional<ClaimCondition> mark =
        json.object("applicationMark")
            .flatMap(condition -> new ClaimConditionReader(condition).readPresence());
    Optional<Admins> admins = isTemplate ? adminsOfTemplate(tenants) : admins(isOnly);
    json.reportUnknownMembers();
    if (url.isEmpty()
        || keys.isEmpty()
        || audiences.isEmpty()
        || userClaim.isEmpty()
        || rolesClaim.isEmpty()
        || admins.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new TrustedIssuer(
            isTemplate
                ? new IssuerName.OfTenants(url.get(), alias, former, tenants)
                : new IssuerName.Single(url.get(), alias, former),
            keys.get(),
            new Audience(audiences.get(), audienceClaim),
            applications,
            userClaim.get(),
            rolesClaim.get(),
            scope.map(text -> new RequiredScope(text, audiences.get())),
            conditions,
            new ApplicationTokens(mark),
            admins.get()));
  }

  private Optional<String> url() {
    Optional<String> url = json.template("issuer");
    if (!json.has("issuer")) {
      return json.problem("issuer", "is required");
    }
    return url.flatMap(
            text -> json.checked("issuer", text, TrustedIssuerReader::problemOfPlaceholders))
        .flatMap(
            text ->
                json.checked(
                    "issuer", text, it -> problemOfIssuer(it.replace(TENANT, ANY_TENANT))));
  }

  private Optional<String> problemOfIssuer(String text) {
    return json.has("keySetUrl") ? IssuerUrl.problemOfName(text) : IssuerUrl.problemOfIssuer(text);
  }

  private static Optional<String> problemOfPlaceholders(String text) {
    return text.indexOf(TENANT) == text.lastIndexOf(TENANT)
        ? Optional.empty()
        : Optional.of("must not contain \"" + TENANT + "\" more than once");
  }

  /** Returns the accepted tenants; empty if every tenant is accepted. */
  private Optional<Set<String>> tenants(boolean isTemplate) {
    Optional<Object> value = json.value("tenants");
    if (isTemplate != value.isPresent()) {
      return json.problem(
          "tenants",
          isTemplate
              ? "is required, because the issuer has a place for the tenant: list the ids of the"
                  + " accepted tenants, or set \"*\" to accept every tenant"
              : "is possible only if the issuer contains \"" + TENANT + "\"");
    }
    return value.isEmpty() || value.get().equals("*") ? Optional.empty() : guids("tenants");
  }

  private Optional<Set<String>> guids(String name) {
    Optional<List<String>> ids = json.texts(name);
    return ids.isPresent() && !ids.get().stream().allMatch(Guid::matches)
        ? json.problem(name, "must contain the ids of tenants, which are GUIDs")
        : ids.map(
            texts ->
                new HashSet<>(texts.stream().map(text -> text.toLowerCase(Locale.ROOT)).toList()));
  }

  private Optional<String> alias() {
    return json.template("alias")
        .flatMap(text -> json.checked("alias", text, TrustedIssuerReader::problemOfPlaceholders))
        .flatMap(text -> json.checked("alias", text, TrustedIssuerReader::problemOfAlias));
  }

  private Optional<String> former(boolean isTemplate) {
    return json.template("previousIssuer")
        .flatMap(
            text ->
                json.checked("previousIssuer", text, TrustedIssuerReader::problemOfPlaceholders))
        .flatMap(
            text -> json.checked("previousIssuer", text, it -> problemOfFormer(it, isTemplate)));
  }

  // A former URL may contain characters that no alias contains.
  private static Optional<String> problemOfFormer(String text, boolean isTemplate) {
    return text.contains(TENANT) && !isTemplate
        ? Optional.of("may contain \"" + TENANT + "\" only if the issuer contains it")
        : problemOfAlias(text)
            .filter(it -> IssuerUrl.problemOfName(text.replace(TENANT, ANY_TENANT)).isPresent());
  }

  private static Optional<String> problemOfAlias(String text) {
    return text.length() <= MAX_ALIAS_LENGTH
            && text.replace(TENANT, "").matches("[A-Za-z0-9._~:/@%+,!()\\[\\]-]*")
        ? Optional.empty()
        : Optional.of(
            "must consist of up to "
                + MAX_ALIAS_LENGTH
                + " letters, digits and the characters ._~:/@%+,!()[]-");
  }

  private Optional<KeyLocation> keys(Optional<String> url) {
    Optional<URI> keySet = address("keySetUrl", IssuerUrl::problemOfKeySet);
    Optional<URI> metadata = address("metadataUrl", IssuerUrl::problemOfAddress);
    if (json.has("keySetUrl")) {
      return json.has("metadataUrl")
          ? json.problem("keySetUrl", "cannot be combined with metadataUrl")
          : keySet.map(KeyLocation.KeySet::new);
    }
    return url.flatMap(
        issuer ->
            (json.has("metadataUrl") ? metadata : Optional.of(defaultMetadata(issuer)))
                .map(uri -> new KeyLocation.Metadata(uri, issuer)));
  }

  private static URI defaultMetadata(String issuer) {
    return KeyLocation.discoveryDocument(issuer.replace(TENANT, ALL_TENANTS));
  }

  private Optional<URI> address(String name, Function<String, Optional<String>> check) {
    return json.text(name).flatMap(text -> json.checked(name, text, check)).map(URI::create);
  }

  private Optional<Set<String>> required(String name) {
    return json.has(name) ? json.texts(name).map(HashSet::new) : json.problem(name, "is required");
  }

  private Optional<String> audienceClaim() {
    return json.text("audienceClaim")
        .flatMap(
            text ->
                AUDIENCE_CLAIMS.contains(text)
                    ? Optional.of(text)
                    : json.problem("audienceClaim", "must be \"client_id\" or \"azp\""));
  }

  private Optional<Set<String>> applications(Optional<String> issuer) {
    boolean isEntra = issuer.filter(EntraIssuerUrl::isOfEntra).isPresent();
    return json.texts(
            "applications",
            text -> isEntra ? EntraIssuerUrl.problemOfApplication(text) : Optional.empty())
        .map(HashSet::new);
  }

  private Optional<ClaimPath> userClaim() {
    return json.claim("userClaim", "sub")
        .flatMap(claim -> json.checked("userClaim", claim, UserClaims::problemOf));
  }

  private Optional<String> requiredScope() {
    return json.text("requiredScope")
        .flatMap(text -> json.checked("requiredScope", text, RequiredScope::problemOf));
  }

  private Optional<Admins> admins(boolean isOnly) {
    return json.has("admins")
        ? json.truth("admins").map(isAll -> isAll ? Admins.ALL : Admins.NONE)
        : Optional.of(isOnly ? Admins.ALL : Admins.NONE);
  }

  private Optional<Admins> adminsOfTemplate(Optional<Set<String>> tenants) {
    Optional<Object> value = json.value("admins");
    if (value.isEmpty() || value.get().equals(false)) {
      return Optional.of(Admins.NONE);
    }
    Optional<Set<String>> named = value.get().equals(true) ? tenants : guids("admins");
    if (named.isPresent() && !tenants.map(all -> all.containsAll(named.get())).orElse(true)) {
      return json.problem("admins", "names a tenant that is not in tenants");
    }
    return named.isEmpty() && value.get().equals(true)
        ? json.problem(
            "admins",
            "must list the ids of the tenants that have admins, because each tenant assigns its own"
                + " roles")
        : named.map(Admins.OfTenants::new);
  }
}
