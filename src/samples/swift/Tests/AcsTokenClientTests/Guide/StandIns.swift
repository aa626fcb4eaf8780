#if os(iOS)
    @preconcurrency import AzureCommunicationCommon
#else
    @preconcurrency import SdkStandIn
#endif

// The types of MSAL and of the SDKs for chat and calls that the examples of the guide use. They do nothing. An app
// imports the real ones with @preconcurrency, so these are sendable.

final class MSALPublicClientApplication: @unchecked Sendable {
    func acquireTokenSilent(with parameters: MSALSilentTokenParameters) async throws -> MSALResult { MSALResult() }
}

final class MSALAccount: @unchecked Sendable {}

final class MSALResult: @unchecked Sendable {
    let accessToken = ""
}

final class MSALSilentTokenParameters: @unchecked Sendable {
    var forceRefresh = false

    init(scopes: [String], account: MSALAccount) {}
}

struct AzureCommunicationChatClientOptions {}

final class ChatClient: @unchecked Sendable {
    init(
        endpoint: String, credential: CommunicationTokenCredential,
        withOptions options: AzureCommunicationChatClientOptions
    ) throws {}
}

final class CallAgent: @unchecked Sendable {}

final class CallClient: @unchecked Sendable {
    func createCallAgent(userCredential: CommunicationTokenCredential) async throws -> CallAgent { CallAgent() }
}
