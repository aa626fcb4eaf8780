package dev.acstoken.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.Callable;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Gets a token from ACS with only the JDK's HTTP client. The request is signed once and sent many
 * times.
 */
final class RawCall implements Callable<Integer> {

  private static final String BODY = "{\"scopes\":[\"chat\",\"voip\"],\"expiresInMinutes\":60}";

  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpRequest request;

  /** Signs the request. {@code acs} is the connection string of the ACS resource. */
  RawCall(String acs, String identity) throws GeneralSecurityException {
    String[] parts = acs.split(";", 2);
    URI endpoint = URI.create(parts[0].replace("endpoint=", ""));
    byte[] key = Base64.getDecoder().decode(parts[1].replace("accesskey=", "").replace(";", ""));
    String path = "/identities/" + identity + "/:issueAccessToken?api-version=2023-10-01";
    String date =
        DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .format(ZonedDateTime.now(ZoneOffset.UTC));
    String hash = base64(MessageDigest.getInstance("SHA-256").digest(BODY.getBytes(UTF_8)));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    String signed = "POST\n" + path + "\n" + date + ";" + endpoint.getHost() + ";" + hash;
    request =
        HttpRequest.newBuilder(endpoint.resolve(path))
            .header("Content-Type", "application/json")
            .header("x-ms-date", date)
            .header("x-ms-content-sha256", hash)
            .header(
                "Authorization",
                "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature="
                    + base64(mac.doFinal(signed.getBytes(UTF_8))))
            .POST(BodyPublishers.ofString(BODY))
            .build();
  }

  @Override
  public Integer call() throws Exception {
    int status = http.send(request, BodyHandlers.ofString()).statusCode();
    if (status != 200) {
      throw new IllegalStateException("Status " + status);
    }
    return status;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
