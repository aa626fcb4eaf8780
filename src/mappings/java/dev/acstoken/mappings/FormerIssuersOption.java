package dev.acstoken.mappings;

import dev.acstoken.identity.FormerNames;
import dev.acstoken.identity.User;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option that names the issuers that are being renamed. */
final class FormerIssuersOption {

  @Option(
      names = "--former-issuer",
      paramLabel = "NEW=OLD",
      description =
          "The new and the former name of an issuer that is being renamed. Repeat it for each such"
              + " issuer. AUTH_ISSUERS with previousIssuer has the same effect.")
  private Map<String, String> formerIssuers = new HashMap<>();

  /** Throws an exception if two names are the same, or one cannot be that of an issuer. */
  void validate(CommandLine commandLine) {
    formerIssuers.forEach(
        (issuer, former) -> {
          if (issuer.isBlank() || former.isBlank() || (issuer + former).contains("#")) {
            throw new ParameterException(
                commandLine, "--former-issuer must have the form NEW=OLD, with names of issuers");
          }
          if (issuer.equals(former)) {
            throw new ParameterException(
                commandLine, "--former-issuer must name two different issuers");
          }
        });
  }

  /** Returns the names of the option, and for other issuers those of the settings. */
  FormerNames orElse(FormerNames settings) {
    return user ->
        Optional.ofNullable(formerIssuers.get(user.issuer()))
            .map(former -> new User(former, user.id()))
            .or(() -> settings.of(user));
  }
}
