import type { AcsTokens } from "acs-token-client";
import { duration, element, momentOf, setBadge, setText, timeOf } from "./dom.js";
import type { TokenState } from "./emulator.js";
import { isSuccess, outcomeOf, type SentRequest } from "./requests.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const MAX_HISTORY = 6;
const SHOWN_CHARACTERS = 10;

/** What a card is about. */
export interface Purpose {
  readonly title: string;
  readonly scope: string;
  /** The code of the app that takes the credential. */
  readonly use: (tokens: AcsTokens) => string;
}

/** Shows a credential, and what becomes of its token. */
export class CredentialCard {
  readonly element: HTMLElement;
  readonly title: string;
  readonly #purpose: Purpose;
  readonly #tokens: AcsTokens;
  readonly #badge = element("span", { class: "badge good" });
  readonly #left = element("span", { role: "timer" });
  readonly #life = element("progress", { "aria-label": "Remaining lifetime" });
  readonly #token = element("dd");
  readonly #expires = element("dd");
  readonly #next = element("dd");
  readonly #emulator = element("span", { class: "badge good" });
  readonly #history = element("ol", { class: "refreshes" });
  readonly #ticking: ReturnType<typeof setInterval>;
  #shown: { readonly token: string; readonly since: number; readonly expires: number } | undefined;
  #failures: SentRequest[] = [];
  #refusal: string | undefined;
  #unavailable = false;
  #ended = false;

  constructor(purpose: Purpose, tokens: AcsTokens) {
    this.#purpose = purpose;
    this.#tokens = tokens;
    this.title = purpose.title;
    this.element = this.#layout(`${purpose.scope}-title`);
    this.#ticking = setInterval(() => this.#tick(), SECOND);
    void this.#watch();
  }

  /** The token that an ACS client would send now. */
  get token(): string | undefined {
    return this.#shown?.token;
  }

  /** Takes note of a request of the client package. */
  observe(request: SentRequest): void {
    if (!request.scopes.includes(this.#purpose.scope) || isSuccess(request)) return;
    this.#failures.push(request);
    this.#tick();
  }

  /** Shows what the emulator says about a token. */
  showState(token: string, { active, reason }: TokenState): void {
    if (token !== this.token || this.#ended) return;
    this.#refusal = active ? undefined : inWords(reason);
    setBadge(this.#emulator, active ? "good" : "bad", this.#refusal ?? "active");
    this.#tick();
  }

  /** Keeps the card as it is. */
  end(): void {
    this.#ended = true;
    clearInterval(this.#ticking);
    this.#showLife(0);
    setBadge(this.#badge, "bad", "closed");
    setText(this.#next, "–");
  }

  // Asks for the token as often as a busy chat client does.
  async #watch(): Promise<void> {
    while (!this.#ended) {
      try {
        const { token, expiresOnTimestamp } = await this.#tokens.credential.getToken();
        if (token !== this.token) this.#show(token, expiresOnTimestamp);
        this.#unavailable = false;
      } catch {
        // The session is told of a refusal. After any other error, the next call tries again.
        this.#unavailable = true;
      }
      await new Promise((resolve) => setTimeout(resolve, SECOND));
    }
  }

  #show(token: string, expires: number): void {
    if (this.#ended) return;
    const failed = this.#failures.length;
    const attempts = failed > 0 ? ` after ${failed} failed ${failed === 1 ? "attempt" : "attempts"}` : "";
    const event = this.#shown ? "refreshed" : "issued";
    this.#failures = [];
    this.#refusal = undefined;
    this.#shown = { token, since: Date.now(), expires };
    this.#history.prepend(element("li", {}, element("time", {}, timeOf(new Date())), ` ${event}${attempts}`));
    while (this.#history.children.length > MAX_HISTORY) this.#history.lastElementChild?.remove();
    setText(this.#token, `${token.slice(0, SHOWN_CHARACTERS)}…${token.slice(-SHOWN_CHARACTERS)}`);
    setText(this.#expires, momentOf(new Date(expires)));
    setText(this.#next, momentOf(new Date(refreshOf(this.#shown))));
    this.#life.max = expires - this.#shown.since;
    setBadge(this.#emulator, "good", "active");
    this.#tick();
  }

  #tick(): void {
    if (!this.#shown || this.#ended) return;
    const left = this.#shown.expires - Date.now();
    this.#showLife(this.#refusal ? 0 : left);
    const last = this.#failures.at(-1);
    if (this.#refusal) setBadge(this.#badge, "bad", this.#refusal);
    else if (last) setBadge(this.#badge, "warning", `waits: ${outcomeOf(last)}`);
    else if (left > 0) setBadge(this.#badge, "good", "valid");
    else setBadge(this.#badge, "bad", this.#unavailable ? "unavailable" : "expired");
  }

  #showLife(left: number): void {
    this.#life.value = Math.max(0, left);
    setText(this.#left, left > 0 ? `${duration(left)} left` : "No usable token");
  }

  #layout(titleId: string): HTMLElement {
    const { title, scope, use } = this.#purpose;
    const row = (name: string, value: HTMLElement): HTMLElement => element("div", {}, element("dt", {}, name), value);
    const { endpoint, communicationUserId } = this.#tokens;
    return element(
      "section",
      { class: "card", "aria-labelledby": titleId },
      element("div", { class: "title" }, element("h2", { id: titleId }, title), element("p", { class: "outcome", role: "status" }, this.#badge)),
      element("p", { class: "life" }, this.#left, this.#life),
      element(
        "dl",
        {},
        row("token", this.#token),
        row("scope", element("dd", {}, scope)),
        row("expires", this.#expires),
        row("refresh", this.#next),
        row("endpoint", element("dd", {}, endpoint)),
        row("identity", element("dd", {}, communicationUserId)),
        row("emulator", element("dd", {}, this.#emulator)),
      ),
      element("pre", { class: "code" }, use(this.#tokens)),
      element("h3", {}, "Refreshes"),
      this.#history,
    );
  }
}

/** Returns a reason of the emulator in words, such as "identity deleted". */
export const inWords = (reason = "not active"): string => reason.replaceAll("_", " ");

// The client package refreshes ten minutes before the end, and a token of less than twenty minutes after half of its life.
function refreshOf({ since, expires }: { readonly since: number; readonly expires: number }): number {
  return expires - Math.min(10 * MINUTE, (expires - since) / 2);
}
