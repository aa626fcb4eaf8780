package dev.acstoken.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.interop.ForeignProgram;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * A sample's client program with a signed-in user. {@code src/samples/README.md} describes what it
 * reads and prints.
 */
final class SampleApp implements AutoCloseable {

  /** The user could not be signed in. The message is the error as the client program prints it. */
  static final class FailedException extends Exception {
    private static final long serialVersionUID = 1L;

    FailedException(String error) {
      super(error);
    }
  }

  // Shorter than the pauses that the tests of signing out script, so that none can run out.
  private static final Duration TIMEOUT_OF_SIGN_OUT = Duration.ofSeconds(30);

  private final ForeignProgram program;
  private final String closed;
  private final String communicationUserId;
  private final String endpoint;

  private SampleApp(
      ForeignProgram program, String closed, String communicationUserId, String endpoint) {
    this.program = program;
    this.closed = closed;
    this.communicationUserId = communicationUserId;
    this.endpoint = endpoint;
  }

  /**
   * Starts the client program.
   *
   * @param closed the pattern of what it prints for a request to a closed credential
   */
  static SampleApp start(ProcessBuilder client, String closed)
      throws InterruptedException, FailedException {
    var program = ForeignProgram.start(client);
    try {
      String line = program.awaitLine("^(signed in|failed) ");
      if (line.startsWith("failed ")) {
        assertEquals(0, program.awaitExit());
        throw new FailedException(valueOf(line));
      }
      String[] words = line.split(" ", -1);
      return new SampleApp(program, closed, words[2], words[3]);
    } catch (Throwable e) {
      program.close();
      throw e;
    }
  }

  String communicationUserId() {
    return communicationUserId;
  }

  /** Returns the endpoint of the ACS resource. */
  String endpoint() {
    return endpoint;
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

  /** Waits until the request for a token fails because the credential is closed. */
  void awaitClosed() throws InterruptedException {
    String line = program.awaitLine("^(token|failed) ");
    assertTrue(Pattern.compile(closed).asPredicate().test(line), line);
  }

  /** Waits until a request fails because the user is signed out. */
  void awaitSignedOut() throws InterruptedException {
    program.awaitLine("^failed signed out$", TIMEOUT_OF_SIGN_OUT);
  }

  /**
   * Waits until the sample reports to the app that there are no more tokens, and returns the error.
   */
  String awaitEnd() throws InterruptedException {
    return valueOf(program.awaitLine("^ended "));
  }

  /** Ends the tokens without revoking them. */
  void closeTokens() throws IOException {
    program.writeLine("close");
  }

  /** Begins to sign out, without waiting. */
  void beginSignOut() throws IOException {
    program.writeLine("sign out");
  }

  /** Signs out, and checks that the credential then has no token and that the program ends. */
  void signOut() throws IOException, InterruptedException {
    beginSignOut();
    assertEquals("signed out", program.awaitLine("^signed out$"));
    awaitClosed();
    awaitExit();
  }

  void awaitExit() throws InterruptedException {
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
