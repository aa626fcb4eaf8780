import type { AzureCommunicationTokenCredential } from "@azure/communication-common";
import { EndpointClient } from "./endpoint-client.js";
import { RefusedError } from "./errors.js";
import { readToken, type IssuedToken } from "./issued-token.js";
import { RefreshedCredential } from "./refreshed-credential.js";

/** The Teams user who is signed in to the app with MSAL. The app implements this interface. */
export interface TeamsSession {
  /**
   * Returns Entra ID's access token for the endpoint. It is called before each request, at any time, so it must not open a
   * window. After a minute it counts as failed. An error that it throws is passed on to the caller.
   * A refresh ahead of time has no caller: the app then sees the error in its own `bearerToken` only, and the package tries
   * again later.
   *
   * @param fresh whether the token must not come from a cache, because the endpoint refused the cached one
   */
  bearerToken(fresh: boolean): Promise<string>;

  /**
   * Signs the user in interactively, with `error.claims` as the claims request if there is one, and with the prompt for
   * consent if the code is `consent_required`. Only `TeamsTokens.signIn` calls it, at most once.
   */
  signInAgain(error: RefusedError): Promise<void>;

  /**
   * Called when the endpoint refuses a refresh. If `needsSignIn(error)`, tell the user, and call `signInAgain(error)` when
   * the user asks for it: the credential then gets a token again. After any other 403, tell the user what `error.code`
   * means. After a 401, sign the user out.
   */
  ended(error: RefusedError): void;
}

/** The ACS tokens of a Teams user, from signing in to signing out. */
export class TeamsTokens {
  /** The credential for `CallClient` and similar classes of the ACS SDKs. It keeps its token valid until `close`. */
  readonly credential: AzureCommunicationTokenCredential;

  private constructor(first: IssuedToken, exchange: (signal: AbortSignal) => Promise<IssuedToken>, session: TeamsSession) {
    this.credential = new RefreshedCredential(first, exchange, (error) => session.ended(error));
  }

  /**
   * Gets the first token of the user, who may have to sign in again for it. Call it when the user expects a window, for
   * example after a click.
   *
   * @param endpoint the address of the token endpoint, such as `https://contoso.azurewebsites.net/api`
   * @throws RefusedError if the endpoint refuses the user, also after another sign-in
   * @throws UnavailableError if six attempts failed, which takes at least a minute
   * @throws TypeError if the address is none of the web
   */
  static async signIn(endpoint: string | URL, session: TeamsSession): Promise<TeamsTokens> {
    const client = new EndpointClient(endpoint, (fresh) => session.bearerToken(fresh));
    const exchange = (signal: AbortSignal): Promise<IssuedToken> =>
      client.send({ method: "POST", path: "/users/me/teams-tokens" }, signal, (response) => readToken(response.json));
    const { signal } = new AbortController();
    const first = await exchange(signal).catch(async (error) => {
      if (!needsSignIn(error)) throw error;
      await session.signInAgain(error);
      return exchange(signal);
    });
    return new TeamsTokens(first, exchange, session);
  }

  /** Ends the tokens on this device. The last one stays valid until it expires, within about an hour. */
  close(): void {
    this.credential.dispose();
  }
}

/** Returns whether the endpoint issues a token after the user has signed in interactively. */
export function needsSignIn(error: unknown): error is RefusedError {
  return error instanceof RefusedError && ["interaction_required", "consent_required"].includes(error.code ?? "");
}
