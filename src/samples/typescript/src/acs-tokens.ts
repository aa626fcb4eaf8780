import type { AzureCommunicationTokenCredential } from "@azure/communication-common";
import { EndpointClient, type EndpointRequest } from "./endpoint-client.js";
import { SignedOutError } from "./errors.js";
import { readToken, readUserToken, type UserToken } from "./issued-token.js";
import { RefreshedCredential } from "./refreshed-credential.js";
import type { Session } from "./session.js";

/** What a user's tokens are for. */
export interface SignInOptions {
  /** The scopes of every token, such as `["chat", "voip"]`; by default all that the user may have. */
  readonly scopes?: readonly string[] | undefined;
  /** Cancels the sign-in, which then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** The ACS tokens of a user, from signing in to signing out. */
export class AcsTokens {
  /**
   * The credential for `ChatClient`, `CallClient` and similar classes of the ACS SDKs. It keeps its token valid until
   * `signOut`, `close` or its own `dispose`.
   */
  readonly credential: AzureCommunicationTokenCredential;
  /** The endpoint of the ACS resource, which `ChatClient` needs. */
  readonly endpoint: string;
  /** The user's ACS identity, such as `8:acs:…`. */
  readonly communicationUserId: string;
  readonly #client: EndpointClient;
  readonly #closing = new AbortController();

  private constructor(first: UserToken, client: EndpointClient, session: Session, body: object | undefined) {
    this.endpoint = first.endpoint;
    this.communicationUserId = first.communicationUserId;
    this.#client = client;
    // The reactive state of Vue and other libraries calls methods on a proxy, which has no private members.
    this.signOut = this.signOut.bind(this);
    this.close = this.close.bind(this);
    this.credential = new RefreshedCredential(
      first,
      (signal) => client.send(post("/users/me/tokens/refresh", body), signal, (response) => readToken(response.json)),
      (error) => session.ended(error),
    );
  }

  /**
   * Gets the first token of the user, and creates the user's ACS identity if there is none.
   *
   * @param endpoint the address of the token endpoint, such as `https://contoso.azurewebsites.net/api`
   * @throws RefusedError if the endpoint refuses the user; a retry does not help
   * @throws UnavailableError if six attempts failed, which takes at least a minute
   * @throws TypeError if the address is none of the web
   */
  static async signIn(endpoint: string | URL, session: Session, options: SignInOptions = {}): Promise<AcsTokens> {
    const { scopes, signal = new AbortController().signal } = options;
    const body = scopes && { scopes };
    const client = new EndpointClient(endpoint, (fresh) => session.bearerToken(fresh));
    const first = await client.send(post("/users/me/tokens", body), signal, (response) => readUserToken(response.json));
    return new AcsTokens(first, client, session, body);
  }

  /**
   * Closes the credential, then revokes every token of the user, on all devices. ACS may take up to 15 minutes for it. If
   * it fails, it can be called again; a token that is not revoked expires after a day at most.
   *
   * @throws RefusedError if the endpoint refuses the request
   * @throws UnavailableError if six attempts failed, which takes at least a minute
   * @throws SignedOutError if the tokens are closed before the revocation
   */
  async signOut(): Promise<void> {
    this.credential.dispose();
    const revoke: EndpointRequest = { method: "DELETE", path: "/users/me/tokens" };
    await this.#client.send(revoke, this.#closing.signal, ({ status }) => status === 204 || undefined);
  }

  /** Ends the tokens on this device without revoking them. There is no request and no timer afterwards. */
  close(): void {
    this.credential.dispose();
    this.#closing.abort(new SignedOutError());
  }
}

function post(path: string, body: object | undefined): EndpointRequest {
  return { method: "POST", path, body };
}
