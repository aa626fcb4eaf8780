import AcsTokenClient

/// The session of a user who is signed in with MSAL for iOS.
@MainActor
final class MsalSession: Session {
    let msal: MSALPublicClientApplication
    let account: MSALAccount
    let showProblem: (RefusedError) -> Void

    init(_ msal: MSALPublicClientApplication, _ account: MSALAccount, showProblem: @escaping (RefusedError) -> Void) {
        (self.msal, self.account, self.showProblem) = (msal, account, showProblem)
    }

    func bearerToken(fresh: Bool) async throws -> String {
        let request = MSALSilentTokenParameters(scopes: ["api://<client id>/Tokens.Issue"], account: account)
        request.forceRefresh = fresh
        return try await msal.acquireTokenSilent(with: request).accessToken
    }

    func ended(_ error: RefusedError) { showProblem(error) }
}
