package dev.acstoken.settings;

import static dev.acstoken.settings.Setting.Group.ACS;
import static dev.acstoken.settings.Setting.Group.CALLERS;
import static dev.acstoken.settings.Setting.Group.GUESTS;
import static dev.acstoken.settings.Setting.Group.LIMITS;
import static dev.acstoken.settings.Setting.Group.MANAGED_IDENTITY;
import static dev.acstoken.settings.Setting.Group.PLATFORM;
import static dev.acstoken.settings.Setting.Group.TABLE;
import static dev.acstoken.settings.Setting.Group.TEAMS;
import static dev.acstoken.settings.Setting.Group.TOKENS;
import static dev.acstoken.settings.Setting.Source.AZURE;
import static dev.acstoken.settings.Setting.Source.OPERATOR;
import static dev.acstoken.settings.Setting.Source.SECRET_OF_OPERATOR;
import static dev.acstoken.settings.Setting.Source.TEMPLATES;

import dev.acstoken.identity.TokenLifetime;
import java.util.Optional;

/**
 * The environment variables that the endpoint reads. The name of a constant is the name of its
 * variable.
 *
 * <p>The settings reader and the tests of the templates and the pipeline use these declarations,
 * and {@code docs/reference/settings.md} is generated from them.
 */
public enum Setting {
  COMMUNICATION_SERVICES_ENDPOINT(
      ACS,
      TEMPLATES,
      "The https address of the ACS resource, without a path. Exactly one of this setting and"
          + " `COMMUNICATION_SERVICES_CONNECTION_STRING` is required."),

  COMMUNICATION_SERVICES_ACCESSKEY(
      ACS,
      SECRET_OF_OPERATOR,
      "The access key of the ACS resource. Without a key the endpoint uses"
          + " `DefaultAzureCredential`: a managed identity in Azure, a development principal with"
          + " a certificate on a laptop. `az login` gets no tokens for ACS."),

  COMMUNICATION_SERVICES_CONNECTION_STRING(
      ACS,
      SECRET_OF_OPERATOR,
      "The connection string of the ACS resource. It replaces"
          + " `COMMUNICATION_SERVICES_ENDPOINT` and `COMMUNICATION_SERVICES_ACCESSKEY`."),

  COMMUNICATION_SERVICES_RESOURCE_ID(
      ACS,
      TEMPLATES,
      "The immutable id of the ACS resource, a GUID. It tells identities of this resource from those"
          + " of others. Without it the endpoint compares the addresses of the resources."),

  FOREIGN_IDENTITIES(
      ACS,
      OPERATOR,
      "The prefix `replace:` and the address of a former ACS resource, such as"
          + " `replace:https://contoso.communication.azure.com`. Users with an identity of that"
          + " resource then get a new one when they ask for a token. Without it, requests for such"
          + " users fail, so that a wrong address costs nobody an identity."),

  IDENTITY_LOSS_MINUTES(
      ACS,
      OPERATOR,
      "15",
      Range.MINUTES_UP_TO_A_WEEK,
      "The number of minutes, 1 to 10080, for which ACS must deny that it knows a user's identity"
          + " before the identity counts as lost and is replaced."),

  TABLE_STORAGE_ENDPOINT(
      TABLE,
      TEMPLATES,
      "The https address of the table service, which the endpoint reaches with"
          + " `DefaultAzureCredential`. Exactly one of this setting and"
          + " `TABLE_STORAGE_CONNECTION_STRING` is required."),

  TABLE_STORAGE_CONNECTION_STRING(
      TABLE,
      SECRET_OF_OPERATOR,
      "The connection string of the storage account. It replaces `TABLE_STORAGE_ENDPOINT`."),

  TABLE_STORAGE_TABLE(
      TABLE,
      TEMPLATES,
      "identities",
      "The name of the table that holds the mappings, 3 to 63 letters and digits. The endpoint"
          + " creates the table if it does not exist."),

  AZURE_CLIENT_ID(
      MANAGED_IDENTITY,
      TEMPLATES,
      "The client id of the user-assigned managed identity. Without it the endpoint uses the"
          + " system-assigned one."),

  AUTH_ISSUER(
      CALLERS,
      OPERATOR,
      "The OpenID Connect issuer whose tokens are accepted, exactly as the `iss` claim spells it."
          + " The signing keys come from its discovery document. An issuer at a local address is"
          + " accepted only if the ACS resource and the table are at local addresses, too. Either"
          + " this setting and `AUTH_AUDIENCE` or `AUTH_ISSUERS` is required."),

  AUTH_AUDIENCE(
      CALLERS,
      OPERATOR,
      "The audience that a token must have in `aud`, so that tokens for other APIs are refused. It"
          + " is required with `AUTH_ISSUER`."),

  AUTH_ISSUERS(
      CALLERS,
      OPERATOR,
      "The issuers whose tokens are accepted, as a JSON array, for several issuers, audiences or"
          + " applications, and for issuers that need more than the settings above. [Trusted"
          + " issuers](issuers.md) describes it. It cannot be combined with `AUTH_ISSUER`,"
          + " `AUTH_AUDIENCE`, `AUTH_USER_CLAIM` or `AUTH_REQUIRED_SCOPE`."),

  AUTH_USER_CLAIM(
      CALLERS,
      OPERATOR,
      "sub",
      "The claim that holds the user's id. Every token has `sub`; `oid` suits Entra ID, where"
          + " `sub` differs between applications."),

  AUTH_REQUIRED_SCOPE(
      CALLERS,
      OPERATOR,
      "A scope that a token must have in `scp`, `scope` or `permissions`, in its short or its full"
          + " form. A caller with the admin role needs none, and an application with the role for"
          + " invitations needs none. By default no scope is required, because many providers do not"
          + " issue scopes."),

  AUTH_ADMIN_ROLE(
      CALLERS,
      OPERATOR,
      "Identity.Admin",
      "The role that lets a caller act for other users. It is compared with whole roles."),

  AUTH_INVITATION_ROLE(
      CALLERS,
      OPERATOR,
      "Invitation.Create",
      "The role that lets a user or an application create invitations for guests. It is compared"
          + " with whole roles, and counts in the same tokens as the admin role. If it is the admin"
          + " role, only admins create invitations."),

  TOKEN_SCOPES(
      TOKENS,
      OPERATOR,
      "chat,voip",
      "The scopes that users may have, separated by commas: any of `chat`, `chat.join`,"
          + " `chat.join.limited`, `voip` and `voip.join`."),

  TOKEN_LIFETIME_MINUTES(
      TOKENS,
      OPERATOR,
      "1440",
      Range.TOKEN_LIFETIME_MINUTES,
      "The default lifetime of a token, 60 to 1440 minutes. The longest lifetime needs the fewest"
          + " requests to ACS; a shorter one limits the use of a stolen token."),

  READ_AHEAD(
      TOKENS,
      OPERATOR,
      true,
      "Whether a user's row is read while ACS issues a token, or before: `true` or `false`. With"
          + " `false`, it is read afterwards, which takes longer. Instances of versions before 0.2.0"
          + " may serve the same table only with `false`."),

  TOKEN_REQUESTS_PER_MINUTE(
      LIMITS,
      OPERATOR,
      "20",
      Range.REQUESTS,
      "The number of token requests that a caller may make per minute in the long run, on each"
          + " instance: IssueToken, RefreshToken and ExchangeTeamsToken together."),

  TOKEN_REQUESTS_BURST(
      LIMITS,
      OPERATOR,
      "10",
      Range.REQUESTS,
      "The number of token requests that a caller may make at once, on each instance. An app that"
          + " starts on several devices together needs more than one."),

  USER_REQUESTS_PER_MINUTE(
      LIMITS,
      OPERATOR,
      "20",
      Range.REQUESTS,
      "The number of revocations, and of deletions, that a user may request per minute, all of them"
          + " at once if need be, on each instance. A user may send a quarter as many CreateIdentity"
          + " requests, and six times as many reads and CreateInvitation requests."),

  ADMIN_REQUESTS_PER_MINUTE(
      LIMITS,
      OPERATOR,
      "400",
      Range.REQUESTS,
      "The number of revocations and access changes, of deletions, and of invitations that an admin"
          + " may request per minute, an eighth of them at once, on each instance. An admin may send"
          + " half as many CreateIdentity requests, and ten times as many reads. The same applies to"
          + " an application that creates invitations."),

  INSTANCE_ISSUE_REQUESTS_PER_MINUTE(
      LIMITS,
      OPERATOR,
      "1200",
      Range.REQUESTS,
      "The number of IssueToken requests that each instance serves per minute, for all callers"
          + " together, an eighth of them at once. The rest of the ACS resource's quota is left to"
          + " RefreshToken."),

  INSTANCE_NEW_IDENTITIES_PER_MINUTE(
      LIMITS,
      OPERATOR,
      "400",
      Range.REQUESTS,
      "The number of identities that each instance creates per minute, for all callers together,"
          + " an eighth of them at once. Raise it before many new users arrive at the same time."),

  INSTANCE_REVOCATIONS_PER_MINUTE(
      LIMITS,
      OPERATOR,
      "400",
      Range.REQUESTS,
      "The number of RevokeTokens requests of users that each instance serves per minute, for all"
          + " users together, an eighth of them at once. Requests of admins do not count. The rest of"
          + " the ACS resource's quota is left to them."),

  GUEST_JOINS_PER_MINUTE(
      LIMITS,
      OPERATOR,
      "60",
      Range.JOINS,
      "The number of requests to join that each instance serves per minute for the guests of one"
          + " invitation, all of them at once if need be. They also count as IssueToken requests of"
          + " all callers together."),

  GUEST_SCOPES(
      GUESTS,
      OPERATOR,
      "chat.join,voip.join",
      "The scopes that an invitation may give to guests, separated by commas: any of `chat`,"
          + " `chat.join`, `chat.join.limited`, `voip` and `voip.join`."),

  INVITATION_MAX_HOURS(
      GUESTS,
      OPERATOR,
      "720",
      Range.HOURS_UP_TO_A_YEAR,
      "The longest time for which an invitation is valid, 1 to 8760 hours."),

  TEAMS_APP_ID(
      TEAMS,
      OPERATOR,
      "The id of the Entra application for which apps acquire Teams tokens. It enables the exchange"
          + " of Teams tokens that apps send."),

  TEAMS_ON_BEHALF_OF_APP_ID(
      TEAMS,
      OPERATOR,
      "The id of the Entra application for which the endpoint acquires Teams tokens on behalf of"
          + " callers. It cannot be combined with `TEAMS_APP_ID`."),

  WEBSITE_SKU(
      PLATFORM,
      AZURE,
      "The hosting plan. If this variable or one of the next four is set, the endpoint is deployed to"
          + " Azure, and no trusted issuer may be at a local address."),

  WEBSITE_POD_NAME(
      PLATFORM,
      AZURE,
      "The name of the instance on Flex Consumption, of which a hash appears in events."),

  CONTAINER_NAME(
      PLATFORM,
      AZURE,
      "The name of the instance on other plans with containers. It counts only together with"
          + " `WEBSITE_SITE_NAME`, because other programs use this name, too."),

  CONTAINER_APP_REPLICA_NAME(PLATFORM, AZURE, "The name of the instance on Azure Container Apps."),

  WEBSITE_INSTANCE_ID(
      PLATFORM, AZURE, "The id of the instance on the plans of App Service and on Premium."),

  WEBSITE_SITE_NAME(PLATFORM, AZURE, "The name of the function app.");

  /**
   * The bounds of a setting that is a whole number. The templates check them before a deployment
   * creates anything.
   */
  enum Range {
    MINUTES_UP_TO_A_WEEK(1, 10_080),
    TOKEN_LIFETIME_MINUTES(TokenLifetime.MIN_MINUTES, TokenLifetime.MAX_MINUTES),
    REQUESTS(1, 1_000_000),
    JOINS(60, 1_000_000),
    HOURS_UP_TO_A_YEAR(1, 8_760);

    private final int min;
    private final int max;

    Range(int min, int max) {
      this.min = min;
      this.max = max;
    }

    int min() {
      return min;
    }

    int max() {
      return max;
    }

    /** Returns the number; throws {@link IllegalArgumentException} if the text is none in here. */
    int parse(String text) {
      int number = Integer.parseInt(text);
      if (number < min || number > max) {
        throw new IllegalArgumentException("The number is out of bounds.");
      }
      return number;
    }

    @Override
    public String toString() {
      return "from " + min + " to " + max;
    }
  }

  /** A section of the reference page. */
  enum Group {
    ACS("Azure Communication Services"),
    TABLE("Table Storage"),
    MANAGED_IDENTITY("Managed identity"),
    CALLERS("Callers"),
    TOKENS("Tokens"),
    LIMITS("Rate limits"),
    GUESTS("Guests"),
    TEAMS("Teams users"),
    PLATFORM("Platform");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  /** Where a deployed endpoint gets the value from. */
  enum Source {
    /** The operator's azd environment, through {@code infra/main.parameters.json}. */
    OPERATOR,
    /** The operator. No template sets it, because connections in Azure use a managed identity. */
    SECRET_OF_OPERATOR,
    /** The Bicep templates, which compute it from the resources that they deploy. */
    TEMPLATES,
    /** The platform itself. */
    AZURE
  }

  private final Group group;
  private final Source source;
  private final Optional<String> defaultValue;
  private final Optional<Range> range;
  private final boolean isSwitch;
  private final String description;

  Setting(Group group, Source source, String description) {
    this(group, source, Optional.empty(), Optional.empty(), false, description);
  }

  Setting(Group group, Source source, String defaultValue, String description) {
    this(group, source, Optional.of(defaultValue), Optional.empty(), false, description);
  }

  Setting(Group group, Source source, boolean defaultValue, String description) {
    this(
        group,
        source,
        Optional.of(String.valueOf(defaultValue)),
        Optional.empty(),
        true,
        description);
  }

  Setting(Group group, Source source, String defaultValue, Range range, String description) {
    this(group, source, Optional.of(defaultValue), Optional.of(range), false, description);
  }

  Setting(
      Group group,
      Source source,
      Optional<String> defaultValue,
      Optional<Range> range,
      boolean isSwitch,
      String description) {
    this.group = group;
    this.source = source;
    this.defaultValue = defaultValue;
    this.range = range;
    this.isSwitch = isSwitch;
    this.description = description;
  }

  Group group() {
    return group;
  }

  Source source() {
    return source;
  }

  /** Returns sentences in Markdown for the reference page. */
  String description() {
    return description;
  }

  /** Returns the value that applies if the variable is not set; empty if there is no default. */
  public Optional<String> defaultValue() {
    return defaultValue;
  }

  /** Returns the bounds of the value; empty if it is not a number. */
  Optional<Range> range() {
    return range;
  }

  /**
   * Returns whether the value is {@code true} or {@code false}. The templates check it before a
   * deployment creates anything.
   */
  boolean isSwitch() {
    return isSwitch;
  }

  /** Returns whether the operator of a deployed endpoint chooses the value. */
  public boolean isChosenByOperator() {
    return source == OPERATOR;
  }

  /** Returns whether the templates compute the value. */
  public boolean isSetByTemplates() {
    return source == TEMPLATES;
  }
}
