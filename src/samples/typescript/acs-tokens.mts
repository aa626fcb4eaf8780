import { AzureCommunicationTokenCredential } from "@azure/communication-common";

/** The user who is signed in to the app. The app implements this interface. */
export interface Session {
  /**
   * Returns the identity provider's access token for the endpoint. If `fresh` is true, the token
   * must not come from a cache.
   */
  bearerToken(fresh: boolean): Promise<string>;
  /**
   * Called when the endpoint issues no more tokens. After a 403, tell the user. After a 401 or a
   * 404, sign the user out.
   */
  ended(why: Refused): void;
}

/** The members of the endpoint's problem details that a program uses. */
export interface Problem {
  /** The stable code of the problem. It is absent if something else responded than the endpoint. */
  readonly code?: string;
  /** How many seconds to wait before a retry, if a retry can help. */
  readonly retryAfterSeconds?: number;
  /** The claims request that the next sign-in must contain, as MSAL takes it. */
  readonly claims?: string;
}

/** A response of the endpoint for which a retry does not help, and the problem in its body. */
export class Refused extends Error {
  readonly status: number;
  readonly problem: Problem;

  constructor(status: number, problem: Problem = {}) {
    super(`The token endpoint responded with ${status}`);
    this.status = status;
    this.problem = problem;
  }
}

/** The ACS tokens of a user, from signing in to signing out. */
export class AcsTokens {
  /** The credential for ChatClient, CallClient and similar classes. */
  readonly credential: AzureCommunicationTokenCredential;
  readonly #endpoint: string;
  readonly #session: Session;
  #refreshing: Promise<string> | undefined;

  private constructor(token: string, endpoint: string, session: Session) {
    this.#endpoint = endpoint;
    this.#session = session;
    this.credential = new AzureCommunicationTokenCredential({
      token,
      refreshProactively: true,
      tokenRefresher: () => this.#refresh(),
    });
  }

  /**
   * Gets the first token of the user.
   *
   * @param endpoint the endpoint's URL, such as https://contoso.azurewebsites.net/api
   */
  static async signIn(endpoint: string, session: Session): Promise<AcsTokens> {
    const response = await call(endpoint, session, "POST", "/users/me/tokens");
    return new AcsTokens((await response.json()).token, endpoint, session);
  }

  /** Revokes every token of the user. This may take up to 15 minutes at ACS. */
  async signOut(): Promise<void> {
    try {
      await call(this.#endpoint, this.#session, "DELETE", "/users/me/tokens");
    } finally {
      this.credential.dispose();
    }
  }

  // A caller that arrives during a refresh shares its result.
  #refresh(): Promise<string> {
    this.#refreshing ??= call(this.#endpoint, this.#session, "POST", "/users/me/tokens/refresh")
      .then(async (response) => (await response.json()).token)
      .catch((why) => {
        if (why instanceof Refused) this.#session.ended(why);
        throw why;
      })
      .finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  }
}

/** Calls the endpoint, and retries where that helps. Throws `Refused` where it does not. */
export async function call(endpoint: string, session: Pick<Session, "bearerToken">, method: string, path: string): Promise<Response> {
  for (let attempt = 1, fresh = false; ; attempt++) {
    let pause = 2 ** attempt;
    const headers = { Authorization: `Bearer ${await session.bearerToken(fresh)}` };
    const signal = AbortSignal.timeout(15_000);
    const response = await fetch(endpoint + path, { method, headers, signal }).catch(() => undefined);
    if (response?.ok) return response;
    if (response?.status === 401 && !fresh) {
      fresh = true;
      continue;
    }
    // A 404 that is no problem comes from the Functions host, and says nothing about the user.
    const isProblem = response?.headers.get("Content-Type")?.startsWith("application/problem+json");
    const mayPass = response?.status === 429 || (response?.status === 404 && !isProblem);
    const problem: Problem = (await response?.json().catch(() => null)) ?? {};
    if (response && response.status < 500 && !mayPass) throw new Refused(response.status, problem);
    if (attempt === 6) throw new Error("The token endpoint is unavailable");
    // A browser may hide the header, and a gateway may send a date.
    pause = Number(response?.headers.get("Retry-After")) || Number(problem.retryAfterSeconds) || pause;
    await new Promise((resolve) => setTimeout(resolve, Math.min(pause, 60) * 1000 + Math.random() * 500));
  }
}
