import { EndpointResponse } from "./endpoint-response.js";
import { UnavailableError } from "./errors.js";
import { pause, TimedOut, within, withTimeout } from "./signals.js";

const ATTEMPTS = 6;
const TIMEOUT = 15_000;
const SESSION_TIMEOUT = 60_000;
const MAX_PAUSE_SECONDS = 60;

/** A request to the endpoint, without the caller's bearer token. */
export interface EndpointRequest {
  readonly method: "DELETE" | "POST";
  /** The path below the endpoint's address, such as `/users/me/tokens`. */
  readonly path: string;
  /** The value of the JSON body; none by default. */
  readonly body?: object | undefined;
}

/** Sends requests to the endpoint as one user or anonymously, and retries where that helps. */
export class EndpointClient {
  readonly #address: string;
  readonly #bearerToken: ((fresh: boolean) => Promise<string>) | undefined;

  /**
   * Creates a client of the endpoint with this address, such as `https://contoso.azurewebsites.net/api`, which a page can give
   * relative to its own. It throws `TypeError` for anything else than an address of the web.
   *
   * @param bearerToken returns the user's bearer token; by default the requests are anonymous
   */
  constructor(address: string | URL, bearerToken?: (fresh: boolean) => Promise<string>) {
    this.#address = webAddress(address).replace(/\/+$/, "");
    this.#bearerToken = bearerToken;
  }

  /**
   * Sends a request until there is a result. It throws `RefusedError` if a retry does not help, `UnavailableError` if all
   * attempts failed, and the signal's reason as soon as the signal is aborted.
   *
   * @param read returns the result that a 2xx contains, or nothing if it is no response of the endpoint
   */
  async send<T>(request: EndpointRequest, signal: AbortSignal, read: (response: EndpointResponse) => T | undefined): Promise<T> {
    let freshToken: string | undefined;
    for (let attempt = 1; ; attempt++) {
      const response = await this.#attempt(request, freshToken ?? (await this.#token(false, signal)), signal);
      const result = response.isSuccess ? read(response) : undefined;
      if (result !== undefined) return result;
      if (response.status === 401 && this.#bearerToken && freshToken === undefined && attempt < ATTEMPTS) {
        freshToken = await this.#token(true, signal);
        continue;
      }
      if (!response.isTemporary) throw response.refusal;
      if (attempt >= ATTEMPTS) throw response.unavailability;
      const seconds = Math.min(response.retryAfterSeconds ?? 2 ** attempt, MAX_PAUSE_SECONDS);
      await pause(seconds * 1000 + Math.random() * 500, signal);
    }
  }

  async #token(fresh: boolean, signal: AbortSignal): Promise<string | undefined> {
    signal.throwIfAborted();
    const bearerToken = this.#bearerToken;
    if (!bearerToken) return undefined;
    const token = await withTimeout(SESSION_TIMEOUT, signal, (ended) => within(ended, bearerToken(fresh))).catch((error) => {
      throw error instanceof TimedOut ? new UnavailableError(undefined, error) : error;
    });
    // The error of fetch would quote the token.
    if (typeof token !== "string") throw new TypeError("The session's bearer token is not a string.");
    if (!/^[\x21-\x7e]*$/.test(token)) throw new TypeError("The session's bearer token has characters that no header may have.");
    return token;
  }

  async #attempt({ method, path, body }: EndpointRequest, token: string | undefined, signal: AbortSignal): Promise<EndpointResponse> {
    const headers: Record<string, string> = {};
    if (token !== undefined) headers["Authorization"] = `Bearer ${token}`;
    if (body) headers["Content-Type"] = "application/json";
    try {
      return await withTimeout(TIMEOUT, signal, async (ended) => {
        const response = await fetch(this.#address + path, {
          method,
          headers,
          body: body ? JSON.stringify(body) : null,
          cache: "no-store",
          credentials: "omit",
          // A redirect would carry the bearer token or the invitation's code to another address.
          redirect: "manual",
          signal: ended,
        });
        return EndpointResponse.of(response);
      });
    } catch (cause) {
      signal.throwIfAborted();
      return EndpointResponse.none(cause);
    }
  }
}

function webAddress(address: string | URL): string {
  const url = new URL(address, globalThis.location?.href);
  if (!/^https?:$/.test(url.protocol)) throw new TypeError(`The endpoint's address must begin with http:// or https://, unlike ${address}.`);
  return url.href;
}
