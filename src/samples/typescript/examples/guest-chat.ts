import { CallClient, type CallAgent } from "@azure/communication-calling";
import { ChatClient, type ChatThreadClient } from "@azure/communication-chat";
import type { GuestTokens } from "acs-token-client";

/** Opens the chat and prepares the calls of a guest. */
export async function startAppointment(tokens: GuestTokens): Promise<[ChatThreadClient, CallAgent]> {
  const chat = new ChatClient(tokens.endpoint, tokens.credential).getChatThreadClient(tokens.reference ?? "");
  const calls = await new CallClient().createCallAgent(tokens.credential, { displayName: "Patient" });
  return [chat, calls];
}
