// This file uses resources that exist on a laptop only: the development host forwards these requests to the ACS emulator.
// An app learns from a 401 of ACS that a token is refused, and it cannot choose such a short lifetime.

/** What the emulator says about a token. */
export interface TokenState {
  readonly active: boolean;
  /** Why it is not active, such as `revoked`. */
  readonly reason?: string;
}

async function send(method: string, path: string, body: BodyInit | null = null, keepalive = false): Promise<Response> {
  const response = await fetch(`/console/emulator/${path}`, { method, body, keepalive, headers: { "x-console": "1" } });
  if (!response.ok) throw new Error(`The emulator responded with ${response.status}.`);
  return response;
}

/** Returns whether ACS would accept a token now. */
export async function introspect(token: string): Promise<TokenState> {
  return (await send("POST", "introspect", new URLSearchParams({ token }))).json();
}

/** Gives every new token this lifetime, whichever app requests it. */
export async function setTokenLifetime(seconds: number): Promise<void> {
  await send("PUT", "token-lifetime", JSON.stringify({ seconds }));
}

/** Gives every new token the requested lifetime again. It also works while the page is being closed. */
export async function restoreTokenLifetime(): Promise<void> {
  await send("DELETE", "token-lifetime", null, true);
}
