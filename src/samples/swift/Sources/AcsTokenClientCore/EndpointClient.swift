import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Calls the endpoint as one user, and retries where that helps.
@MainActor
package final class EndpointClient {
    /// Waits, and throws as soon as the task is cancelled.
    package typealias Sleep = @Sendable (_ seconds: Double) async throws -> Void

    private static let attempts = 6
    private static let requestTimeout = 15.0
    private static let sessionTimeout = 60.0
    private static let longestPause = 60.0

    private let address: String
    let session: any Session
    private let send: @Sendable (URLRequest) async throws -> EndpointResponse
    private let pause: Sleep
    private let timeout: Sleep

    /// - Parameters:
    ///   - endpoint: the endpoint's address, such as https://contoso.azurewebsites.net/api
    ///   - send: sends a request once
    ///   - pause: waits before a retry
    ///   - timeout: waits until a time limit
    package init(
        endpoint: URL, session: any Session,
        send: @escaping @Sendable (URLRequest) async throws -> EndpointResponse = Http().send,
        pause: @escaping Sleep = EndpointClient.sleep, timeout: @escaping Sleep = EndpointClient.sleep
    ) {
        var address = endpoint.absoluteString
        while address.hasSuffix("/") { address.removeLast() }
        self.address = address
        self.session = session
        self.send = send
        self.pause = pause
        self.timeout = timeout
    }

    package static let sleep: Sleep = { seconds in try await Task.sleep(nanoseconds: UInt64(seconds * 1e9)) }

    /// Calls an operation until there is a result.
    ///
    /// - Parameter read: returns the result that a 2xx contains, or nil if it is no response of the endpoint
    /// - Throws: `RefusedError` if a retry does not help, `UnavailableError` if all attempts failed, and what the session throws
    func call<Value>(
        _ method: String, _ path: String, body: Data? = nil, read: (EndpointResponse) -> Value?
    ) async throws -> Value {
        var freshToken: String?
        var attempt = 1
        while true {
            let token = if let freshToken { freshToken } else { try await bearerToken(fresh: false) }
            try Task.checkCancellation()
            let request = try request(method, path, token: token, body: body)
            let response = await self.attempt(request)
            try Task.checkCancellation()
            if response.isSuccess, let result = read(response) { return result }
            if response.status == 401, freshToken == nil, attempt < Self.attempts {
                freshToken = try await bearerToken(fresh: true)
            } else if !response.isTemporary {
                throw response.refusal
            } else if attempt == Self.attempts {
                throw response.unavailability
            } else {
                try await pause(Self.secondsAfter(attempt, response))
            }
            attempt += 1
        }
    }

    private func request(_ method: String, _ path: String, token: String, body: Data?) throws -> URLRequest {
        guard let url = URL(string: address + path), ["http", "https"].contains(url.scheme?.lowercased()) else {
            throw URLError(.badURL)
        }
        var request = URLRequest(
            url: url, cachePolicy: .reloadIgnoringLocalCacheData, timeoutInterval: Self.requestTimeout)
        request.httpMethod = method
        request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
        if let body {
            request.httpBody = body
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        }
        return request
    }

    private func attempt(_ request: URLRequest) async -> EndpointResponse {
        do {
            return try await within(Self.requestTimeout, orThrow: URLError(.timedOut)) { [send] in
                try await send(request)
            }
        } catch {
            return EndpointResponse(cause: error)
        }
    }

    private func bearerToken(fresh: Bool) async throws -> String {
        let tooLate = UnavailableError(lastStatus: nil, cause: SessionError.timeout)
        let token = try await within(Self.sessionTimeout, orThrow: tooLate) { [session] in
            try await session.bearerToken(fresh: fresh)
        }
        guard !token.isEmpty, token.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else { throw SessionError.invalidToken }
        return token
    }

    /// Returns the result of the work, and does not wait for work that takes too long or after a cancellation.
    private func within<Value: Sendable>(
        _ seconds: Double, orThrow error: any Error, work: @escaping @MainActor () async throws -> Value
    ) async throws -> Value {
        let call = Call(work)
        let limit = Task { [timeout] in
            try await timeout(seconds)
            call.end(with: .failure(error))
        }
        defer { limit.cancel() }
        return try await call.valueOfOnlyCaller
    }

    private static func secondsAfter(_ attempt: Int, _ response: EndpointResponse) -> Double {
        let seconds = response.retryAfterSeconds ?? Double(1 << attempt)
        return min(seconds + .random(in: 0..<0.5), longestPause)
    }
}
