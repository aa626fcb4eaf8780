/// The user who is signed in to the app. The app implements this protocol.
///
/// A type that is isolated to the main actor can conform, because every requirement is asynchronous.
public protocol Session: Sendable {
    /// Returns the identity provider's access token for the endpoint.
    ///
    /// It is called before each request and at any time, so it must not open a window. After a minute
    /// it counts as failed. An error that it throws is passed on to the caller. A refresh ahead of time
    /// has no caller: the app then sees the error in its own `bearerToken` only, and the package tries
    /// again later.
    ///
    /// - Parameter fresh: whether the token must not come from a cache, because the endpoint refused the cached one
    func bearerToken(fresh: Bool) async throws -> String

    /// Called when the endpoint refuses a refresh. After a 403, tell the user. After a 401 or a 404, sign
    /// the user out. The credential requests a token again when the ACS SDK needs one, so this can be
    /// called again.
    func ended(_ error: RefusedError) async
}
