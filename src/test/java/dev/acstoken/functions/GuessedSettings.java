package dev.acstoken.functions;

import static java.util.Objects.requireNonNull;

import com.nimbusds.jose.util.JSONArrayUtils;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTParser;
import dev.acstoken.providers.Outcome.Issued;
import dev.acstoken.providers.Provider;
import java.net.URI;
import java.text.ParseException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The settings of a provider of the table, of which one line is replaced.
 *
 * @param issuer the settings of the issuer, as an object in {@code AUTH_ISSUERS}
 * @param others the other settings
 * @param outcomes the tokens of the issuer that are accepted
 * @param metadata a metadata document of the provider; empty if it has none
 */
record GuessedSettings(
    Map<String, Object> issuer,
    Map<String, String> others,
    List<Issued> outcomes,
    String metadata) {

  /** A line that sets a variable, or a member of an object in {@code AUTH_ISSUERS}. */
  private static final Pattern VARIABLE = Pattern.compile("(AUTH_[A-Z_]+)=(.*)");

  private static final Pattern PLACEHOLDER = Pattern.compile("<[^<>]+>");
  private static final Pattern GUID =
      Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /**
   * Returns the settings of a provider.
   *
   * @param host a part of the URL of the issuer, if the provider has several
   */
  static GuessedSettings of(String provider, String host) {
    var row =
        Provider.all().stream().filter(it -> it.name().equals(provider)).findFirst().orElseThrow();
    var issuer =
        issuersOf(row.settings()).stream()
            .filter(it -> nameOf(it).contains(host))
            .findFirst()
            .orElseThrow();
    Map<String, String> others = new HashMap<>(row.settings());
    others.keySet().retainAll(List.of("AUTH_ADMIN_ROLE"));
    return new GuessedSettings(
        issuer,
        others,
        row.outcomes().stream()
            .filter(Issued.class::isInstance)
            .map(Issued.class::cast)
            .filter(it -> nameOf(issuer).equals(claims(it.tokens().get(0)).get("iss")))
            .toList(),
        row.documents().entrySet().stream()
            .filter(it -> it.getKey().endsWith("openid-configuration"))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(""));
  }

  private static List<Map<String, Object>> issuersOf(Map<String, String> settings) {
    String list = settings.get("AUTH_ISSUERS");
    if (list == null) {
      return List.of(
          Map.of(
              "issuer", required(settings, "AUTH_ISSUER"),
              "audiences", List.of(required(settings, "AUTH_AUDIENCE")),
              "userClaim", settings.getOrDefault("AUTH_USER_CLAIM", "sub"),
              "requiredScope", required(settings, "AUTH_REQUIRED_SCOPE")));
    }
    try {
      return JSONArrayUtils.parse(list).stream().map(GuessedSettings::object).toList();
    } catch (ParseException e) {
      throw new AssertionError(list, e);
    }
  }

  private static String nameOf(Map<String, Object> issuer) {
    return String.valueOf(issuer.get("issuer"));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Object json) {
    return (Map<String, Object>) json;
  }

  private static String required(Map<String, String> settings, String name) {
    return requireNonNull(settings.get(name), name);
  }

  /** Returns the settings of the endpoint with this line. */
  Map<String, String> with(String line) {
    Map<String, String> settings = new HashMap<>(others);
    Matcher variable = VARIABLE.matcher(line);
    if (variable.matches()) {
      settings.putAll(single());
      settings.put(variable.group(1), variable.group(2));
    } else {
      Map<String, Object> guessed = new LinkedHashMap<>(issuer);
      guessed.putAll(parsed("{" + line + "}"));
      settings.put("AUTH_ISSUERS", JSONArrayUtils.toJSONString(List.of(guessed)));
    }
    return settings;
  }

  private Map<String, String> single() {
    Map<String, String> settings = new HashMap<>();
    settings.put("AUTH_ISSUER", nameOf(issuer));
    settings.put("AUTH_AUDIENCE", audience());
    Map.of("userClaim", "AUTH_USER_CLAIM", "requiredScope", "AUTH_REQUIRED_SCOPE")
        .forEach(
            (member, variable) -> {
              if (issuer.get(member) instanceof String text) {
                settings.put(variable, text);
              }
            });
    return settings;
  }

  /** Returns an accepted token of a user, and the request for which it is accepted. */
  Issued user() {
    return outcomes.stream().filter(it -> isOwn(it)).findFirst().orElseThrow();
  }

  /** Returns an accepted token of an admin, and the request for which it is accepted. */
  Issued admin() {
    return outcomes.stream().filter(it -> !isOwn(it)).findFirst().orElseThrow();
  }

  private static boolean isOwn(Issued issued) {
    return issued.path().equals("/users/me/tokens");
  }

  /** Returns the text with values in place of the placeholders. */
  String filled(String text) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(it -> Matcher.quoteReplacement(valueOf(it.group())));
  }

  private String valueOf(String placeholder) {
    URI url = URI.create(nameOf(issuer));
    return switch (placeholder) {
      case "<host>" -> url.getHost();
      case "<inner host>" -> "keycloak.internal";
      case "<realm>" -> url.getPath().substring(url.getPath().lastIndexOf('/') + 1);
      case "<tenant id>" ->
          GUID.matcher(url.getPath()).results().map(it -> it.group()).findFirst().orElseThrow();
      case "<tenant name>" -> "contoso";
      case "<domain>" -> "contoso.example";
      case "<audience>", "<client id of the API>" -> audience();
      case "<client id of the app>" ->
          Stream.of("azp", "appid")
              .flatMap(name -> Stream.ofNullable(claims(user().tokens().get(0)).get(name)))
              .map(String::valueOf)
              .findFirst()
              .orElseThrow();
      default -> throw new AssertionError("No value for " + placeholder);
    };
  }

  private String audience() {
    return ((List<?>) requireNonNull(issuer.get("audiences"))).get(0).toString();
  }

  private static Map<String, Object> claims(String token) {
    try {
      return JWTParser.parse(token).getJWTClaimsSet().toJSONObject();
    } catch (ParseException e) {
      throw new AssertionError(token, e);
    }
  }

  private static Map<String, Object> parsed(String json) {
    try {
      return JSONObjectUtils.parse(json);
    } catch (ParseException e) {
      throw new AssertionError(json, e);
    }
  }
}
