package dev.acstoken.mappings;

import dev.acstoken.auth.TrustedIssuers;
import dev.acstoken.azure.table.ScannedRow;
import dev.acstoken.azure.table.TableScan;
import dev.acstoken.identity.User;
import dev.acstoken.mappings.file.IssuerText;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reactor.core.publisher.Flux;

/**
 * The old and the new name of a renamed issuer, as the keys of users contain them. Both can be
 * templates with {@code {tenantid}}, and then the names of all tenants are meant.
 */
final class IssuerNames {

  private static final String TENANT = "{tenantid}";
  private static final String TENANT_ID = "([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})";

  private static final String ANY_TENANT = "11111111-2222-4333-8444-555555555555";

  // The keys of applications that create invitations have such an issuer.
  private static final String APPLICATIONS = "#applications";

  private final String prefix;
  private final boolean isTemplate;
  private final Pattern former;
  private final String renamed;

  /**
   * Creates names.
   *
   * @throws CommandFailedException if they are not valid
   */
  IssuerNames(String former, String renamed) {
    requireName(former);
    requireName(renamed);
    if (former.equals(renamed)) {
      throw refused("The old and the new name are the same.");
    }
    this.isTemplate = former.contains(TENANT);
    if (isTemplate != renamed.contains(TENANT)) {
      throw refused(
          "Either both names contain {tenantid} or none of them. For an alias without it, add"
              + " /{tenantid}.");
    }
    String[] parts = former.split(Pattern.quote(TENANT), -1);
    this.prefix = parts[0];
    this.former =
        Pattern.compile(
            isTemplate
                ? Pattern.quote(parts[0]) + TENANT_ID + Pattern.quote(parts[1])
                : Pattern.quote(former));
    this.renamed = renamed;
  }

  private static void requireName(String name) {
    if (name.isBlank() || name.contains("#") || name.split(Pattern.quote(TENANT), -1).length > 2) {
      throw refused(
          "A name of an issuer is not empty, contains no number sign and {tenantid} at most once.");
    }
    if (!IssuerText.isValid(name)) {
      throw refused(
          "A name of an issuer is not too long, is not surrounded by spaces and contains no"
              + " control characters.");
    }
    if (name.startsWith(TENANT)) {
      throw refused("A name of an issuer does not begin with {tenantid}.");
    }
  }

  /**
   * Requires that the endpoint stores users under the new name.
   *
   * @throws CommandFailedException if no trusted issuer has this name in the keys of its users
   */
  void requireTrusted(TrustedIssuers issuers) {
    String name = renamed.replace(TENANT, ANY_TENANT);
    if (issuers.userKeyNamed(name).filter(name::equals).isEmpty()) {
      throw refused(
          "AUTH_ISSUERS has no issuer whose users are stored under the new name %s."
              .formatted(renamed));
    }
  }

  private static CommandFailedException refused(String reason) {
    return new CommandFailedException(ExitCode.USAGE, reason);
  }

  /** Reads the rows that name an old issuer, and perhaps others that begin with the same text. */
  Flux<ScannedRow> scan(TableScan scan) {
    return isTemplate
        ? scan.ofIssuersWithPrefix(prefix)
        : scan.ofIssuers(List.of(prefix, prefix + APPLICATIONS));
  }

  /** Returns the new issuer of a user; empty if the user is not one of the renamed issuer. */
  Optional<String> of(User user) {
    boolean isApplication = user.issuer().endsWith(APPLICATIONS);
    String issuer =
        isApplication
            ? user.issuer().substring(0, user.issuer().length() - APPLICATIONS.length())
            : user.issuer();
    Matcher matcher = former.matcher(issuer);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String name = isTemplate ? renamed.replace(TENANT, matcher.group(1)) : renamed;
    return Optional.of(isApplication ? name + APPLICATIONS : name);
  }
}
