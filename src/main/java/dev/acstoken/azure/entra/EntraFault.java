package dev.acstoken.azure.entra;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.acstoken.identity.ErrorCode;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is wrong if the on-behalf-of flow fails with one of these error numbers of Entra ID. A
 * number with an asterisk stands for all numbers that begin with it.
 *
 * @see <a
 *     href="https://learn.microsoft.com/entra/identity-platform/reference-error-codes">Microsoft
 *     Entra authentication and authorization error codes</a>
 */
enum EntraFault {
  /**
   * A second factor, a new password, terms of use, or a sign-in that is recent enough is missing.
   */
  SIGN_IN(
      ErrorCode.INTERACTION_REQUIRED,
      "The user must sign in again interactively.",
      "16000 16001 16002 160021 50055 50056 50058 50072 50074 50076 50078 50079 50085 50089 50097"
          + " 50125 50126 50132 50133 50135 50136 50139 50140 50142 50143 50144 50155 50158 50173"
          + " 50180 50187 50197 50199 500121 51006 70008 700003 700020 700082 700084 70043 70044"),

  /** Conditional Access, security defaults, an age rule or a rule for other tenants blocks. */
  POLICY(
      ErrorCode.CONDITIONAL_ACCESS_BLOCKED,
      "A policy of the user's organization blocks this access.",
      "530* 50005 50015 50127 50129 50131 50172 50177 50178 500212 500213 54000 135011"),

  /** The account is disabled, locked or deleted. It existed, because the tenant issued a token. */
  ACCOUNT(
      ErrorCode.ACCOUNT_DISABLED,
      "The user's account is disabled, locked or deleted.",
      "50034* 50053 50057* 51004"),

  /** The application requires an assignment. */
  ASSIGNMENT(
      ErrorCode.USER_NOT_ASSIGNED,
      "The user is not assigned to this application, which requires it.",
      "50105 501051"),

  /** The user, or an administrator for all users, can consent. */
  CONSENT(
      ErrorCode.CONSENT_REQUIRED,
      "Neither you nor an administrator of your tenant has consented to this application's use of"
          + " Teams.",
      "65001 65004 90008"),

  /** The tenant does not let users consent. */
  ADMIN_CONSENT(
      ErrorCode.CONSENT_REQUIRED,
      "An administrator of your tenant must consent to this application's use of Teams.",
      "90093 90094 90095 90097 90099 900941 900981"),

  /** A guest's home tenant, or a personal account, is not known to the tenant. */
  TENANT(
      ErrorCode.WRONG_TENANT,
      "The user does not belong to this application's tenant.",
      "16003 50014 50020 500200 500207 500208 90072 900382"),

  /** The bearer token has expired since this service verified it, or within its tolerance. */
  EXPIRED(ErrorCode.INVALID_TOKEN, "The bearer token has expired.", "500133"),

  /** The bearer token is an ID token, or has a form that cannot be exchanged. */
  UNUSABLE(
      ErrorCode.INVALID_TOKEN,
      "Entra ID cannot exchange this bearer token. Send an access token for this service.",
      "50027* 240002 90016"),

  /** The bearer token is for another application. The settings decide whose mistake that is. */
  AUDIENCE(
      ErrorCode.ISSUER_REJECTED,
      "The bearer tokens that AUTH_AUDIENCE accepts must be for the application"
          + " TEAMS_ON_BEHALF_OF_APP_ID. Check both settings.",
      "500131"),

  /** Entra ID does not accept the signature of the bearer token, which this service verified. */
  SIGNATURE(
      ErrorCode.ISSUER_REJECTED,
      "Entra ID must have signed the bearer tokens with its own key, for the application"
          + " TEAMS_ON_BEHALF_OF_APP_ID. Check AUTH_AUDIENCE, and whether the application has a"
          + " signing key of its own.",
      "50013 50008 50017"),

  /** The same request was sent too often. */
  LOOP(
      ErrorCode.RATE_LIMITED,
      "The same request was sent too often for this user. Wait as long as Retry-After says.",
      "50196"),

  /** Entra ID, or a service that it needs, is unavailable. */
  OUTAGE(
      ErrorCode.ISSUER_UNAVAILABLE,
      "The token issuer is unavailable or returned an invalid response.",
      "40010 50033 50087 51005 50166 70012 80001 80002 80005 90006 90012 90024 90033 90055 90090 90091"),

  /** The tenant has never used ACS. */
  NO_RESOURCE(
      ErrorCode.ISSUER_REJECTED,
      "The tenant has no service principal of Azure Communication Services. Run"
          + " infra/entra-on-behalf-of.sh, or: az ad sp create --id"
          + " 1fd5118e-2576-4263-8130-9503064c837a",
      "500011 650052"),

  /** The tenant has turned ACS off. */
  RESOURCE_DISABLED(
      ErrorCode.ISSUER_REJECTED,
      "The service principal of Azure Communication Services is disabled in the tenant. Enable it"
          + " under Enterprise applications.",
      "50001 500014 650054"),

  /** The permissions are not part of the application's registration. */
  PERMISSIONS(
      ErrorCode.ISSUER_REJECTED,
      "The application TEAMS_ON_BEHALF_OF_APP_ID lacks the permissions Teams.ManageCalls and"
          + " Teams.ManageChats of Azure Communication Services. Run infra/entra-on-behalf-of.sh.",
      "28002 65002 65005 650053 650056 650057 70011"),

  /** The application is not in the tenant, or there is no such tenant. */
  NO_APPLICATION(
      ErrorCode.ISSUER_REJECTED,
      "The application TEAMS_ON_BEHALF_OF_APP_ID is not in the tenant of the trusted issuer. Check"
          + " both settings.",
      "700016 700011 90002"),

  /** The application exists, and may not do this. */
  APPLICATION_DISABLED(
      ErrorCode.ISSUER_REJECTED,
      "The application TEAMS_ON_BEHALF_OF_APP_ID is disabled, or may not act on behalf of users."
          + " Enable it in Entra ID.",
      "1000031 67003 70001 7000112 7000114"),

  /** The application does not trust the managed identity. */
  FEDERATION(
      ErrorCode.ISSUER_REJECTED,
      "The application TEAMS_ON_BEHALF_OF_APP_ID has no federated credential that trusts the"
          + " managed identity of this service. Run infra/entra-on-behalf-of.sh. A new credential"
          + " takes some minutes to propagate.",
      "50012 70021* 70022* 70023* 700024 700027 700030"),

  /** The application expects another kind of credential. */
  CREDENTIAL(
      ErrorCode.ISSUER_REJECTED,
      "Entra ID does not accept how the application TEAMS_ON_BEHALF_OF_APP_ID authenticates. It"
          + " needs no secret, but a federated credential, and must not be a public client. Run"
          + " infra/entra-on-behalf-of.sh.",
      "700025 7000215 7000216 7000218 7000222"),

  /** The application signs tokens with a key that is missing or has expired. */
  SIGNING_KEY(
      ErrorCode.ISSUER_REJECTED,
      "The application TEAMS_ON_BEHALF_OF_APP_ID maps claims, and lacks a valid signing key of its"
          + " own. Remove the mapping in Entra ID, or renew the key.",
      "50003 50146 501461"),

  /** The network of this service restricts tenants. */
  TENANT_RESTRICTIONS(
      ErrorCode.ISSUER_REJECTED,
      "A proxy between this service and Entra ID restricts tenants, and does not allow the tenant"
          + " of the trusted issuer. Add the tenant to Restrict-Access-To-Tenants, or bypass the"
          + " proxy.",
      "50002 500021 5000211 500022");

  private static final Map<String, EntraFault> BY_NUMBER =
      Stream.of(values())
          .flatMap(
              fault -> Stream.of(fault.numbers().split(" ", -1)).map(it -> Map.entry(it, fault)))
          .collect(toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private final ErrorCode code;
  private final String explanation;
  private final String numbers;

  EntraFault(ErrorCode code, String explanation, String numbers) {
    this.code = code;
    this.explanation = explanation;
    this.numbers = numbers;
  }

  /** Returns what is wrong; empty if the number is not known. */
  static Optional<EntraFault> of(String number) {
    return Stream.concat(Stream.of(number), prefixes(number))
        .flatMap(key -> Optional.ofNullable(BY_NUMBER.get(key)).stream())
        .findFirst();
  }

  // The longest prefix comes first.
  private static Stream<String> prefixes(String number) {
    return IntStream.iterate(number.length(), length -> length > 0, length -> length - 1)
        .mapToObj(length -> number.substring(0, length) + "*");
  }

  ErrorCode code() {
    return code;
  }

  /** Returns the numbers, separated by spaces. */
  String numbers() {
    return numbers;
  }

  /**
   * Returns an explanation for the caller; if this service is at fault, what the operator must do.
   */
  String explanation() {
    return explanation;
  }
}
