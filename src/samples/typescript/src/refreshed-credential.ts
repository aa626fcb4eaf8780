import { AzureCommunicationTokenCredential, type CommunicationGetTokenOptions } from "@azure/communication-common";
import { RefusedError, SignedOutError } from "./errors.js";
import type { IssuedToken } from "./issued-token.js";
import { within } from "./signals.js";

const MINUTE = 60_000;
const REFRESH_AHEAD = 10 * MINUTE;
// No ACS token is valid for longer. A timer for more than 24 days would fire at once.
const MAX_LIFETIME = 24 * 60 * MINUTE;

/**
 * A credential of the ACS SDK that refreshes its token ahead of time until it is closed. The refreshing credential of the
 * SDK itself stops after one failure, and its timer does not catch the error, which ends a process of Node.js.
 */
export class RefreshedCredential extends AzureCommunicationTokenCredential {
  readonly #requestToken: (signal: AbortSignal) => Promise<IssuedToken>;
  readonly #refused: (error: RefusedError) => void;
  readonly #closing = new AbortController();
  #current: IssuedToken;
  #refreshing: Promise<IssuedToken> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param requestToken gets another token; it ends as soon as its signal is aborted
   * @param refused is told that `requestToken` failed because a retry does not help
   */
  constructor(first: IssuedToken, requestToken: (signal: AbortSignal) => Promise<IssuedToken>, refused: (error: RefusedError) => void) {
    // The SDK's class wants a refresher, and calls it only in the method that is overridden here.
    super({ tokenRefresher: async () => (await requestToken(new AbortController().signal)).token });
    this.#current = first;
    this.#requestToken = requestToken;
    this.#refused = refused;
    // The reactive state of Vue and other libraries calls methods on a proxy, which has no private members.
    this.getToken = this.getToken.bind(this);
    this.dispose = this.dispose.bind(this);
    this.#refreshIn(delayOf(first));
  }

  /**
   * Returns a token that has not expired, for the ACS SDK. If there is none, it waits for the refresh, and throws
   * `RefusedError`, `UnavailableError` or `SignedOutError` if that fails.
   */
  override async getToken(options?: CommunicationGetTokenOptions): Promise<{ token: string; expiresOnTimestamp: number }> {
    this.#closing.signal.throwIfAborted();
    const { token, expiresOn } = Date.now() < this.#current.expiresOn ? this.#current : await this.#refreshFor(options);
    return { token, expiresOnTimestamp: expiresOn };
  }

  /** Closes the credential: a running refresh ends with `SignedOutError`, and there is no request and no timer afterwards. */
  override dispose(): void {
    this.#closing.abort(new SignedOutError());
    clearTimeout(this.#timer);
    super.dispose();
  }

  #refreshFor(options: CommunicationGetTokenOptions | undefined): Promise<IssuedToken> {
    return options?.abortSignal ? within(options.abortSignal, this.#refresh()) : this.#refresh();
  }

  // A caller that arrives during a refresh shares its result.
  #refresh(): Promise<IssuedToken> {
    this.#refreshing ??= this.#replaceToken().finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  }

  async #replaceToken(): Promise<IssuedToken> {
    clearTimeout(this.#timer);
    try {
      const issued = await this.#requestToken(this.#closing.signal);
      this.#closing.signal.throwIfAborted();
      this.#current = issued;
      if (Date.now() < issued.expiresOn) this.#refreshIn(delayOf(issued));
      return issued;
    } catch (error) {
      this.#closing.signal.throwIfAborted();
      if (error instanceof RefusedError) this.#report(error);
      else if (Date.now() + MINUTE < this.#current.expiresOn) this.#refreshIn(MINUTE);
      throw error;
    }
  }

  #report(error: RefusedError): void {
    // In a task of its own, because the app's code may throw.
    queueMicrotask(() => {
      if (!this.#closing.signal.aborted) this.#refused(error);
    });
  }

  #refreshIn(milliseconds: number): void {
    this.#timer = setTimeout(() => {
      // Callers get the error of their own refresh.
      this.#refresh().catch(() => {});
    }, milliseconds);
    // In Node.js, a timer would keep a program running that has nothing else to do.
    if (typeof this.#timer === "object") (this.#timer as { unref(): void }).unref();
  }
}

/** Returns how long to use a token before the next refresh, in milliseconds. */
function delayOf({ expiresOn }: IssuedToken): number {
  const left = Math.min(expiresOn - Date.now(), MAX_LIFETIME);
  return Math.max(left - Math.min(REFRESH_AHEAD, left / 2), 0);
}
