import AcsTokenClientCore
import Foundation
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Verifies what is sent to a server and read from it.
@Suite(.timeLimit(.minutes(1)))
struct HttpTests {
    @Test func readsTheStatusTheHeadersAndTheBody() async throws {
        let server = try LoopbackServer(
            "HTTP/1.1 429 Too Many\r\nRetry-After: 7\r\nContent-Type: application/problem+json\r\nContent-Length: 17\r\n\r\n{\"detail\": \"Why\"}"
        )
        let response = try await Http().send(request(server))

        #expect(response.status == 429)
        #expect(response.retryAfterSeconds == 7)
        #expect(response.refusal.detail == "Why")
        #expect(server.request.hasPrefix("POST / HTTP/1.1\r\n"))
        #expect(server.request.contains("\r\nAuthorization: Bearer b\r\n"))
    }

    @Test func sendsTheLengthOfTheBody() async throws {
        let server = try LoopbackServer("HTTP/1.1 204 No Content\r\n\r\n")
        var request = request(server)
        request.httpBody = Data("{}".utf8)
        #expect(try await Http().send(request).status == 204)

        #expect(server.request.lowercased().contains("\r\ncontent-length: 2\r\n"))
    }

    @Test func carriesNoBearerTokenToTheTargetOfARedirect() async throws {
        let target = try LoopbackServer("HTTP/1.1 204 No Content\r\n\r\n")
        let server = try LoopbackServer(
            "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:\(target.port)/\r\nContent-Length: 0\r\n\r\n")

        #expect(try await Http().send(request(server)).status == 302)
        #expect(target.request.isEmpty)
    }

    @Test func aLostConnectionIsAnError() async throws {
        let server = try LoopbackServer("")

        await #expect(throws: URLError.self) { try await Http().send(request(server)) }
    }

    private func request(_ server: LoopbackServer) -> URLRequest {
        var request = URLRequest(url: URL(string: "http://127.0.0.1:\(server.port)/")!)
        request.httpMethod = "POST"
        request.setValue("Bearer b", forHTTPHeaderField: "Authorization")
        return request
    }
}
