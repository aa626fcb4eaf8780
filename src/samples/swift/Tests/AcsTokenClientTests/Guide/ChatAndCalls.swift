import AcsTokenClient
import Foundation

#if os(iOS)
    @preconcurrency import AzureCommunicationCommon
#else
    @preconcurrency import SdkStandIn
#endif

/// Lets a user chat and call until they sign out.
@MainActor
func chatAndCall(
    _ session: any Session, untilTheUserSignsOut: (ChatClient, CallAgent, String) async -> Void
) async throws -> String {
    let endpoint = URL(string: "https://contoso.azurewebsites.net/api")!
    do {
        let tokens = try await AcsTokens.signIn(endpoint: endpoint, session: session)
        let chat = try ChatClient(
            endpoint: tokens.endpoint, credential: tokens.credential,
            withOptions: AzureCommunicationChatClientOptions())
        let calls = try await CallClient().createCallAgent(userCredential: tokens.credential)
        await untilTheUserSignsOut(chat, calls, tokens.communicationUserId)
        try await tokens.signOut()
        return "Bye."
    } catch let error as RefusedError {
        return "You may not chat here: \(error.code ?? ""). Support knows why from \(error.requestId ?? "")."
    } catch is UnavailableError {
        return "The chat is unavailable. Try again later."
    }
}
