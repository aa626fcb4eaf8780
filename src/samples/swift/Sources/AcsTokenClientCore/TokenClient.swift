import Foundation

/// The token operations of one user, until the client is closed.
@MainActor
package final class TokenClient {
    private let endpoint: EndpointClient
    private let body: Data?
    private var isClosed = false
    private var refreshesEnded = false
    private var refreshing: Call<String>?
    private var revoking: [Call<Void>] = []

    /// - Parameter scopes: the scopes of every token; all that the user may have if it is empty
    package init(_ endpoint: EndpointClient, scopes: [String]) {
        self.endpoint = endpoint
        body = scopes.isEmpty ? nil : try? JSONEncoder().encode(["scopes": scopes])
    }

    /// What signing in returns.
    package struct FirstToken: Sendable {
        package let token: String
        package let endpoint: String
        package let communicationUserId: String
    }

    /// Gets the first token of the user.
    package func issue() async throws -> FirstToken {
        try await Call { [endpoint, body] in
            try await endpoint.call("POST", "/users/me/tokens", body: body, read: Self.readFirstToken)
        }.valueOfOnlyCaller
    }

    /// Gets a new token. A caller that arrives during a refresh shares its result.
    package func refresh() async throws -> String {
        guard !refreshesEnded else { throw SignedOutError() }
        if let refreshing, refreshing.isRunning { return try await refreshing.value }
        let call = Call { [endpoint, body] in
            do {
                return try await endpoint.call("POST", "/users/me/tokens/refresh", body: body, read: Self.readToken)
            } catch let error as RefusedError {
                // The refresh does not wait for the app.
                Task { await endpoint.session.ended(error) }
                throw error
            }
        }
        refreshing = call
        return try await call.value
    }

    /// Gets a new token like `refresh()`, and then calls `completed` once, on the main thread, with a token or an error.
    ///
    /// The main thread matters, because the ACS SDK starts the timer of the next refresh on the thread of this call.
    package nonisolated func refresh(_ completed: @escaping (_ token: String?, _ error: (any Error)?) -> Void) {
        let completion = Completion(call: completed)
        Task { @MainActor in
            do {
                let token = try await refresh()
                // The client may have been closed since the token arrived. The SDK would start a timer for it.
                guard !refreshesEnded else { throw SignedOutError() }
                completion.call(token, nil)
            } catch {
                completion.call(nil, error)
            }
        }
    }

    /// Revokes every token of the user.
    package func revoke() async throws {
        guard !isClosed else { throw SignedOutError() }
        let call = Call { [endpoint] in
            try await endpoint.call("DELETE", "/users/me/tokens") { $0.status == 204 ? () : nil }
        }
        revoking = revoking.filter(\.isRunning) + [call]
        try await call.valueOfOnlyCaller
    }

    /// Ends the refreshes at once with `SignedOutError`, and lets none start.
    package func endRefreshes() {
        refreshesEnded = true
        refreshing?.end(with: .failure(SignedOutError()))
    }

    /// Ends every request at once with `SignedOutError`, and lets none start.
    package func close() {
        isClosed = true
        endRefreshes()
        for call in revoking { call.end(with: .failure(SignedOutError())) }
    }

    /// The SDK's handler, which the SDK's types do not declare as sendable although it calls the refresher from
    /// a background queue. It is called once, after it was handed over.
    private struct Completion: @unchecked Sendable {
        let call: (_ token: String?, _ error: (any Error)?) -> Void
    }

    private nonisolated static func readToken(_ response: EndpointResponse) -> String? {
        struct Body: Decodable { let token: String }
        return response.decoded(as: Body.self)?.token.ifNotEmpty
    }

    private nonisolated static func readFirstToken(_ response: EndpointResponse) -> FirstToken? {
        struct User: Decodable { let communicationUserId: String }
        struct Body: Decodable {
            let token, endpoint: String
            let user: User
        }
        guard let body = response.decoded(as: Body.self), let token = body.token.ifNotEmpty,
            let endpoint = body.endpoint.ifNotEmpty, let id = body.user.communicationUserId.ifNotEmpty
        else { return nil }
        return FirstToken(token: token, endpoint: endpoint, communicationUserId: id)
    }
}

extension String {
    fileprivate var ifNotEmpty: String? { isEmpty ? nil : self }
}
