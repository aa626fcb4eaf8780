import { AzureCommunicationTokenCredential } from "@azure/communication-common";
import { call, Refused } from "./acs-tokens.mjs";

/** The Teams user who is signed in to the app with MSAL. The app implements this interface. */
export interface TeamsSession {
  /**
   * Returns Entra ID's access token for the endpoint. If `fresh` is true, the token must not come
   * from a cache. It must not open a window, because the ACS SDK calls it at any time.
   */
  bearerToken(fresh: boolean): Promise<string>;
  /**
   * Signs the user in interactively, with `why.problem.claims` as the claims request if there is
   * one, and with the prompt for consent if the code is `consent_required`. Only
   * `TeamsTokens.signIn` calls it, at most once.
   */
  signInAgain(why: Refused): Promise<void>;
  /**
   * Called when the endpoint issues no more tokens. If `needsSignIn(why)`, tell the user, and call
   * `signInAgain(why)` when the user asks for it. The credential then gets a token again. After any
   * other 403, tell the user what `why.problem.code` means. After a 401, sign the user out.
   */
  ended(why: Refused): void;
}

/** The ACS tokens of a Teams user, from signing in to signing out. */
export class TeamsTokens {
  /** The credential for CallClient and similar classes. */
  readonly credential: AzureCommunicationTokenCredential;
  readonly #endpoint: string;
  readonly #session: TeamsSession;
  #refreshing: Promise<string> | undefined;

  private constructor(token: string, endpoint: string, session: TeamsSession) {
    this.#endpoint = endpoint;
    this.#session = session;
    this.credential = new AzureCommunicationTokenCredential({
      token,
      refreshProactively: true,
      tokenRefresher: () => this.#refresh(),
    });
  }

  /**
   * Gets the first token of the user, who may have to sign in again for it. Call it when the user
   * expects a window, for example after a click.
   *
   * @param endpoint the endpoint's URL, such as https://contoso.azurewebsites.net/api
   */
  static async signIn(endpoint: string, session: TeamsSession): Promise<TeamsTokens> {
    const token = await exchange(endpoint, session).catch(async (why) => {
      if (!needsSignIn(why)) throw why;
      await session.signInAgain(why);
      return exchange(endpoint, session);
    });
    return new TeamsTokens(token, endpoint, session);
  }

  /** Disposes the credential. Its last token stays valid until it expires, within about an hour. */
  signOut(): void {
    this.credential.dispose();
  }

  // A caller that arrives during a refresh shares its result.
  #refresh(): Promise<string> {
    this.#refreshing ??= exchange(this.#endpoint, this.#session)
      .catch((why) => {
        if (why instanceof Refused) this.#session.ended(why);
        throw why;
      })
      .finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  }
}

/** Returns whether the endpoint issues a token after the user has signed in interactively. */
export function needsSignIn(why: unknown): why is Refused {
  return why instanceof Refused && ["interaction_required", "consent_required"].includes(why.problem.code ?? "");
}

async function exchange(endpoint: string, session: TeamsSession): Promise<string> {
  const response = await call(endpoint, session, "POST", "/users/me/teams-tokens");
  return (await response.json()).token;
}
