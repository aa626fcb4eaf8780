package dev.acstoken.emulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sends requests that are signed independently of the emulator's own code. Tests can tamper with
 * their headers.
 */
final class SignedRequests {

  private final AcsEmulator emulator;
  private final HttpClient client;

  SignedRequests(AcsEmulator emulator) {
    this.emulator = emulator;
    this.client = HttpClient.newBuilder().sslContext(emulator.clientSslContext()).build();
  }

  HttpResponse<String> send(String method, String target, String body) throws Exception {
    return send(method, target, body, Instant.now(), Map.of());
  }

  /** Signs the request for this time, replaces the given headers and sends it. */
  HttpResponse<String> send(
      String method, String target, String body, Instant when, Map<String, String> replaced)
      throws Exception {
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(when.atOffset(ZoneOffset.UTC));
    String hash = base64(MessageDigest.getInstance("SHA-256").digest(bytes(body)));
    String signature =
        hmac(
            "%s\n%s\n%s;%s;%s"
                .formatted(method, target, date, emulator.endpoint().getHost(), hash));
    HttpRequest.Builder request =
        request(method, target, body)
            .setHeader("x-ms-date", date)
            .setHeader("x-ms-content-sha256", hash)
            .setHeader(
                "Authorization",
                "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature="
                    + signature);
    replaced.forEach(request::setHeader);
    return client.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> unsigned(
      String method, String target, String body, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(method, target, body);
    headers.forEach(request::setHeader);
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String method, String target, String body) {
    return HttpRequest.newBuilder(URI.create(emulator.endpoint() + target))
        .timeout(Duration.ofSeconds(5))
        .method(method, BodyPublishers.ofString(body));
  }

  private String hmac(String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(Base64.getDecoder().decode(emulator.accessKey()), "HmacSHA256"));
    return base64(mac.doFinal(bytes(text)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
