package dev.acstoken.emulator;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies requests that are signed with the resource's access key. The date is in {@code
 * x-ms-date} or, as Microsoft's page on the headers of the REST API allows and the first JavaScript
 * SDKs did, in {@code Date}. {@link SignedHost} says which forms of the host are accepted.
 */
final class HmacSignature {

  private static final String CONTENT_HASH = "x-ms-content-sha256";
  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "HMAC-SHA256 SignedHeaders=(x-ms-date|date);host;x-ms-content-sha256"
              + "&Signature=([A-Za-z0-9+/=]+)",
          Pattern.CASE_INSENSITIVE);
  private static final Duration ALLOWED_SKEW = Duration.ofMinutes(5);

  private final SecretKeySpec key;
  private final Clock clock;

  HmacSignature(byte[] accessKey, Clock clock) {
    this.key = new SecretKeySpec(accessKey, "HmacSHA256");
    this.clock = clock;
  }

  void verify(Request request) {
    Matcher authorization = AUTHORIZATION.matcher(request.header("authorization"));
    if (!authorization.matches()) {
      throw AcsErrorException.denied(
          "The Authorization header does not have the form HMAC-SHA256"
              + " SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=<base64>.");
    }
    String dateHeader = authorization.group(1).toLowerCase(Locale.ROOT);
    String date = request.header(dateHeader);
    requireRecent(dateHeader, date);
    String contentHash = request.header(CONTENT_HASH);
    if (!equal(contentHash, sha256(request.body()))) {
      throw AcsErrorException.denied("x-ms-content-sha256 does not match the hash of the body.");
    }
    String signature = authorization.group(2);
    if (SignedHost.forms(request.header("host"), request.port()).stream()
        .noneMatch(host -> equal(signature, hmac(signedText(request, date, host, contentHash))))) {
      throw AcsErrorException.denied("The signature does not match the request.");
    }
  }

  private static String signedText(Request request, String date, String host, String contentHash) {
    return "%s\n%s\n%s;%s;%s"
        .formatted(request.method(), request.target(), date, host, contentHash);
  }

  private void requireRecent(String header, String date) {
    Instant sent;
    try {
      sent = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      throw AcsErrorException.denied(header + " is not an RFC 1123 date.");
    }
    if (Duration.between(sent, clock.instant()).abs().compareTo(ALLOWED_SKEW) > 0) {
      throw AcsErrorException.denied(
          header + " differs from the current time by more than 5 minutes.");
    }
  }

  private String hmac(String text) {
    try {
      Mac mac = Mac.getInstance(key.getAlgorithm());
      mac.init(key);
      return base64(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK has no HMAC-SHA256", e);
    }
  }

  private static String sha256(byte[] body) {
    try {
      return base64(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK has no SHA-256", e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static boolean equal(String given, String expected) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
  }
}
