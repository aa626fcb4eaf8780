import { CallClient } from "@azure/communication-calling";
import { ChatClient } from "@azure/communication-chat";
import { AcsTokens, RefusedError, UnavailableError, type Session } from "acs-token-client";

/** Lets a user chat and call until they sign out. */
export async function chatAndCall(session: Session, untilTheUserSignsOut: (...clients: unknown[]) => Promise<void>): Promise<string> {
  try {
    const tokens = await AcsTokens.signIn("https://contoso.azurewebsites.net/api", session);
    const chat = new ChatClient(tokens.endpoint, tokens.credential);
    const calls = await new CallClient().createCallAgent(tokens.credential);
    await untilTheUserSignsOut(chat, calls, tokens.communicationUserId);
    await tokens.signOut();
    return "Bye.";
  } catch (error) {
    if (error instanceof RefusedError) return `You may not chat here: ${error.code}. Support knows why from ${error.requestId}.`;
    if (error instanceof UnavailableError) return "The chat is unavailable. Try again later.";
    throw error;
  }
}
