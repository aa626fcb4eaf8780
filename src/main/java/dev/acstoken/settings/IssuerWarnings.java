package dev.acstoken.settings;

import dev.acstoken.auth.ClaimPath;
import dev.acstoken.auth.TrustedIssuer;
import dev.acstoken.auth.keys.KeyLocation;
import dev.acstoken.identity.Guid;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Warns of settings of an issuer that are valid and probably a mistake. */
final class IssuerWarnings {

  /** Texts such as {@code your-client-id}, {@code YOUR_DOMAIN} and {@code changeme}. */
  private static final Pattern EXAMPLE =
      Pattern.compile(
          "(?i)(?<![a-z])"
              + "(?:your(?:[-_ ]|tenant|realm|domain|org|project|client|app|api|audience|issuer)"
              + "|change[-_]?me|replace[-_]?me)");

  private static final Pattern KEY_SET =
      Pattern.compile(".*/(?:jwks?|jwks?\\.json|jwks_uri|keys|certs|token_keys)/?");

  private final Setting setting;
  private final int index;
  private final TrustedIssuer issuer;

  private IssuerWarnings(Setting setting, int index, TrustedIssuer issuer) {
    this.setting = setting;
    this.index = index;
    this.issuer = issuer;
  }

  /**
   * Returns a sentence for each setting that is valid and probably a mistake.
   *
   * @param setting the setting that names the issuers: {@link Setting#AUTH_ISSUER} or {@link
   *     Setting#AUTH_ISSUERS}
   */
  static List<String> about(Setting setting, List<TrustedIssuer> issuers) {
    return IntStream.range(0, issuers.size())
        .boxed()
        .flatMap(i -> new IssuerWarnings(setting, i, issuers.get(i)).all())
        .toList();
  }

  private Stream<String> all() {
    return Stream.of(
            examples(),
            commonAudiences(),
            lists(),
            identifiersOfApis(),
            audiencesOfVersion1(),
            spellings(),
            pairwiseUsers(),
            keySetAsMetadata(),
            dottedName(issuer.userClaim(), "userClaim"),
            dottedName(issuer.rolesClaim(), "rolesClaim"),
            issuer.requiredClaims().stream()
                .flatMap(condition -> dottedName(condition.claim(), "requiredClaims")))
        .flatMap(warnings -> warnings);
  }

  private Stream<String> examples() {
    return Stream.of(
            Stream.of(about("issuer", issuer.name().configured())),
            about("audience", "audiences", audiences()),
            about("application", "applications", applications()))
        .flatMap(values -> values)
        .filter(value -> EXAMPLE.matcher(value.text()).find())
        .map(value -> value + " looks like an example that nobody has replaced.");
  }

  /** Warns of audiences that a provider gives to every application, unless these are listed. */
  private Stream<String> commonAudiences() {
    return about("audience", "audiences", audiences())
        .filter(
            audience ->
                issuer.applications().isEmpty()
                    && CommonAudiences.contain(audience.text(), issuer.name().configured()))
        .map(
            audience ->
                audience
                    + " is in the tokens of every application of its issuer, so each of their"
                    + " users and services is accepted. Give the endpoint an audience of its own,"
                    + " or list the applications in "
                    + Setting.AUTH_ISSUERS
                    + ".");
  }

  /** Warns of one text that several were written into. */
  private Stream<String> lists() {
    return Stream.concat(
            about("audience", "audiences", audiences()),
            about("application", "applications", applications()))
        .filter(value -> value.text().chars().anyMatch(c -> ",; []\"'".indexOf(c) >= 0))
        .map(
            value ->
                value
                    + " is one text. If it is a list, write each value as a text of its own,"
                    + " without quotation marks in it.");
  }

  private Stream<String> identifiersOfApis() {
    return about("application", "applications", applications())
        .filter(application -> application.text().startsWith("api://"))
        .map(
            application ->
                application
                    + " looks like the identifier of an API. Tokens name the application that"
                    + " requested them by its client id.");
  }

  /** Warns of audiences that tokens of version 2 never have. */
  private Stream<String> audiencesOfVersion1() {
    return audiences().stream().anyMatch(Guid::matches)
            || !EntraIssuerUrl.isOfVersion2(issuer.name().configured())
        ? Stream.empty()
        : about("audience", "audiences", audiences())
            .map(
                audience ->
                    audience
                        + " is not in version 2 tokens of Entra ID. Their audience is the client"
                        + " id of the API, a GUID.");
  }

  private Stream<String> spellings() {
    return about("audience", "audiences", audiences())
        .filter(
            audience ->
                EntraIssuerUrl.isOfEntra(issuer.name().configured())
                    && Guid.matches(audience.text())
                    && !audience.text().equals(audience.text().toLowerCase(Locale.ROOT)))
        .map(
            audience ->
                audience + " is in upper case, and Entra ID writes client ids in lower case.");
  }

  private Stream<String> pairwiseUsers() {
    return Stream.of(about("user claim", "userClaim", "sub"))
        .filter(
            claim ->
                EntraIssuerUrl.isOfEntra(issuer.name().configured())
                    && issuer.userClaim().equals(ClaimPath.of(claim.text())))
        .map(
            claim ->
                claim
                    + " has another value in each application of Entra ID, so a user has several"
                    + " identities. Set \"oid\", unless the identities exist already.");
  }

  private Stream<String> keySetAsMetadata() {
    return Stream.of(issuer.keys())
        .filter(KeyLocation.Metadata.class::isInstance)
        .map(keys -> about("address", "metadataUrl", keys.uri().toString()))
        .filter(address -> KEY_SET.matcher(address.text()).matches())
        .map(address -> address + " looks like a key set. If it is one, set keySetUrl instead.");
  }

  /** Warns of a path that is written with dots, as other programs do. */
  private Stream<String> dottedName(ClaimPath claim, String member) {
    return Stream.of(about("claim", member, claim.lastName()))
        .filter(name -> claim.names().size() == 1 && name.text().matches("\\w+(\\.\\w+)+"))
        .map(
            name ->
                name
                    + " is one name with a dot. If it is a path, write it as a list of names in "
                    + Setting.AUTH_ISSUERS
                    + ".");
  }

  private Set<String> audiences() {
    return issuer.audience().accepted();
  }

  private Set<String> applications() {
    return issuer.applications().orElse(Set.of());
  }

  private Stream<Value> about(String kind, String member, Set<String> texts) {
    return texts.stream().sorted().map(text -> about(kind, member, text));
  }

  private Value about(String kind, String text) {
    return about(kind, kind, text);
  }

  private Value about(String kind, String member, String text) {
    return new Value(kind, text, place(member));
  }

  private String place(String member) {
    if (setting == Setting.AUTH_ISSUERS) {
      return setting + "[" + index + "]." + member;
    }
    return switch (member) {
      case "audiences" -> Setting.AUTH_AUDIENCE.name();
      case "userClaim" -> Setting.AUTH_USER_CLAIM.name();
      default -> setting.name();
    };
  }

  /**
   * A text in the settings. As a text, it is the subject of a sentence.
   *
   * @param kind what the text is
   * @param place where it is
   */
  private record Value(String kind, String text, String place) {

    @Override
    public String toString() {
      return "The " + kind + " \"" + text + "\" (" + place + ")";
    }
  }
}
