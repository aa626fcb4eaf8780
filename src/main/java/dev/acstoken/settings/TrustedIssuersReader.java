package dev.acstoken.settings;

import dev.acstoken.auth.IssuerName;
import dev.acstoken.auth.TrustedIssuer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Reads {@link Setting#AUTH_ISSUERS}. docs/reference/issuers.md describes it. */
final class TrustedIssuersReader {

  private final Consumer<String> problems;

  /**
   * Creates a reader.
   *
   * @param problems receives a sentence for each problem
   */
  TrustedIssuersReader(Consumer<String> problems) {
    this.problems = problems;
  }

  /** Returns the issuers; incomplete if there are problems. */
  List<TrustedIssuer> read(String text) {
    Object json;
    try {
      json = JsonTree.parse(text);
    } catch (JsonTree.FormException e) {
      problems.accept(Setting.AUTH_ISSUERS + " " + e.getMessage() + ".");
      return List.of();
    } catch (IOException e) {
      problems.accept(
          Setting.AUTH_ISSUERS
              + " is not well-formed JSON. A shell may have removed its quotation marks.");
      return List.of();
    }
    if (!(json instanceof List<?> entries) || entries.isEmpty()) {
      problems.accept(
          Setting.AUTH_ISSUERS + " must be a JSON array with an object for each issuer.");
      return List.of();
    }
    List<TrustedIssuer> issuers = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      read(entries.get(i), place(i), entries.size() == 1).ifPresent(issuers::add);
    }
    if (issuers.size() == entries.size()) {
      compare(issuers);
    }
    return issuers;
  }

  private Optional<TrustedIssuer> read(Object entry, String place, boolean isOnly) {
    if (!(entry instanceof Map<?, ?> members)) {
      problems.accept(place + " must be a JSON object.");
      return Optional.empty();
    }
    return new TrustedIssuerReader(new JsonObject(members, place, problems)).read(isOnly);
  }

  private void compare(List<TrustedIssuer> issuers) {
    for (int one = 0; one < issuers.size(); one++) {
      requireOtherName(issuers.get(one).name(), place(one));
      for (int other = 0; other < issuers.size(); other++) {
        if (one != other) {
          compare(issuers.get(one), issuers.get(other), place(one), place(other));
          compareFormer(
              issuers.get(one).name(), issuers.get(other).name(), place(one), place(other));
        }
      }
    }
  }

  private void requireOtherName(IssuerName name, String place) {
    if (name.former().equals(name.alias().or(() -> Optional.of(name.configured())))) {
      problems.accept(
          place
              + ".previousIssuer is the present name of the issuer in the keys of its users, which"
              + " is the alias, or else the URL: remove previousIssuer, or add the new alias.");
    }
  }

  /**
   * Checks that the users of two issuers have different keys, unless both issuers declare that
   * their users are the same.
   */
  private void compare(TrustedIssuer one, TrustedIssuer other, String place, String otherPlace) {
    if (one.name().configured().equals(other.name().configured())) {
      problems.accept(
          place
              + ".issuer is that of "
              + otherPlace
              + ", too: list its audiences and applications in one object.");
      return;
    }
    Optional<String> tenant = other.name().tenantIn(one.name().configured());
    if (tenant.isPresent() && !other.name().matches(one.name().configured(), tenant)) {
      problems.accept(
          place
              + ".issuer must spell the tenant's id in lower case, as the tokens of Entra ID do.");
    }
    Optional<String> alias = one.name().alias();
    boolean isShared = shareAlias(one.name(), other.name());
    if (isShared && !one.userClaim().equals(other.userClaim())) {
      problems.accept(
          place
              + ".alias is that of "
              + otherPlace
              + ", which has another userClaim, so their users are not the same.");
    } else if (!isShared && alias.filter(it -> mayBeKeyOf(it, other.name())).isPresent()) {
      problems.accept(
          place
              + ".alias is the URL or the alias of "
              + otherPlace
              + ". If the users of both are the same, give both the same alias.");
    }
  }

  /**
   * Checks that the former name of an issuer leads to no users of another one, unless both issuers
   * declare that their users are the same.
   */
  private void compareFormer(IssuerName one, IssuerName other, String place, String otherPlace) {
    if (shareAlias(one, other)) {
      if (one.former().isPresent() && !one.former().equals(other.former())) {
        problems.accept(
            place
                + ".previousIssuer is not that of "
                + otherPlace
                + ". Both have the same alias, so both need the same previousIssuer, or none.");
      }
    } else if (foreignFormer(one).filter(it -> mayBeNameOf(it, one, other)).isPresent()) {
      problems.accept(
          place
              + ".previousIssuer is the URL, the alias or the previousIssuer of "
              + otherPlace
              + ". If the users of both are the same, give both the same alias and the same"
              + " previousIssuer.");
    }
  }

  private static boolean shareAlias(IssuerName one, IssuerName other) {
    return one.alias().isPresent() && one.alias().equals(other.alias());
  }

  // An issuer that gets an alias was named by its URL before, which no other issuer shares.
  private static Optional<String> foreignFormer(IssuerName name) {
    return name.former().filter(former -> !former.equals(name.configured()));
  }

  private static boolean mayBeNameOf(String former, IssuerName one, IssuerName other) {
    return other.userKeyNamed(former).isPresent()
        || Stream.of(Optional.of(other.configured()), other.alias(), other.former())
            .flatMap(Optional::stream)
            .anyMatch(one::wasNamed);
  }

  private static String place(int index) {
    return Setting.AUTH_ISSUERS + "[" + index + "]";
  }

  // An alias that is the former name of another issuer is reported as such.
  private static boolean mayBeKeyOf(String alias, IssuerName other) {
    boolean isFormer = foreignFormer(other).isPresent() && other.wasNamed(alias);
    return (other.userKeyNamed(alias).isPresent() && !isFormer)
        || other.tenantIn(alias).isPresent()
        || Objects.equals(alias, other.configured());
  }
}
