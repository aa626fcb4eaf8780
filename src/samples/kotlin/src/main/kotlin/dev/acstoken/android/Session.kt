package dev.acstoken.android

/** The user who is signed in to the app. The app implements this interface. */
public interface Session {
    /**
     * Returns the identity provider's access token for the endpoint.
     *
     * It is called on a background thread, before each request and at any time, so it may block,
     * but must not open a window. After a minute it counts as failed. An exception that it throws
     * is passed on to the caller. A refresh ahead of time has no caller: the app then sees the
     * exception in its own `bearerToken` only, and the package tries again later.
     *
     * @param fresh whether the token must not come from a cache, because the endpoint refused the
     *   cached one
     */
    public suspend fun bearerToken(fresh: Boolean): String

    /**
     * Called on a background thread when the endpoint refuses a refresh. After a 403, tell the
     * user. After a 401 or a 404, sign the user out. The credential requests a token again when the
     * ACS SDK needs one, so this can be called again.
     */
    public fun ended(error: RefusedException)
}
