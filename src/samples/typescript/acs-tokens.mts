import { AzureCommunicationTokenCredential } from "@azure/communication-common";

/** What the app has of its user. */
export interface Session {
  /** The identity provider's access token for the endpoint; a fresh one is not from a cache. */
  bearerToken(fresh: boolean): Promise<string>;
  /** There are no more tokens: 403 is to be told, 401 and 404 sign the user out. */
  ended(why: Refused): void;
}

/** The endpoint's answer, when trying again does not help. */
export class Refused extends Error {
  constructor(readonly status: number) {
    super(`The token endpoint answers ${status}`);
  }
}

/** The ACS tokens of a user: made by signing in, ended by signing out. */
export class AcsTokens {
  /** For ChatClient, CallClient and their like. */
  readonly credential: AzureCommunicationTokenCredential;
  #refreshing: Promise<string> | undefined;

  private constructor(token: string, private readonly endpoint: string, private readonly session: Session) {
    this.credential = new AzureCommunicationTokenCredential({
      token,
      refreshProactively: true,
      tokenRefresher: () => this.#refresh(),
    });
  }

  /** @param endpoint such as https://contoso.azurewebsites.net/api */
  static async signIn(endpoint: string, session: Session): Promise<AcsTokens> {
    const reply = await call(endpoint, session, "POST", "/users/me/tokens");
    return new AcsTokens((await reply.json()).token, endpoint, session);
  }

  /** Revokes every token of the user, which may take up to 15 minutes at ACS. */
  async signOut(): Promise<void> {
    try {
      await call(this.endpoint, this.session, "DELETE", "/users/me/tokens");
    } finally {
      this.credential.dispose();
    }
  }

  // Who comes while a refresh is under way gets what comes of it.
  #refresh(): Promise<string> {
    this.#refreshing ??= call(this.endpoint, this.session, "POST", "/users/me/tokens/refresh")
      .then(async (reply) => (await reply.json()).token)
      .catch((why) => {
        if (why instanceof Refused) this.session.ended(why);
        throw why;
      })
      .finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  }
}

async function call(endpoint: string, session: Session, method: string, path: string): Promise<Response> {
  for (let attempt = 1, fresh = false; ; attempt++) {
    let pause = 2 ** attempt;
    const headers = { Authorization: `Bearer ${await session.bearerToken(fresh)}` };
    const signal = AbortSignal.timeout(15_000);
    const reply = await fetch(endpoint + path, { method, headers, signal }).catch(() => undefined);
    if (reply?.ok) return reply;
    if (reply?.status === 401 && !fresh) {
      fresh = true;
      continue;
    }
    if (reply && reply.status < 500 && reply.status !== 429) throw new Refused(reply.status);
    if (attempt === 6) throw new Error("The token endpoint does not answer as it should");
    pause = Number(reply?.headers.get("Retry-After")) || pause;
    await new Promise((resolve) => setTimeout(resolve, Math.min(pause, 60) * 1000 + Math.random() * 500));
  }
}
