package dev.acstoken.settings;

import static dev.acstoken.settings.Setting.CONTAINER_APP_REPLICA_NAME;
import static dev.acstoken.settings.Setting.CONTAINER_NAME;
import static dev.acstoken.settings.Setting.WEBSITE_INSTANCE_ID;
import static dev.acstoken.settings.Setting.WEBSITE_POD_NAME;
import static dev.acstoken.settings.Setting.WEBSITE_SITE_NAME;
import static dev.acstoken.settings.Setting.WEBSITE_SKU;

import dev.acstoken.identity.Sha256;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the endpoint runs, according to the variables that Azure sets. Each hosting plan sets
 * others: Flex Consumption names a pod, and has no {@code WEBSITE_INSTANCE_ID}.
 *
 * @param isAzure whether the endpoint is deployed to Azure, on any plan
 * @param instance a short name of this instance of the app: {@code local} outside Azure, otherwise
 *     eight hexadecimal digits of the SHA-256 of the platform's name, because neither the start nor
 *     the end of that name tells all instances apart
 * @see <a
 *     href="https://github.com/Azure/azure-functions-host/blob/dev/src/WebJobs.Script/Environment/EnvironmentExtensions.cs">The
 *     Functions host's own distinction of plans and instances</a>
 */
public record Hosting(boolean isAzure, String instance) {

  private static final int INSTANCE_LENGTH = 8;

  /** Recognises the platform by the variables of the environment. */
  public static Hosting of(Map<String, String> environment) {
    boolean isContainer =
        Stream.of(CONTAINER_NAME, WEBSITE_SITE_NAME)
                .flatMap(variable -> value(variable, environment).stream())
                .count()
            == 2;
    boolean isAzure =
        isContainer
            || Stream.of(
                    WEBSITE_SKU, WEBSITE_POD_NAME, WEBSITE_INSTANCE_ID, CONTAINER_APP_REPLICA_NAME)
                .anyMatch(variable -> value(variable, environment).isPresent());
    return new Hosting(isAzure, isAzure ? instanceIn(environment) : "local");
  }

  private static String instanceIn(Map<String, String> environment) {
    return Stream.of(
            WEBSITE_POD_NAME, CONTAINER_NAME, CONTAINER_APP_REPLICA_NAME, WEBSITE_INSTANCE_ID)
        .flatMap(variable -> value(variable, environment).stream())
        .findFirst()
        .map(name -> Sha256.hex(name).substring(0, INSTANCE_LENGTH))
        .orElse("unnamed");
  }

  private static Optional<String> value(Setting variable, Map<String, String> environment) {
    return Optional.ofNullable(environment.get(variable.name())).filter(text -> !text.isBlank());
  }
}
