import AzureCommunicationCommon
import Foundation

/// What the app has of its user.
protocol Session: AnyObject {
    /// The identity provider's access token for the endpoint; a fresh one is not from a cache.
    func bearerToken(fresh: Bool) async throws -> String
    /// There are no more tokens: 403 is to be told, 401 and 404 sign the user out.
    func ended(why: Refused)
}

/// The endpoint's answer, when trying again does not help.
struct Refused: Error { let status: Int }

/// The ACS tokens of a user: made by signing in, ended by signing out.
actor AcsTokens {
    private let endpoint: String
    private let session: Session
    private var refreshing: Task<String, Error>?
    /// For ChatClient, CallClient and their like.
    private(set) var credential: CommunicationTokenCredential!

    /// - Parameter endpoint: such as https://contoso.azurewebsites.net/api
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

    /// Revokes every token of the user, which may take up to 15 minutes at ACS.
    func signOut() async throws {
        defer { credential.cancel() }
        _ = try await call("DELETE", "/users/me/tokens")
    }

    // Who comes while a refresh is under way gets what comes of it.
    private func refresh() async throws -> String {
        if let underWay = refreshing { return try await underWay.value }
        let mine = Task { try await token("/users/me/tokens/refresh") }
        refreshing = mine
        defer { refreshing = nil }
        do { return try await mine.value } catch let why as Refused {
            session.ended(why: why)
            throw why
        }
    }

    private func token(_ path: String) async throws -> String {
        struct Reply: Decodable { let token: String }
        return try JSONDecoder().decode(Reply.self, from: try await call("POST", path)).token
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
                if http.statusCode < 500 && http.statusCode != 429 { throw Refused(status: http.statusCode) }
                pause = http.value(forHTTPHeaderField: "Retry-After").flatMap(Double.init) ?? pause
            }
            if attempt < 6 {
                try await Task.sleep(nanoseconds: UInt64((min(pause, 60) + .random(in: 0..<0.5)) * 1e9))
            }
        }
        throw URLError(.badServerResponse)
    }
}
