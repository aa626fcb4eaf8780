package dev.acstoken.providers;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.acstoken.docs.SignInGuide;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A row of the table of identity providers.
 *
 * @param documentation the pages of the provider that describe what is imitated
 * @param section the section of the guide whose settings an operator copies; empty if none fits
 * @param settings the endpoint's settings that an operator would write for the provider
 * @param documents the documents that the provider publishes, by their URL
 */
public record Provider(
    String name,
    List<String> documentation,
    String section,
    Map<String, String> settings,
    Map<String, String> documents,
    List<Outcome> outcomes) {

  /** Returns all rows of the table. */
  public static List<Provider> all() {
    return Stream.of(EntraProviders.all(), HostedProviders.all(), SelfHostedProviders.all())
        .flatMap(List::stream)
        .toList();
  }

  static Builder named(String name) {
    return new Builder(name);
  }

  /** Describes a provider in the order of a documentation: settings, documents, tokens. */
  static final class Builder {

    private static final String OWN_TOKENS = "/users/me/tokens";
    private static final SignInGuide GUIDE = SignInGuide.read();

    private final String name;
    private final List<String> documentation = new ArrayList<>();
    private String section = "";
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Map<String, String> documents = new LinkedHashMap<>();
    private final List<Outcome> outcomes = new ArrayList<>();

    private Builder(String name) {
      this.name = name;
    }

    Builder documentation(String... pages) {
      documentation.addAll(List.of(pages));
      return this;
    }

    /**
     * Takes the settings from a section of the guide to sign-in.
     *
     * @param placeholdersAndValues the placeholders in the section, each before its value
     */
    Builder guide(String heading, String... placeholdersAndValues) {
      Map<String, String> values = new LinkedHashMap<>();
      for (int i = 0; i < placeholdersAndValues.length; i += 2) {
        values.put(placeholdersAndValues[i], placeholdersAndValues[i + 1]);
      }
      section = heading;
      settings.putAll(GUIDE.settings(heading, values));
      return this;
    }

    /** Sets {@code AUTH_ISSUERS}. */
    Builder issuers(String json) {
      return setting("AUTH_ISSUERS", json);
    }

    Builder setting(String setting, String value) {
      settings.put(setting, value);
      return this;
    }

    /** Publishes OpenID Connect's discovery document below the issuer, and the key set. */
    Builder discovery(String issuer, String keySetUrl, ProviderKey... keys) {
      String base = issuer.endsWith("/") ? issuer : issuer + "/";
      return metadata(base + ".well-known/openid-configuration", issuer, keySetUrl, keys);
    }

    /** Publishes a metadata document at another address than the issuer's, and the key set. */
    Builder metadata(String url, String issuer, String keySetUrl, ProviderKey... keys) {
      documents.put(
          url,
          JSONObjectUtils.toJSONString(
              Map.of(
                  "issuer",
                  issuer,
                  "jwks_uri",
                  keySetUrl,
                  "response_types_supported",
                  List.of("code"),
                  "subject_types_supported",
                  List.of("public"))));
      return keySet(keySetUrl, keys);
    }

    Builder keySet(String url, ProviderKey... keys) {
      documents.put(url, ProviderKey.set(keys));
      return this;
    }

    /** An ACS token is issued to the token's user. */
    Builder issues(String what, Token token) {
      return issuesOneIdentity(what, token);
    }

    /** ACS tokens of one identity are issued to the tokens' users. */
    Builder issuesOneIdentity(String what, Token... tokens) {
      return add(
          new Outcome.Issued(
              sentence("a token is issued " + what),
              OWN_TOKENS,
              Stream.of(tokens).map(Token::signed).toList()));
    }

    /** An ACS token of another user is issued to the token's user, who is an admin. */
    Builder issuesForAnother(String what, Token admin) {
      return issuesForAnother(what, "", admin);
    }

    /** An ACS token of another issuer's user is issued to the token's user, who is an admin. */
    Builder issuesForAnother(String what, String issuer, Token admin) {
      return add(
          new Outcome.Issued(
              sentence("a token of another user is issued " + what),
              tokensOfAnother(issuer),
              List.of(admin.signed())));
    }

    Builder refuses(String what, ExpectedRefusal refusal, Token token) {
      return refuses(what, refusal, token.signed());
    }

    Builder refuses(String what, ExpectedRefusal refusal, String token) {
      return add(
          new Outcome.Refused(
              sentence(what + " is refused for " + refusal.explanation()),
              OWN_TOKENS,
              token,
              refusal));
    }

    /** A token of another user is refused. */
    Builder refusesForAnother(String what, ExpectedRefusal refusal, Token token) {
      return add(
          new Outcome.Refused(
              sentence(what + " is refused a token of another user for " + refusal.explanation()),
              tokensOfAnother(""),
              token.signed(),
              refusal));
    }

    Provider build() {
      return new Provider(name, documentation, section, settings, documents, outcomes);
    }

    private Builder add(Outcome outcome) {
      outcomes.add(outcome);
      return this;
    }

    private String sentence(String rest) {
      return name + ": " + rest;
    }

    private static String tokensOfAnother(String issuer) {
      String path = "/users/somebody-else/tokens";
      return issuer.isEmpty() ? path : path + "?issuer=" + URLEncoder.encode(issuer, UTF_8);
    }
  }
}
