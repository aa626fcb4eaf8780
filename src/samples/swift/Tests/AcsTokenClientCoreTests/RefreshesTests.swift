import AcsTokenClientCore
import Foundation
import Testing

/// Verifies that every refresh ends with a token or an error.
@MainActor
@Suite(.timeLimit(.minutes(1)))
struct RefreshesTests {
    @Test func concurrentCallersShareOneRefresh() async throws {
        let endpoint = ScriptedEndpoint(respond(503), token("new"))
        let client = endpoint.client()
        let callers = (1...3).map { _ in Task { try await client.refresh() } }

        for caller in callers { #expect(try await caller.value == "new") }
        #expect(endpoint.requests.count == 2)
    }

    @Test func aLaterCallerStartsARefreshOfItsOwn() async throws {
        let client = ScriptedEndpoint(token("one"), token("two")).client()

        #expect(try await client.refresh() == "one")
        #expect(try await client.refresh() == "two")
    }

    @Test func closingEndsThePauseOfARefreshAtOnceAndNoRequestFollows() async throws {
        let endpoint = ScriptedEndpoint(respond(503))
        let client = endpoint.client(pause: forever)
        let refresh = Task { try await client.refresh() }
        await endpoint.paused(times: 1)
        client.close()

        await expectSignedOut { try await refresh.value }
        await expectSignedOut { try await client.refresh() }
        await expectSignedOut { try await client.revoke() }
        #expect(endpoint.requests.count == 1)
    }

    @Test func closingEndsARequestThatWaitsForAResponse() async throws {
        let endpoint = ScriptedEndpoint()
        let client = endpoint.client()
        let refresh = Task { try await client.refresh() }
        await endpoint.arrived(1)
        client.close()

        await expectSignedOut { try await refresh.value }
    }

    @Test func closingEndsARefreshWhoseSessionIgnoresTheCancellation() async throws {
        let (asked, ask) = AsyncStream<Void>.makeStream()
        let client = ScriptedEndpoint().client(
            session: ScriptedSession { _ in
                ask.finish()
                await hang()
            })
        let refresh = Task { try await client.refresh() }
        for await _ in asked {}
        client.close()

        await expectSignedOut { try await refresh.value }
    }

    @Test func closingEndsARevocation() async throws {
        let endpoint = ScriptedEndpoint()
        let client = endpoint.client()
        let revocation = Task { try await client.revoke() }
        await endpoint.arrived(1)
        client.close()

        await expectSignedOut { try await revocation.value }
    }

    @Test func aRefreshThatRunsWhileTheUserSignsOutGetsNoToken() async throws {
        let endpoint = ScriptedEndpoint(respond(503), respond(204))
        let client = endpoint.client(pause: forever)
        let refresh = Task { try await client.refresh() }
        await endpoint.paused(times: 1)
        client.endRefreshes()
        try await client.revoke()

        await expectSignedOut { try await refresh.value }
        await expectSignedOut { try await client.refresh() }
        #expect(endpoint.requests.map { $0.httpMethod } == ["POST", "DELETE"])
    }

    @Test func aSignInThatIsCancelledIsNotContinued() async throws {
        let endpoint = ScriptedEndpoint(respond(503), token())
        let client = endpoint.client(pause: forever)
        let signIn = Task { try await client.issue() }
        await endpoint.paused(times: 1)
        signIn.cancel()

        await #expect(throws: CancellationError.self) { try await signIn.value }
        #expect(endpoint.requests.count == 1)
    }

    @Test func aSessionThatNeverReturnsEndsTheRefresh() async throws {
        let client = ScriptedEndpoint().client(session: ScriptedSession { _ in await hang() }, timeout: { _ in })
        let error = try await failure(UnavailableError.self) { try await client.refresh() }

        #expect(error.cause is SessionError)
    }

    @Test func anErrorOfTheSessionIsPassedOn() async throws {
        let client = ScriptedEndpoint().client(session: ScriptedSession { _ in throw URLError(.notConnectedToInternet) })

        #expect(try await failure(URLError.self) { try await client.refresh() }.code == .notConnectedToInternet)
    }

    @Test func theSessionIsToldThatARefreshIsRefusedAndASignInIsNot() async throws {
        let session = ScriptedSession()
        let client = ScriptedEndpoint(problem(403), problem(404)).client(session: session)

        _ = try await failure(RefusedError.self) { try await client.issue() }
        let error = try await failure(RefusedError.self) { try await client.refresh() }
        #expect(await session.told() == [error])
    }

    @Test func aRefreshDoesNotWaitForTheAppThatIsToldOfItsRefusal() async throws {
        struct Dialog: Session {
            func bearerToken(fresh: Bool) -> String { "cached" }
            func ended(_ error: RefusedError) async { await hang() }
        }
        let client = ScriptedEndpoint(problem(404)).client(session: Dialog())

        _ = try await failure(RefusedError.self) { try await client.refresh() }
    }

    @Test func aSessionCanBelongToTheMainActor() async throws {
        @MainActor final class ViewModel: Session {
            var count = 0
            func bearerToken(fresh: Bool) -> String {
                count += 1
                return "main"
            }
            func ended(_ error: RefusedError) { count += 1 }
        }
        let endpoint = ScriptedEndpoint(token())
        _ = try await endpoint.client(session: ViewModel()).refresh()

        #expect(endpoint.lines == ["POST https://e.example/api/users/me/tokens/refresh Bearer main"])
    }

    private func expectSignedOut<V: Sendable>(
        _ work: @MainActor () async throws -> V, sourceLocation: SourceLocation = #_sourceLocation
    ) async {
        do {
            _ = try await work()
            Issue.record("There is no error.", sourceLocation: sourceLocation)
        } catch {
            #expect(error is SignedOutError, sourceLocation: sourceLocation)
        }
    }
}
