import AcsTokenClientCore
import Foundation
import Testing

/// Verifies which responses are retried and after which time.
@MainActor
struct RetriesTests {
    @Test func aTokenIsReadWithTheEndpointAndTheIdentity() async throws {
        let endpoint = ScriptedEndpoint(token())
        let first = try await endpoint.client().issue()

        #expect(first.token == "a.b.c")
        #expect(first.endpoint == "https://acs.example")
        #expect(first.communicationUserId == "8:acs:1")
        #expect(endpoint.lines == ["POST https://e.example/api/users/me/tokens Bearer cached"])
        #expect(endpoint.requests[0].httpBody == nil)
    }

    @Test func refreshesAskForTheScopesOfTheFirstToken() async throws {
        let endpoint = ScriptedEndpoint(token(), token())
        let client = endpoint.client(scopes: ["chat", "voip"])
        _ = try await client.issue()
        _ = try await client.refresh()

        let bodies = endpoint.requests.map { String(decoding: $0.httpBody ?? Data(), as: UTF8.self) }
        #expect(bodies == [#"{"scopes":["chat","voip"]}"#, #"{"scopes":["chat","voip"]}"#])
    }

    @Test func passingFailuresAreTriedSixTimesWithGrowingPauses() async throws {
        let endpoint = ScriptedEndpoint(
            respond(500), respond(503, "Function host is not running."), respond(404), problem(429),
            respond(502, "<html>"), respond(504))
        let error = try await failure(UnavailableError.self) { try await endpoint.client().issue() }

        #expect(error.lastStatus == 504)
        #expect(endpoint.requests.count == 6)
        #expect(endpoint.pauses.map { $0.rounded(.down) } == [2, 4, 8, 16, 32])
    }

    @Test func aLostConnectionIsTheCauseOfTheError() async throws {
        let endpoint = ScriptedEndpoint(failures: Array(repeating: URLError(.networkConnectionLost), count: 6))
        let error = try await failure(UnavailableError.self) { try await endpoint.client().issue() }

        #expect(error.lastStatus == nil)
        #expect((error.cause as? URLError)?.code == .networkConnectionLost)
    }

    @Test func aRequestWithoutAResponseInTimeIsRetried() async throws {
        let endpoint = ScriptedEndpoint()
        let client = endpoint.client(timeout: { seconds in
            // The session has a time limit of its own, which is longer.
            if seconds == 15 { await endpoint.nextArrived() } else { try await forever() }
        })
        let error = try await failure(UnavailableError.self) { try await client.issue() }

        #expect((error.cause as? URLError)?.code == .timedOut)
        #expect(endpoint.requests.count == 6)
    }

    @Test func retryAfterComesBeforeTheNumberInTheBodyAndThatBeforeTheDefault() async throws {
        let body = #"{"retryAfterSeconds": 9}"#
        let endpoint = ScriptedEndpoint(
            respond(429, body, ["retry-after": "5"]),
            respond(503, body, ["retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"]),
            respond(503, body, ["retry-after": "0"]), respond(503, #"{"retryAfterSeconds": -1}"#), token())
        _ = try await endpoint.client().issue()

        #expect(endpoint.pauses.map { $0.rounded(.down) } == [5, 9, 9, 16])
    }

    @Test func noPauseIsLongerThanAMinute() async throws {
        let endpoint = ScriptedEndpoint(respond(429, "", ["retry-after": "86400"]), token())
        _ = try await endpoint.client().issue()

        #expect(endpoint.pauses == [60])
    }

    @Test(arguments: ["", "<html>", "[]", "null", "{}", #"{"token": ""}"#, #"{"token": 5}"#])
    func aSuccessfulResponseWithoutATokenIsNoneOfTheEndpoint(_ body: String) async throws {
        let endpoint = ScriptedEndpoint(respond(200, body), token("new"))

        #expect(try await endpoint.client().refresh() == "new")
        #expect(endpoint.requests.count == 2)
    }

    @Test func aFreshBearerTokenIsRequestedOnceAfter401() async throws {
        let endpoint = ScriptedEndpoint(problem(401), respond(500), problem(401))
        let error = try await failure(RefusedError.self) { try await endpoint.client().issue() }

        #expect(error.status == 401)
        #expect(endpoint.lines.map { $0.suffix(6) } == ["cached", " fresh", " fresh"])
    }

    @Test func a401ToTheLastAttemptIsARefusal() async throws {
        let endpoint = ScriptedEndpoint(
            respond(503), respond(503), respond(503), respond(503), respond(503), problem(401))

        _ = try await failure(RefusedError.self) { try await endpoint.client().issue() }
        #expect(endpoint.requests.count == 6)
    }

    @Test(arguments: [400, 403, 404, 409])
    func aProblemIsARefusal(_ status: Int) async throws {
        let endpoint = ScriptedEndpoint(problem(status, #", "code": "forbidden", "claims": "{}""#))
        let error = try await failure(RefusedError.self) { try await endpoint.client().issue() }

        #expect(error.status == status)
        #expect(error.code == "forbidden")
        #expect(error.detail == "Why")
        #expect(error.requestId == "r1")
        #expect(error.claims == "{}")
        #expect(endpoint.requests.count == 1)
    }

    @Test(arguments: [400, 403, 431])
    func aRefusalOfSomethingElseThanTheEndpointHasOnlyARequestId(_ status: Int) async throws {
        let endpoint = ScriptedEndpoint(respond(status, #"{"code": "forbidden"}"#))
        let error = try await failure(RefusedError.self) { try await endpoint.client().issue() }

        #expect(error.status == status)
        #expect(error.code == nil)
        #expect(error.requestId == "r2")
    }

    @Test(arguments: [429, 500, 502, 503])
    func aProblemThatMayPassIsRetried(_ status: Int) async throws {
        let endpoint = ScriptedEndpoint(problem(status), token())
        _ = try await endpoint.client().issue()

        #expect(endpoint.requests.count == 2)
    }

    @Test(arguments: [301, 302, 304, 307, 308])
    func aRedirectIsNotFollowedAndTriedAgain(_ status: Int) async throws {
        let endpoint = ScriptedEndpoint(respond(status), token())
        _ = try await endpoint.client().issue()

        #expect(endpoint.lines == Array(repeating: "POST https://e.example/api/users/me/tokens Bearer cached", count: 2))
    }

    @Test(arguments: ["localhost:7071/api", "e.example/api", "ftp://e.example/api"])
    func anAddressThatIsNoneOfTheWebIsAnErrorAtOnce(_ address: String) async throws {
        let endpoint = ScriptedEndpoint()
        let client = endpoint.client(url: URL(string: address)!)

        #expect(try await failure(URLError.self) { try await client.issue() }.code == .badURL)
        #expect(endpoint.requests.isEmpty)
    }

    @Test func only204ConfirmsARevocation() async throws {
        let endpoint = ScriptedEndpoint(respond(200, "<html>"), respond(204))
        try await endpoint.client().revoke()

        #expect(endpoint.lines.first == "DELETE https://e.example/api/users/me/tokens Bearer cached")
        #expect(endpoint.requests.count == 2)
    }

    @Test(arguments: ["", "a b", "a\n", "é"])
    func aBearerTokenThatNoHeaderMayHaveIsNotSentAndNotQuoted(_ token: String) async throws {
        let endpoint = ScriptedEndpoint()
        let client = endpoint.client(session: ScriptedSession { _ in token })
        let error = try await failure(SessionError.self) { try await client.refresh() }

        #expect(token.isEmpty || !"\(error)".contains(token))
        #expect(endpoint.requests.isEmpty)
    }

    @Test func noErrorContainsAToken() async throws {
        let endpoint = ScriptedEndpoint(
            problem(403), respond(200, #"{"token": ["a.b.c"]}"#), problem(403, #", "code": "forbidden""#))
        let client = endpoint.client()
        for _ in 1...2 {
            let error = try await failure(RefusedError.self) { try await client.refresh() }
            let text = "\(error) \(error.localizedDescription)"
            #expect(!text.contains("a.b.c") && !text.contains("cached"))
        }
    }
}
