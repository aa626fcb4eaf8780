package dev.acstoken.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.interop.ForeignProgram;
import java.io.IOException;

/**
 * A sample's client program with a signed-in user. {@code src/samples/README.md} describes what it
 * reads and prints.
 */
final class SampleApp implements AutoCloseable {

  /** The sample gave up at once because a retry would not help. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String status) {
      super(status);
    }
  }

  private final ForeignProgram program;

  private SampleApp(ForeignProgram program) {
    this.program = program;
  }

  static SampleApp start(ProcessBuilder client) throws InterruptedException, RefusedException {
    var program = ForeignProgram.start(client);
    try {
      String line = program.awaitLine("^(signed in|(failed )?refused )").replace("failed ", "");
      if (line.startsWith("refused ")) {
        assertEquals(0, program.awaitExit());
        throw new RefusedException(status(line));
      }
      return new SampleApp(program);
    } catch (Throwable e) {
      program.close();
      throw e;
    }
  }

  /** Returns the token that the SDK's credential now gives to a chat or calling client. */
  String token() throws IOException, InterruptedException {
    requestToken();
    return awaitToken();
  }

  /** Requests a token from the credential without waiting for it. */
  void requestToken() throws IOException, InterruptedException {
    program.writeLine("token");
    assertEquals("asking", program.awaitLine("^asking$"));
  }

  /** Waits for the requested token. */
  String awaitToken() throws InterruptedException {
    String line = program.awaitLine("^(token|failed) ");
    assertTrue(line.startsWith("token "), line);
    return valueOf(line);
  }

  /**
   * Waits until the sample reports to the app that there are no more tokens, and returns the
   * status.
   */
  int awaitEnd() throws InterruptedException {
    return Integer.parseInt(status(program.awaitLine("^ended ").replace("refused ", "")));
  }

  /** Signs out, and checks that the credential then has no token and that the program ends. */
  void signOut() throws IOException, InterruptedException {
    program.writeLine("sign out");
    assertEquals("signed out", program.awaitLine("^signed out$"));
    String line = program.awaitLine("^(token|failed) ");
    assertTrue(line.startsWith("failed "), line);
    assertEquals(0, program.awaitExit());
  }

  @Override
  public void close() {
    program.close();
  }

  private static String status(String line) {
    return line.split(" ", -1)[1];
  }

  private static String valueOf(String line) {
    return line.substring(line.indexOf(' ') + 1);
  }
}
