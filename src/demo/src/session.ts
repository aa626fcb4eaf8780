import { RefusedError } from "acs-token-client";
import { CredentialCard, type Purpose } from "./credential-card.js";
import { restoreTokenLifetime, setTokenLifetime } from "./emulator.js";
import { isSuccess, outcomeOf, type SentRequest } from "./requests.js";
import { sessionOf, signIn, type Tokens } from "./sign-in.js";

const SHORT_SECONDS = 60;

const CHAT: Purpose = {
  title: "Chat",
  scope: "chat",
  use: ({ endpoint }) => `new ChatClient("${endpoint}", chat.credential)`,
};
const CALLING: Purpose = {
  title: "Calling",
  scope: "voip",
  use: () => "callClient.createCallAgent(calling.credential)",
};

/** Shows a session to the user. */
export interface View {
  /** Shows the state in words. */
  status(text: string): void;
  /** Shows why something failed. An empty text removes the reason. */
  reason(text: string): void;
  /** Shows the credentials of a user who has just signed in. */
  cards(cards: readonly CredentialCard[]): void;
}

/** The user who is signed in, and the sign-in or sign-out that is running. */
export class DemoSession {
  readonly #endpoint: URL;
  readonly #issuer: string;
  readonly #view: View;
  #current: { readonly user: string; readonly tokens: Tokens; readonly cards: readonly CredentialCard[] } | undefined;
  #pending: { readonly status: string; readonly cancel: () => void } | undefined;
  #isShortLived = false;

  constructor(endpoint: URL, issuer: string, view: View) {
    this.#endpoint = endpoint;
    this.#issuer = issuer;
    this.#view = view;
  }

  /** The user who is signed in. */
  get user(): string | undefined {
    return this.#current?.user;
  }

  /** The credentials of that user. */
  get cards(): readonly CredentialCard[] {
    return this.#current?.cards ?? [];
  }

  /** Whether the user is being signed in or out. */
  get isBusy(): boolean {
    return this.#pending !== undefined;
  }

  /** Signs a user in, in place of another one. */
  async enter(user: string, isShortLived: boolean): Promise<void> {
    if (this.#pending) return;
    this.#leave();
    const cancelled = new AbortController();
    this.#begin("Signing in …", () => cancelled.abort());
    try {
      await this.#applyLifetime(isShortLived);
      const session = sessionOf(user, this.#issuer, (error) => this.#ended(error));
      const tokens = await signIn(this.#endpoint, session, cancelled.signal);
      const cards = [new CredentialCard(CHAT, tokens.chat), new CredentialCard(CALLING, tokens.calling)];
      this.#current = { user, tokens, cards };
      this.#view.cards(cards);
      this.#finish(`Signed in as ${user}.`);
    } catch (error) {
      await this.#restoreLifetime();
      this.#finish("Signed out.");
      this.#view.reason(cancelled.signal.aborted ? "" : reasonOf(error));
    }
  }

  /** Signs the user out, or cancels what is running. */
  async signOut(): Promise<void> {
    if (!this.#current) return this.#pending?.cancel();
    const { user, tokens } = this.#current;
    tokens.calling.close();
    this.#forget();
    this.#begin("Signing out …", () => tokens.chat.close());
    await this.#restoreLifetime();
    try {
      await tokens.chat.signOut();
      this.#finish(`Signed out: every token of ${user} is revoked.`);
    } catch (error) {
      this.#finish("Signed out, but the tokens are not revoked.");
      this.#view.reason(reasonOf(error));
    }
  }

  /** Takes note of a request of the client package or of the app. */
  observe(request: SentRequest): void {
    this.cards.forEach((card) => card.observe(request));
    if (this.#pending && !isSuccess(request)) this.#view.status(`${this.#pending.status} waits: ${outcomeOf(request)}`);
  }

  /** Gives other apps their lifetime of tokens back, because the page may never be shown again. */
  async hide(): Promise<void> {
    if (this.#isShortLived) await restoreTokenLifetime();
  }

  /** Shortens the lifetime again if the browser kept the page. */
  async show(): Promise<void> {
    if (this.#isShortLived) await setTokenLifetime(SHORT_SECONDS);
  }

  // The endpoint issues no more tokens for this user.
  async #ended(error: RefusedError): Promise<void> {
    this.#leave();
    this.#begin("Signing out …");
    await this.#restoreLifetime();
    this.#finish("Signed out.");
    this.#view.reason(reasonOf(error));
  }

  // Ends the tokens on this device.
  #leave(): void {
    this.#current?.tokens.chat.close();
    this.#current?.tokens.calling.close();
    this.#forget();
  }

  #forget(): void {
    this.cards.forEach((card) => card.end());
    this.#current = undefined;
  }

  #begin(status: string, cancel: () => void = () => {}): void {
    this.#pending = { status, cancel };
    this.#view.reason("");
    this.#view.status(status);
  }

  #finish(status: string): void {
    this.#pending = undefined;
    this.#view.status(status);
  }

  async #applyLifetime(isShortLived: boolean): Promise<void> {
    this.#isShortLived = isShortLived;
    await (isShortLived ? setTokenLifetime(SHORT_SECONDS) : restoreTokenLifetime());
  }

  async #restoreLifetime(): Promise<void> {
    if (!this.#isShortLived) return;
    this.#isShortLived = false;
    // If the host is gone, the page says so anyway.
    await restoreTokenLifetime().catch(() => {});
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof RefusedError)) return error instanceof Error ? error.message : String(error);
  const meanings: Record<number, string> = {
    401: "The endpoint does not accept the bearer token.",
    403: "The user is not allowed to have this token.",
    404: "The user's identity was deleted.",
  };
  const response = [error.status, error.code].filter(Boolean).join(" ");
  return [meanings[error.status], `The endpoint responded with ${response}.`, error.detail].filter(Boolean).join(" ");
}
