import AcsTokenClientCore
import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Sends the responses that a test prepares, and records the requests and the pauses between them.
@MainActor
final class ScriptedEndpoint {
    static let url = URL(string: "https://e.example/api/")!

    private var responses: [Result<EndpointResponse, any Error>]
    private(set) var requests: [URLRequest] = []
    private(set) var pauses: [Double] = []
    private var awaited = 0

    init(_ responses: EndpointResponse...) {
        self.responses = responses.map { .success($0) }
    }

    init(failures: [any Error]) {
        responses = failures.map { .failure($0) }
    }

    var lines: [String] {
        requests.map { "\($0.httpMethod!) \($0.url!) \($0.value(forHTTPHeaderField: "Authorization")!)" }
    }

    /// Returns a client that waits neither for pauses nor for time limits.
    ///
    /// - Parameters:
    ///   - pause: what happens in a pause; nothing by default
    ///   - timeout: when a time limit is reached; never by default
    func client(
        url: URL = ScriptedEndpoint.url, session: any Session = ScriptedSession(), scopes: [String] = [],
        pause: @escaping @Sendable () async throws -> Void = {},
        timeout: @escaping EndpointClient.Sleep = { _ in try await forever() }
    ) -> TokenClient {
        let endpoint = EndpointClient(
            endpoint: url, session: session, send: { [self] in try await send($0) },
            pause: { [self] in
                await paused($0)
                try await pause()
            },
            timeout: timeout)
        return TokenClient(endpoint, scopes: scopes)
    }

    /// Waits until this number of requests has arrived.
    func arrived(_ count: Int) async {
        while requests.count < count { await Task.yield() }
    }

    /// Waits until the next request has arrived: the first call until the first one, and so on.
    func nextArrived() async {
        awaited += 1
        await arrived(awaited)
    }

    /// Waits until this number of pauses has begun.
    func paused(times count: Int) async {
        while pauses.count < count { await Task.yield() }
    }

    private func send(_ request: URLRequest) async throws -> EndpointResponse {
        requests.append(request)
        guard !responses.isEmpty else {
            try await forever()
            throw CancellationError()
        }
        return try responses.removeFirst().get()
    }

    private func paused(_ seconds: Double) {
        pauses.append(seconds)
    }
}

/// A session whose cached bearer token is `cached`.
actor ScriptedSession: Session {
    private(set) var errors: [RefusedError] = []
    private let token: @Sendable (_ fresh: Bool) async throws -> String

    init(_ token: @escaping @Sendable (_ fresh: Bool) async throws -> String = { $0 ? "fresh" : "cached" }) {
        self.token = token
    }

    func bearerToken(fresh: Bool) async throws -> String { try await token(fresh) }

    func ended(_ error: RefusedError) { errors.append(error) }

    func told() async -> [RefusedError] {
        while errors.isEmpty { await Task.yield() }
        return errors
    }
}

/// Waits until the task is cancelled.
@Sendable
func forever() async throws {
    while true { try await Task.sleep(nanoseconds: 1_000_000_000_000) }
}

/// Waits, and ignores that the task is cancelled.
func hang() async -> Never {
    while true { await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in } }
}

func respond(_ status: Int, _ body: String = "", _ headers: [String: String] = [:]) -> EndpointResponse {
    EndpointResponse(status: status, headers: headers.merging(["x-request-id": "r2"]) { $1 }, body: Data(body.utf8))
}

func problem(_ status: Int, _ members: String = "") -> EndpointResponse {
    respond(
        status, #"{"detail": "Why", "requestId": "r1"\#(members)}"#,
        ["content-type": "application/problem+json; charset=utf-8"])
}

func token(_ token: String = "a.b.c") -> EndpointResponse {
    respond(
        200,
        #"{"token": "\#(token)", "endpoint": "https://acs.example", "user": {"communicationUserId": "8:acs:1"}}"#)
}

/// Returns the error of the work, which must be of this type.
@MainActor
func failure<E: Error, V>(_: E.Type, of work: @MainActor () async throws -> V) async throws -> E {
    do {
        _ = try await work()
    } catch let error as E {
        return error
    }
    throw Unexpected.success
}

enum Unexpected: Error { case success }
