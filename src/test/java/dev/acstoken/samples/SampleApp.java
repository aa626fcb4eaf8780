package dev.acstoken.samples;

import java.net.URI;

/** An app made of one of the page's samples, whose user is signed in. */
interface SampleApp extends AutoCloseable {

  /** How to sign in; each language has its own. */
  interface SignIn {
    /**
     * @param bearerToken what the identity provider's SDK has
     * @param freshBearerToken what it gets when it is told not to look into its cache
     * @throws RefusedException if the sample gives up
     */
    SampleApp at(URI endpoint, String bearerToken, String freshBearerToken) throws Exception;
  }

  /** The sample gave up at once: trying again would not have helped. */
  final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(int status) {
      super("" + status);
    }
  }

  /** What the SDK's credential gives to a chat or calling client now. */
  String token() throws Exception;

  /** Waits until the sample tells the app that there are no more tokens, and gives the status. */
  int ended() throws Exception;

  /** Signs out, and checks that the credential has no token then and nothing goes on. */
  void signOut() throws Exception;

  @Override
  void close();
}
