package dev.acstoken.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.interop.ForeignProgram;
import java.io.IOException;

/**
 * A sample's client program whose user is signed in. {@code src/samples/README.md} says what it
 * reads and prints.
 */
final class SampleApp implements AutoCloseable {

  /** The sample gave up at once: trying again would not have helped. */
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
      String line = program.awaitLine("^(signed in|refused )");
      if (line.startsWith("refused ")) {
        assertEquals(0, program.awaitExit());
        throw new RefusedException(valueOf(line));
      }
      return new SampleApp(program);
    } catch (Throwable e) {
      program.close();
      throw e;
    }
  }

  /** What the SDK's credential gives to a chat or calling client now. */
  String token() throws IOException, InterruptedException {
    ask();
    return awaitToken();
  }

  /** Asks the credential for a token without waiting for it. */
  void ask() throws IOException, InterruptedException {
    program.say("token");
    assertEquals("asking", program.awaitLine("^asking$"));
  }

  /** Waits for the token that was asked for. */
  String awaitToken() throws InterruptedException {
    String line = program.awaitLine("^(token|failed) ");
    assertTrue(line.startsWith("token "), line);
    return valueOf(line);
  }

  /** Waits until the sample tells the app that there are no more tokens, and gives the status. */
  int ended() throws InterruptedException {
    return Integer.parseInt(valueOf(program.awaitLine("^ended ")));
  }

  /** Signs out, and checks that the credential has no token then and nothing goes on. */
  void signOut() throws IOException, InterruptedException {
    program.say("sign out");
    assertEquals("signed out", program.awaitLine("^signed out$"));
    String line = program.awaitLine("^(token|failed) ");
    assertTrue(line.startsWith("failed "), line);
    assertEquals(0, program.awaitExit());
  }

  @Override
  public void close() {
    program.close();
  }

  private static String valueOf(String line) {
    return line.substring(line.indexOf(' ') + 1);
  }
}
