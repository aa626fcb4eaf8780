import { AcsTokens, type Session } from "acs-token-client";

/** The tokens of a user. Those for chat cannot start a call. */
export interface Tokens {
  readonly chat: AcsTokens;
  readonly calling: AcsTokens;
}

/** Gets tokens of the user who is signed in to the app. */
export async function signIn(endpoint: URL, session: Session, signal: AbortSignal): Promise<Tokens> {
  const chat = await AcsTokens.signIn(endpoint, session, { scopes: ["chat"], signal });
  try {
    return { chat, calling: await AcsTokens.signIn(endpoint, session, { scopes: ["voip"], signal }) };
  } catch (error) {
    chat.close();
    throw error;
  }
}

/** Signs a user in to the app. In your app, this is MSAL or another SDK of your identity provider. */
export function sessionOf(user: string, issuer: string, ended: Session["ended"]): Session {
  return {
    async bearerToken() {
      const response = await fetch(`${issuer}/token?${new URLSearchParams({ user })}`);
      if (!response.ok) throw new Error(`The issuer responded with ${response.status}: ${await response.text()}`);
      return response.text();
    },
    ended,
  };
}
