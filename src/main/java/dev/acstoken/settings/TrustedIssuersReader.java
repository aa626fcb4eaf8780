package dev.acstoken.settings;

import static java.util.stream.Collectors.toSet;

import dev.acstoken.auth.IssuerName;
import dev.acstoken.auth.TrustedIssuer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

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
      read(entries.get(i), Setting.AUTH_ISSUERS + "[" + i + "]", entries.size() == 1)
          .ifPresent(issuers::add);
    }
    requireDistinctNames(issuers);
    return issuers;
  }

  private Optional<TrustedIssuer> read(Object entry, String place, boolean isOnly) {
    if (!(entry instanceof Map<?, ?> members)) {
      problems.accept(place + " must be a JSON object.");
      return Optional.empty();
    }
    return new TrustedIssuerReader(new JsonObject(members, place, problems)).read(isOnly);
  }

  private void requireDistinctNames(List<TrustedIssuer> issuers) {
    var names = issuers.stream().map(issuer -> issuer.name().configured()).toList();
    if (names.stream().collect(toSet()).size() < names.size()) {
      problems.accept(
          Setting.AUTH_ISSUERS
              + " names an issuer twice: list its audiences and applications in one object.");
      return;
    }
    IntStream.range(0, issuers.size())
        .forEach(
            one ->
                IntStream.range(0, issuers.size())
                    .filter(other -> other != one)
                    .forEach(other -> requireOwnUsers(issuers.get(one), issuers.get(other), one)));
  }

  /**
   * Checks that the users of two issuers have different keys, unless both issuers declare that
   * their users are the same.
   */
  private void requireOwnUsers(TrustedIssuer one, TrustedIssuer other, int index) {
    Optional<String> alias = one.name().alias();
    if (alias.isEmpty()) {
      return;
    }
    boolean isShared = alias.equals(other.name().alias());
    if (isShared && !one.userClaim().equals(other.userClaim())) {
      problems.accept(
          Setting.AUTH_ISSUERS
              + " has two issuers with the same alias and different user claims. Their users are"
              + " not the same.");
    } else if (!isShared && mayBeKeyOf(alias.get(), other.name())) {
      problems.accept(
          Setting.AUTH_ISSUERS
              + "["
              + index
              + "].alias is the URL or the alias of another trusted issuer. If the users of both are"
              + " the same, give both the same alias.");
    }
  }

  private static boolean mayBeKeyOf(String alias, IssuerName other) {
    return other.userKeyNamed(alias).isPresent()
        || other.tenantIn(alias).isPresent()
        || Objects.equals(alias, other.configured());
  }
}
