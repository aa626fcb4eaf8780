package dev.acstoken.samples;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** The Java sample, in this JVM. */
final class JavaApp implements SampleApp, AcsTokens.Session {

  private final String bearerToken;
  private final String freshBearerToken;
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();
  private final AcsTokens tokens;

  private JavaApp(URI endpoint, String bearerToken, String freshBearerToken) {
    this.bearerToken = bearerToken;
    this.freshBearerToken = freshBearerToken;
    this.tokens = new AcsTokens(endpoint, this);
  }

  static SampleApp signIn(URI endpoint, String bearerToken, String freshBearerToken)
      throws RefusedException {
    try {
      return new JavaApp(endpoint, bearerToken, freshBearerToken);
    } catch (AcsTokens.Refused e) {
      throw new RefusedException(e.status);
    }
  }

  @Override
  public String bearerToken(boolean fresh) {
    return fresh ? freshBearerToken : bearerToken;
  }

  @Override
  public void ended(AcsTokens.Refused why) {
    ended.complete(why.status);
  }

  @Override
  public String token() {
    return Objects.requireNonNull(tokens.credential().getToken().block()).getToken();
  }

  @Override
  public int ended() throws Exception {
    return ended.get(2, MINUTES);
  }

  @Override
  public void signOut() throws IOException {
    tokens.signOut();
    assertThrows(RuntimeException.class, this::token);
  }

  @Override
  public void close() {
    try {
      tokens.credential().close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
