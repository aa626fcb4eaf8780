package dev.acstoken.settings;

import static dev.acstoken.settings.Setting.AUTH_AUDIENCE;
import static dev.acstoken.settings.Setting.AUTH_ISSUER;
import static dev.acstoken.settings.Setting.AUTH_ISSUERS;
import static dev.acstoken.settings.Setting.AUTH_REQUIRED_SCOPE;
import static dev.acstoken.settings.Setting.AUTH_USER_CLAIM;

import dev.acstoken.auth.Admins;
import dev.acstoken.auth.ApplicationTokens;
import dev.acstoken.auth.Audience;
import dev.acstoken.auth.ClaimPath;
import dev.acstoken.auth.IssuerName;
import dev.acstoken.auth.RequiredScope;
import dev.acstoken.auth.TrustedIssuer;
import dev.acstoken.auth.keys.KeyLocation;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Reads the settings of an endpoint that trusts one issuer and one audience. */
final class SingleIssuerReader {

  private final Function<Setting, Optional<String>> values;
  private final Consumer<String> problems;

  /**
   * Creates a reader.
   *
   * @param values returns the value of a setting, or its default
   * @param problems receives a sentence for each problem
   */
  SingleIssuerReader(Function<Setting, Optional<String>> values, Consumer<String> problems) {
    this.values = values;
    this.problems = problems;
  }

  /** Returns the issuer; empty if there is a problem. */
  Optional<TrustedIssuer> read() {
    if (values.apply(AUTH_ISSUER).isEmpty() && values.apply(AUTH_AUDIENCE).isEmpty()) {
      problems.accept(
          "Set " + AUTH_ISSUER + " and " + AUTH_AUDIENCE + ", or " + AUTH_ISSUERS + ".");
      return Optional.empty();
    }
    Optional<String> issuer =
        required(AUTH_ISSUER).flatMap(url -> checked(AUTH_ISSUER, url, IssuerUrl::problemOfIssuer));
    Optional<String> audience = required(AUTH_AUDIENCE).flatMap(it -> one(AUTH_AUDIENCE, it));
    Optional<String> userClaim =
        values
            .apply(AUTH_USER_CLAIM)
            .flatMap(it -> one(AUTH_USER_CLAIM, it))
            .flatMap(
                name ->
                    checked(AUTH_USER_CLAIM, name, it -> UserClaims.problemOf(ClaimPath.of(it))));
    Optional<String> scope =
        values
            .apply(AUTH_REQUIRED_SCOPE)
            .flatMap(it -> one(AUTH_REQUIRED_SCOPE, it))
            .flatMap(it -> checked(AUTH_REQUIRED_SCOPE, it, RequiredScope::problemOf));
    return issuer.isEmpty() || audience.isEmpty() || userClaim.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new TrustedIssuer(
                new IssuerName.Single(issuer.get(), Optional.empty()),
                KeyLocation.discovered(issuer.get()),
                new Audience(Set.of(audience.get()), Optional.empty()),
                Optional.empty(),
                ClaimPath.of(userClaim.get()),
                ClaimPath.of("roles"),
                scope.map(text -> new RequiredScope(text, Set.of(audience.get()))),
                List.of(),
                new ApplicationTokens(Optional.empty()),
                Admins.ALL));
  }

  private Optional<String> required(Setting setting) {
    Optional<String> value = values.apply(setting);
    if (value.isEmpty()) {
      problems.accept(setting + " is required.");
    }
    return value;
  }

  private Optional<String> one(Setting setting, String text) {
    return checked(setting, text, it -> CopiedText.problemOf(it).or(() -> problemOfOneValue(it)));
  }

  private static Optional<String> problemOfOneValue(String text) {
    return text.chars().anyMatch(c -> ",; []\"".indexOf(c) >= 0)
        ? Optional.of(
            "is one value, but a comma, a semicolon, a space, a bracket or a quotation mark in it"
                + " looks like a list: write it, or each of several, in "
                + AUTH_ISSUERS)
        : Optional.empty();
  }

  private Optional<String> checked(
      Setting setting, String text, Function<String, Optional<String>> check) {
    Optional<String> problem = check.apply(text);
    problem.ifPresent(predicate -> problems.accept(setting + " " + predicate + "."));
    return problem.isPresent() ? Optional.empty() : Optional.of(text);
  }
}
