import AzureCommunicationCommon
import Foundation

/// The user who is signed in to the app. The app implements this protocol.
protocol Session: AnyObject {
    /// Returns the identity provider's access token for the endpoint. If `fresh` is true, the token
    /// must not come from a cache.
    func bearerToken(fresh: Bool) async throws -> String
    /// Called when the endpoint issues no more tokens. After a 403, tell the user. After a 401 or a
    /// 404, sign the user out.
    func ended(why: Refused)
}

/// A response of the endpoint for which a retry does not help.
struct Refused: Error { let status: Int }

/// The ACS tokens of a user, from signing in to signing out.
actor AcsTokens {
    private let endpoint: String
    private let session: Session
    private var refreshing: Task<String, Error>?
    /// The credential for ChatClient, CallClient and similar classes.
    private(set) var credential: CommunicationTokenCredential!

    /// - Parameter endpoint: the endpoint's URL, such as https://contoso.azurewebsites.net/api
    init(endpoint: String, session: Session) async throws {
        self.endpoint = endpoint
        self.session = session
        let first = try await token("/users/me/tokens")
        credential = try CommunicationTokenCredential(withOptions: CommunicationTokenRefreshOptions(
            initialToken: first,
            refreshProactively: true,
            tokenRefresher: { [weak self] completed in
                Task {
                    do { completed(try await self?.refresh(), nil) } catch { completed(nil, error) }
                }
            }))
    }

    /// Revokes every token of the user. This may take up to 15 minutes at ACS.
    func signOut() async throws {
        defer { credential.cancel() }
        _ = try await call("DELETE", "/users/me/tokens")
    }

    // A caller that arrives during a refresh shares its result.
    private func refresh() async throws -> String {
        if let current = refreshing { return try await current.value }
        let mine = Task { try await token("/users/me/tokens/refresh") }
        refreshing = mine
        defer { refreshing = nil }
        do { return try await mine.value } catch let why as Refused {
            session.ended(why: why)
            throw why
        }
    }

    private func token(_ path: String) async throws -> String {
        struct TokenResponse: Decodable { let token: String }
        return try JSONDecoder().decode(TokenResponse.self, from: try await call("POST", path)).token
    }

    private func call(_ method: String, _ path: String) async throws -> Data {
        var fresh = false
        for attempt in 1...6 {
            var pause = Double(1 << attempt)
            var request = URLRequest(url: URL(string: endpoint + path)!, timeoutInterval: 15)
            request.httpMethod = method
            request.setValue("Bearer \(try await session.bearerToken(fresh: fresh))", forHTTPHeaderField: "Authorization")
            if let (data, response) = try? await URLSession.shared.data(for: request),
               let http = response as? HTTPURLResponse {
                if http.statusCode < 300 { return data }
                if http.statusCode == 401 && !fresh {
                    fresh = true
                    continue
                }
                // A 404 that is no problem comes from the Functions host, and says nothing about the user.
                let isProblem = http.value(forHTTPHeaderField: "Content-Type")?.hasPrefix("application/problem+json") == true
                let mayPass = http.statusCode == 429 || http.statusCode == 404 && !isProblem
                if http.statusCode < 500 && !mayPass { throw Refused(status: http.statusCode) }
                let inHeader = http.value(forHTTPHeaderField: "Retry-After").flatMap(UInt.init).map(Double.init)
                pause = inHeader ?? secondsIn(data) ?? pause
            }
            if attempt < 6 {
                try await Task.sleep(nanoseconds: UInt64((min(pause, 60) + .random(in: 0..<0.5)) * 1e9))
            }
        }
        throw URLError(.badServerResponse)
    }

    // A gateway may drop the header or send a date. The body of a problem has the same number.
    private func secondsIn(_ body: Data) -> Double? {
        struct Problem: Decodable { let retryAfterSeconds: UInt }
        return (try? JSONDecoder().decode(Problem.self, from: body)).map { Double($0.retryAfterSeconds) }
    }
}
