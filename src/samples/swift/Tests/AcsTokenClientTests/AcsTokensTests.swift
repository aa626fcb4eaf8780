import AcsTokenClientCore
import Foundation
import Testing

@testable import AcsTokenClient

#if os(iOS)
    @preconcurrency import AzureCommunicationCommon
#else
    @preconcurrency import SdkStandIn
#endif

/// Verifies what the app and the ACS SDK see.
@MainActor
@Suite(.timeLimit(.minutes(1)))
struct AcsTokensTests {
    @Test func chatClientsGetTheCredentialTheEndpointAndTheIdentity() async throws {
        let endpoint = FakeEndpoint()
        let tokens = try await endpoint.signIn()

        #expect(try await next(of: tokens.credential) == FakeEndpoint.valid)
        #expect(tokens.endpoint == "https://acs.example")
        #expect(tokens.communicationUserId == "8:acs:1")
        tokens.close()
    }

    @Test func aCredentialThatTheAppKeepsRefreshesItsTokenWithoutTheAcsTokens() async throws {
        let endpoint = FakeEndpoint(first: FakeEndpoint.expired)
        let credential = try await endpoint.signIn().credential

        #expect(try await next(of: credential) == FakeEndpoint.valid)
        #expect(endpoint.requests == ["POST /api/users/me/tokens", "POST /api/users/me/tokens/refresh"])
    }

    @Test func theRefresherReturnsOnTheMainQueueSoThatTheNextTimerFires() async throws {
        nonisolated(unsafe) let key = DispatchSpecificKey<Bool>()
        DispatchQueue.main.setSpecific(key: key, value: true)
        let client = FakeEndpoint().client
        let isMainQueue = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                client.refresh { _, _ in
                    continuation.resume(returning: DispatchQueue.getSpecific(key: key) ?? false)
                }
            }
        }

        #expect(isMainQueue)
    }

    @Test func theRefresherOfAClosedClientReturnsAnError() async throws {
        let client = FakeEndpoint().client
        client.close()
        let error = await withCheckedContinuation { continuation in
            client.refresh { token, error in continuation.resume(returning: token == nil ? error : nil) }
        }

        #expect(error as? SignedOutError == SignedOutError())
    }

    @Test func signingOutRevokesTheTokensAndEndsTheCredential() async throws {
        let endpoint = FakeEndpoint()
        let tokens = try await endpoint.signIn()
        try await tokens.signOut()

        await #expect(throws: (any Error).self) { try await next(of: tokens.credential) }
        #expect(endpoint.requests == ["POST /api/users/me/tokens", "DELETE /api/users/me/tokens"])
    }

    @Test func closingSendsNoRequest() async throws {
        let endpoint = FakeEndpoint()
        let tokens = try await endpoint.signIn()
        tokens.close()
        tokens.close()

        await #expect(throws: (any Error).self) { try await next(of: tokens.credential) }
        await #expect(throws: SignedOutError.self) { try await tokens.signOut() }
        #expect(endpoint.requests == ["POST /api/users/me/tokens"])
    }

    @Test func aTokenThatTheSdkCannotReadIsNoneOfTheEndpoint() async throws {
        await #expect(throws: UnavailableError.self) { try await FakeEndpoint(first: "secret").signIn() }
    }

    private func next(of credential: CommunicationTokenCredential) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            credential.token { token, error in
                continuation.resume(with: token.map { .success($0.token) } ?? .failure(error!))
            }
        }
    }
}

/// An endpoint that issues one token when the user signs in, and then valid ones.
@MainActor
private final class FakeEndpoint {
    static let valid = token(until: 4_000_000_000)
    static let expired = token(until: 1)

    private let first: String
    private(set) var requests: [String] = []

    init(first: String = FakeEndpoint.valid) {
        self.first = first
    }

    var client: TokenClient {
        TokenClient(
            EndpointClient(endpoint: URL(string: "https://e.example/api")!, session: FixedSession()) { request in
                await self.respond(request.httpMethod!, request.url!.path)
            }, scopes: [])
    }

    func signIn() async throws -> AcsTokens { try await AcsTokens.signIn(client) }

    private func respond(_ method: String, _ path: String) -> EndpointResponse {
        requests.append("\(method) \(path)")
        if method == "DELETE" { return EndpointResponse(status: 204) }
        let token = path.hasSuffix("refresh") ? Self.valid : first
        let body =
            #"{"token": "\#(token)", "endpoint": "https://acs.example", "user": {"communicationUserId": "8:acs:1"}}"#
        return EndpointResponse(status: 200, body: Data(body.utf8))
    }

    private static func token(until seconds: Int) -> String {
        let claims = Data(#"{"exp":\#(seconds)}"#.utf8).base64EncodedString().replacingOccurrences(of: "=", with: "")
        return "e30.\(claims).sig"
    }
}

private struct FixedSession: Session {
    func bearerToken(fresh: Bool) -> String { "bearer" }
    func ended(_ error: RefusedError) {}
}
