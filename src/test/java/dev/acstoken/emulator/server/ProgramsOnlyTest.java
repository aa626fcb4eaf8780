package dev.acstoken.emulator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies by which headers a request of a web page is recognized. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProgramsOnlyTest {

  private final LocalServer server =
      LocalServer.http(
          "programs-only",
          new ProgramsOnly(
              exchange -> {
                try (exchange) {
                  Response.text(200, "served").send(exchange);
                }
              }));

  @AfterAll
  void close() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: http://localhost:5173",
        "Origin: http://127.0.0.1",
        "Origin: null",
        "Origin:",
        "Sec-Fetch-Site: same-origin",
        "Sec-Fetch-Site: same-site",
        "Sec-Fetch-Site: cross-site",
        "sec-fetch-site: None",
        "Sec-Fetch-Site: none\r\nSec-Fetch-Site: same-site",
        "Sec-Fetch-Site: none\r\nOrigin: http://localhost:5173",
      })
  void aRequestOfAPageIsRefused(String headers) throws Exception {
    assertEquals(403, status(headers));
  }

  @Test
  void aRequestOfAProgramIsServed() throws Exception {
    assertEquals(200, status("User-Agent: program"));
    assertEquals(200, status("Sec-Fetch-Mode: cors"), "Node.js sends this one from fetch");
  }

  @Test
  void anAddressThatTheUserEnteredIsServed() throws Exception {
    assertEquals(200, status("Sec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate"));
  }

  private int status(String headers) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      OutputStream out = socket.getOutputStream();
      String request =
          "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\n\r\n";
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      String response = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return Integer.parseInt(response, 9, 12, 10);
    }
  }
}
