import AcsTokenClient
import Foundation

#if os(iOS)
    import AzureCommunicationCommon
#else
    import SdkStandIn
#endif

// A console app with one signed-in user. src/samples/README.md describes its input and output.

struct ConsoleSession: Session {
    let cached: String
    let renewed: String

    func bearerToken(fresh: Bool) -> String { fresh ? renewed : cached }

    func ended(_ error: RefusedError) { show("ended \(describe(error))") }
}

func show(_ line: String) {
    FileHandle.standardOutput.write(Data("\(line)\n".utf8))
}

func describe(_ error: any Error) -> String {
    switch error {
    case let error as RefusedError: "refused \(error.status) \(error.code ?? "nil")"
    case let error as UnavailableError: "unavailable \(error.lastStatus ?? 0)"
    case is SignedOutError: "signed out"
    default: "\(error)"
    }
}

/// Gets a token as a chat client does, and prints it.
@MainActor
func printToken(_ tokens: AcsTokens) async {
    show("asking")
    await withCheckedContinuation { continuation in
        tokens.credential.token { @Sendable token, error in
            show(token.map { "token \($0.token)" } ?? "failed \(error.map(describe) ?? "without an error")")
            continuation.resume()
        }
    }
}

@MainActor
func serve(_ tokens: AcsTokens, _ lines: AsyncStream<String>) async throws {
    show("signed in \(tokens.communicationUserId) \(tokens.endpoint)")
    reading: for await line in lines {
        switch line {
        case "token": Task { await printToken(tokens) }
        case "close": tokens.close()
        default: break reading
        }
    }
    try await tokens.signOut()
    show("signed out")
    await printToken(tokens)
}

func standardInput() -> AsyncStream<String> {
    AsyncStream { continuation in
        Thread.detachNewThread {
            while let line = readLine() { continuation.yield(line) }
            continuation.finish()
        }
    }
}

let arguments = CommandLine.arguments.dropFirst()
guard arguments.count >= 2, let endpoint = URL(string: arguments[1]) else {
    show("Usage: Client <endpoint> <bearer token> [<fresh bearer token> [<scope>…]]")
    exit(2)
}
let session = ConsoleSession(cached: arguments[2], renewed: arguments.count > 2 ? arguments[3] : arguments[2])
Task {
    do {
        let tokens = try await AcsTokens.signIn(
            endpoint: endpoint, session: session, scopes: Array(arguments.dropFirst(3)))
        try await serve(tokens, standardInput())
    } catch {
        show("failed \(describe(error))")
    }
    // Not exit(0), which waits for the thread that reads the standard input.
    _exit(0)
}
// The run loop fires the timers of the credential, as in an app.
RunLoop.main.run()
