import { RefusedError } from "acs-token-client";
import { CredentialCard, inWords, type Purpose } from "./credential-card.js";
import { byId, setText } from "./dom.js";
import { introspect, restoreTokenLifetime, setTokenLifetime } from "./emulator.js";
import { observeRequests, outcomeOf, isSuccess } from "./requests.js";
import { sessionOf, signIn, type Tokens } from "./sign-in.js";

const LOOK_EVERY = 1000;

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

const addresses = (await (await fetch("/demo/addresses")).json()) as { endpoint: string; issuer: string };
const endpoint = new URL(addresses.endpoint, location.href);

/** The user who is signed in, and what the page shows of their tokens. */
let current: { readonly user: string; readonly tokens: Tokens; readonly cards: readonly CredentialCard[] } | undefined;
/** The sign-in or the sign-out that is running. */
let pending: { readonly status: string; readonly cancel: () => void } | undefined;
let isShortLived = false;

async function enter(user: string): Promise<void> {
  if (pending) return;
  leave();
  const cancelled = new AbortController();
  begin("Signing in …", () => cancelled.abort());
  try {
    await applyLifetime();
    const tokens = await signIn(endpoint, sessionOf(user, addresses.issuer, ended), cancelled.signal);
    const cards = [new CredentialCard(CHAT, tokens.chat), new CredentialCard(CALLING, tokens.calling)];
    current = { user, tokens, cards };
    byId("cards").replaceChildren(...cards.map((card) => card.element));
    finish(`Signed in as ${user}.`);
  } catch (error) {
    await restoreLifetime();
    finish("Signed out.");
    setText(byId("reason"), cancelled.signal.aborted ? "" : reasonOf(error));
  }
}

/** Ends the session: the endpoint issues no more tokens for this user. */
async function ended(error: RefusedError): Promise<void> {
  leave();
  begin("Signing out …");
  await restoreLifetime();
  finish("Signed out.");
  setText(byId("reason"), reasonOf(error));
}

async function signOut(): Promise<void> {
  if (!current) return pending?.cancel();
  const { user, tokens } = current;
  tokens.calling.close();
  forget();
  begin("Signing out …", () => tokens.chat.close());
  await restoreLifetime();
  try {
    await tokens.chat.signOut();
    finish(`Signed out: every token of ${user} is revoked.`);
  } catch (error) {
    finish("Signed out, but the tokens are not revoked.");
    setText(byId("reason"), reasonOf(error));
  }
}

/** Ends the tokens on this device. */
function leave(): void {
  current?.tokens.chat.close();
  current?.tokens.calling.close();
  forget();
}

function forget(): void {
  current?.cards.forEach((card) => card.end());
  current = undefined;
  byId("refusal").hidden = true;
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

function begin(status: string, cancel: () => void = () => {}): void {
  pending = { status, cancel };
  setText(byId("reason"), "");
  show(status);
}

function show(status: string): void {
  const isBusy = pending !== undefined;
  const focused = document.activeElement;
  setText(byId("status"), status);
  byId("sign-in").hidden = isBusy || current !== undefined;
  byId("sign-out").hidden = !isBusy && current === undefined;
  setText(byId("sign-out"), isBusy ? "Cancel" : "Sign out");
  // A button that is replaced passes on the focus.
  if (focused instanceof HTMLButtonElement) byId(isBusy || current ? "sign-out" : "sign-in").focus();
}

function finish(status: string): void {
  pending = undefined;
  show(status);
}

async function applyLifetime(): Promise<void> {
  isShortLived = byId<HTMLInputElement>("one-minute").checked;
  await (isShortLived ? setTokenLifetime(60) : restoreTokenLifetime());
}

async function restoreLifetime(): Promise<void> {
  if (!isShortLived) return;
  isShortLived = false;
  // If the host is gone, the page says so anyway.
  await restoreTokenLifetime().catch(() => {});
}

/** Asks the emulator about the tokens, which stands for the responses of ACS to a client that uses them. */
async function look(): Promise<void> {
  const refused: string[] = [];
  const shown = current;
  try {
    for (const card of shown?.cards ?? []) {
      const { token } = card;
      if (!token) continue;
      const state = await introspect(token);
      card.showState(token, state);
      if (!state.active && state.reason !== "expired" && token === card.token) refused.push(`${card.title}: ${inWords(state.reason)}`);
    }
    byId("gone").hidden = true;
  } catch {
    byId("gone").hidden = false;
  }
  byId("refusal").hidden = refused.length === 0 || current !== shown;
  setText(byId("refused"), refused.join(", "));
  setTimeout(look, LOOK_EVERY);
}

observeRequests([endpoint.href, addresses.issuer], (request) => {
  current?.cards.forEach((card) => card.observe(request));
  if (pending && !isSuccess(request)) show(`${pending.status} waits: ${outcomeOf(request)}`);
});
byId("sign-in-form").addEventListener("submit", (event) => {
  event.preventDefault();
  void enter(byId<HTMLInputElement>("user").value.trim());
});
byId("sign-out").addEventListener("click", () => void signOut());
byId("again").addEventListener("click", () => void (current && enter(current.user)));
byId("lifetime").addEventListener("change", () => void (current && enter(current.user)));
addEventListener("pagehide", () => void restoreLifetime());
setText(byId("source"), await (await fetch("/demo/sign-in.ts")).text());
show("Signed out.");
await look();
