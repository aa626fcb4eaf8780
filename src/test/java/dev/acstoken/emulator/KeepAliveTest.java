package dev.acstoken.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Verifies that one connection serves several requests, whatever their responses. */
@Timeout(30)
class KeepAliveTest {

  private static final AcsEmulator emulator = AcsEmulator.start();

  @SuppressWarnings("NullAway.Init")
  private static SSLSocket connection;

  @SuppressWarnings("NullAway.Init")
  private static InputStream in;

  @BeforeAll
  static void connect() throws IOException {
    connection =
        (SSLSocket)
            emulator
                .clientSslContext()
                .getSocketFactory()
                .createSocket("127.0.0.1", emulator.endpoint().getPort());
    in = new BufferedInputStream(connection.getInputStream());
  }

  @AfterAll
  static void close() throws IOException {
    connection.close();
    emulator.close();
  }

  @Test
  void aConnectionSurvivesErrorsSuccessesAndResponsesWithoutABody() throws IOException {
    for (int round = 0; round < 3; round++) {
      assertEquals(401, send("POST /identities?api-version=2023-10-01", "{}"));
      assertEquals(404, send("GET /unknown", ""));
      assertEquals(405, send("PUT /identities", "{}"));
      assertEquals(200, send("GET /emulator/counters", ""));
      assertEquals(204, send("DELETE /emulator/counters", ""));
    }
  }

  @Test
  void headerNamesAreReadInAnyCase() throws IOException {
    write("GET /emulator/counters HTTP/1.1\r\nhOsT: localhost\r\nACCEPT: */*\r\n\r\n");
    assertEquals(200, readResponse());
  }

  @Test
  void aBodyInChunksIsRead() throws IOException {
    String head = "POST /emulator/introspect HTTP/1.1\r\nHost: localhost\r\n";
    write(head + "Transfer-Encoding: chunked\r\n\r\n");
    for (String chunk : new String[] {"6\r\ntoken=\r\n", "3\r\na.b\r\n", "0\r\n\r\n"}) {
      write(chunk);
    }
    assertEquals(200, readResponse());
  }

  private static int send(String request, String body) throws IOException {
    write(
        "%s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(request, body.length(), body));
    return readResponse();
  }

  private static void write(String text) throws IOException {
    connection.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    connection.getOutputStream().flush();
  }

  private static int readResponse() throws IOException {
    int status = Integer.parseInt(readLine().split(" ", 3)[1]);
    Map<String, String> headers = new HashMap<>();
    for (String line = readLine(); !line.isEmpty(); line = readLine()) {
      String[] header = line.split(": ", 2);
      headers.put(header[0].toLowerCase(Locale.ROOT), header[1]);
    }
    if (headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
      skipChunks();
    } else {
      in.skipNBytes(Long.parseLong(headers.getOrDefault("content-length", "0")));
    }
    return status;
  }

  private static void skipChunks() throws IOException {
    long length;
    do {
      length = Long.parseLong(readLine(), 16);
      in.skipNBytes(length + 2);
    } while (length > 0);
  }

  private static String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("The connection was closed after: " + line);
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
