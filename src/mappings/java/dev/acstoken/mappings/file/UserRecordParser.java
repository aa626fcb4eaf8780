package dev.acstoken.mappings.file;

import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Validates the values of a line, each of which is a text. An empty text means no value. */
final class UserRecordParser {

  private final InstantSource clock;

  UserRecordParser(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Returns the record.
   *
   * @throws RejectedLineException if a value is not valid
   */
  UserRecord parse(Map<Field, String> values) {
    User user =
        new User(issuer(required(Field.ISSUER, values)), userId(required(Field.USER_ID, values)));
    Optional<CommunicationUserId> identity =
        value(Field.COMMUNICATION_USER_ID, values).map(UserRecordParser::identity);
    Optional<Instant> createdOn = value(Field.CREATED_ON, values).map(this::time);
    Optional<AccessPolicy.Custom> policy = policy(values);
    if (identity.isEmpty() && policy.isEmpty()) {
      throw new RejectedLineException("The line has neither an identity nor an access policy.");
    }
    if (identity.isEmpty() && createdOn.isPresent()) {
      throw new RejectedLineException("createdOn is the time of an identity, which is missing.");
    }
    return new UserRecord(user, identity, createdOn, policy);
  }

  private static Optional<String> value(Field field, Map<Field, String> values) {
    return Optional.ofNullable(values.get(field)).filter(text -> !text.isEmpty());
  }

  private static String required(Field field, Map<Field, String> values) {
    return value(field, values)
        .orElseThrow(() -> new RejectedLineException(field + " is missing."));
  }

  private static String issuer(String text) {
    if (text.indexOf('#') >= 0) {
      throw new RejectedLineException(
          "issuer contains a #. Guests and applications cannot be imported.");
    }
    if (!IssuerText.isValid(text)) {
      throw new RejectedLineException(
          "issuer is too long, contains control characters or is surrounded by spaces.");
    }
    return text;
  }

  private static String userId(String text) {
    if (!User.isValidId(text)) {
      throw new RejectedLineException(
          "userId must have 1 to %d characters, must not be blank, and must not contain control characters."
              .formatted(User.MAX_ID_LENGTH));
    }
    return text;
  }

  // An owner is found by the spelling of the identity, so there must be only one.
  private static CommunicationUserId identity(String text) {
    return CommunicationUserId.ofUser(text).orElseThrow(() -> notAnIdentity(text));
  }

  private static RejectedLineException notAnIdentity(String text) {
    boolean isInUpperCase = CommunicationUserId.ofUser(text.toLowerCase(Locale.ROOT)).isPresent();
    return new RejectedLineException(
        isInUpperCase
            ? "communicationUserId contains capital letters, but ACS returns it in lower case."
            : "communicationUserId must have the form 8:acs:{resource}_{identity}, exactly as ACS returned it.");
  }

  private Instant time(String text) {
    try {
      Instant time = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MILLIS);
      if (!time.isBefore(Instant.EPOCH) && !time.isAfter(clock.instant())) {
        return time;
      }
    } catch (DateTimeException e) {
      // The reason is the same.
    }
    throw new RejectedLineException(
        "createdOn must be a time like 2024-05-31T12:00:00Z, which is not in the future.");
  }

  private static Optional<AccessPolicy.Custom> policy(Map<Field, String> values) {
    boolean isBlocked = value(Field.BLOCKED, values).map(UserRecordParser::isTrue).orElse(false);
    Optional<ScopeSet> scopes = value(Field.SCOPES, values).map(UserRecordParser::scopes);
    if (isBlocked && scopes.isPresent()) {
      throw new RejectedLineException("A blocked user has no scopes: blocked contradicts scopes.");
    }
    return isBlocked
        ? Optional.of(new AccessPolicy.Custom(ScopeSet.NONE))
        : scopes.map(AccessPolicy.Custom::new);
  }

  private static boolean isTrue(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new RejectedLineException("blocked must be true or false.");
    };
  }

  private static ScopeSet scopes(String text) {
    return ScopeSet.copyOf(
        Arrays.stream(text.split(" ", -1))
            .map(UserRecordParser::scope)
            .collect(Collectors.toSet()));
  }

  private static TokenScope scope(String name) {
    return TokenScope.of(name)
        .orElseThrow(
            () ->
                new RejectedLineException(
                    "scopes must be names from %s, separated by single spaces."
                        .formatted(Arrays.toString(TokenScope.values()))));
  }
}
