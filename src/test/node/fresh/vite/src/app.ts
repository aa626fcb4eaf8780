import type { Session } from "acs-token-client";

/** The addresses of a running development host, and a user whom nobody else uses. */
export interface Setup {
  readonly endpoint: string;
  readonly issuer: string;
  readonly user: string;
}

/** Returns a session of the local issuer, which is found as an OpenID Connect client finds it. */
export async function sessionOf({ issuer, user }: Setup, roles = ""): Promise<Session> {
  const discovery = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
  const keys = await (await fetch(discovery.jwks_uri)).json();
  if (keys.keys.length === 0) throw new Error("The issuer has no keys.");
  return {
    bearerToken: async () => {
      const response = await fetch(discovery.token_endpoint, {
        method: "POST",
        body: new URLSearchParams({ user, roles }),
      });
      return response.text();
    },
    ended: (error) => {
      throw error;
    },
  };
}

/** Calls the endpoint once, as the session's user. */
export async function send(setup: Setup, session: Session, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set("Authorization", `Bearer ${await session.bearerToken(false)}`);
  return fetch(setup.endpoint + path, { ...init, headers });
}
