import AcsTokenClientCore
import Foundation

#if os(iOS)
    import AzureCommunicationCommon
#else
    import SdkStandIn
#endif

/// The user who is signed in to the app, who the app implements.
public typealias Session = AcsTokenClientCore.Session
/// The protocol of the errors of this package.
public typealias AcsTokenError = AcsTokenClientCore.AcsTokenError
/// The endpoint refused the request, and a retry does not help.
public typealias RefusedError = AcsTokenClientCore.RefusedError
/// The endpoint is unavailable: all attempts failed.
public typealias UnavailableError = AcsTokenClientCore.UnavailableError
/// The user was signed out, or the tokens were closed, before the request ended.
public typealias SignedOutError = AcsTokenClientCore.SignedOutError

/// The ACS tokens of a user, from signing in to signing out.
///
/// It belongs to the main actor, because the ACS SDK starts the timer of its next refresh on the thread that makes
/// the credential, and only the main thread has a run loop that fires it.
@MainActor
public final class AcsTokens {
    /// The credential for `ChatClient`, `CallClient` and similar classes. It refreshes its token until `signOut` or
    /// `close`, also if the app keeps only the credential.
    public let credential: CommunicationTokenCredential
    /// The endpoint of the ACS resource, which chat clients need.
    public let endpoint: String
    /// The user's ACS identity, which chat clients need.
    public let communicationUserId: String
    private let client: TokenClient

    /// Gets the first token of the user, and creates the user's ACS identity if there is none.
    ///
    /// - Parameters:
    ///   - endpoint: the token endpoint's address, such as https://contoso.azurewebsites.net/api
    ///   - scopes: the scopes of every token, such as `["chat"]`; by default all that the user may have
    /// - Throws: `RefusedError` if the endpoint refuses the user; `UnavailableError` if six attempts failed, which takes
    ///   at least a minute; `URLError` if the address does not begin with http:// or https://
    public static func signIn(endpoint: URL, session: any Session, scopes: [String] = []) async throws -> AcsTokens {
        try await signIn(TokenClient(EndpointClient(endpoint: endpoint, session: session), scopes: scopes))
    }

    static func signIn(_ client: TokenClient) async throws -> AcsTokens {
        try AcsTokens(client, try await client.issue())
    }

    private init(_ client: TokenClient, _ first: TokenClient.FirstToken) throws {
        self.client = client
        endpoint = first.endpoint
        communicationUserId = first.communicationUserId
        do {
            credential = try CommunicationTokenCredential(
                withOptions: CommunicationTokenRefreshOptions(
                    initialToken: first.token, refreshProactively: true, tokenRefresher: client.refresh(_:)))
        } catch {
            // The SDK cannot parse the token, which its error may contain.
            throw UnavailableError(lastStatus: 200)
        }
    }

    /// Ends the credential, then revokes every token of the user, on all devices. ACS may take up to 15 minutes for it.
    /// If it fails, it can be called again; a token that is not revoked expires after a day at most.
    ///
    /// - Throws: `RefusedError` if the endpoint refuses the request; `UnavailableError` if six attempts failed, which takes
    ///   at least a minute; `SignedOutError` if the tokens are closed before the revocation
    public func signOut() async throws {
        end()
        try await client.revoke()
    }

    /// Ends the tokens on this device without revoking them. A running request ends at once with `SignedOutError`, and
    /// there is no request and no timer afterwards.
    public func close() {
        client.close()
        end()
    }

    private func end() {
        client.endRefreshes()
        credential.cancel()
    }
}
