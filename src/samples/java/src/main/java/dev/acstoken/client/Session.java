package dev.acstoken.client;

/** The user who is signed in to the app. The app implements this interface. */
public interface Session {

  /**
   * Returns the identity provider's access token for the endpoint. It is called before each
   * request, at any time and on a thread of the package, so it may block, but must not open a
   * window. After a minute it counts as failed. An unchecked exception is passed on to the caller,
   * and a checked one as the cause of an {@link IllegalStateException}. A refresh ahead of time has
   * no caller: the app then sees the exception in its own {@code bearerToken} only, and the package
   * tries again later.
   *
   * @param fresh whether the token must not come from a cache, because the endpoint refused the
   *     cached one
   */
  String bearerToken(boolean fresh) throws Exception;

  /**
   * Called when the endpoint refuses a refresh, on a thread of the package. After a 403, tell the
   * user. After a 401 or a 404, sign the user out. The credential requests a token again when the
   * ACS SDK needs one, so this can be called again.
   */
  void ended(RefusedException error);
}
