import { inWords } from "./credential-card.js";
import { byId, setText } from "./dom.js";
import { introspect } from "./emulator.js";
import { observeRequests } from "./requests.js";
import { DemoSession } from "./session.js";

const LOOK_EVERY = 1000;

const addresses = (await (await fetch("/demo/addresses")).json()) as { endpoint: string; issuer: string };
const endpoint = new URL(addresses.endpoint, location.href);

const session = new DemoSession(endpoint, addresses.issuer, {
  status: show,
  reason: (text) => setText(byId("reason"), text),
  cards: (cards) => byId("cards").replaceChildren(...cards.map((card) => card.element)),
});

observeRequests([endpoint.href, addresses.issuer], (request) => session.observe(request));
byId("sign-in-form").addEventListener("submit", (event) => {
  event.preventDefault();
  enter(byId<HTMLInputElement>("user").value.trim());
});
byId("sign-out").addEventListener("click", () => void session.signOut());
byId("again").addEventListener("click", enterAgain);
byId("lifetime").addEventListener("change", enterAgain);
addEventListener("pagehide", () => void session.hide().catch(() => {}));
addEventListener("pageshow", () => void session.show().catch(() => {}));
setText(byId("source"), await (await fetch("/demo/sign-in.ts")).text());
show("Signed out.");
await look();

function enter(user: string): void {
  void session.enter(user, byId<HTMLInputElement>("one-minute").checked);
}

function enterAgain(): void {
  if (session.user !== undefined) enter(session.user);
}

/** Shows a status, and the buttons that the session's state allows. */
function show(status: string): void {
  const isOut = !session.isBusy && session.user === undefined;
  const focused = document.activeElement;
  setText(byId("status"), status);
  byId("sign-in").hidden = !isOut;
  byId("sign-out").hidden = isOut;
  setText(byId("sign-out"), session.isBusy ? "Cancel" : "Sign out");
  if (session.user === undefined) byId("refusal").hidden = true;
  // A button that is replaced passes on the focus.
  if (focused instanceof HTMLButtonElement) byId(isOut ? "sign-in" : "sign-out").focus();
}

/** Asks the emulator about the tokens, which stands for the responses of ACS to a client that uses them. */
async function look(): Promise<void> {
  const refused: string[] = [];
  const { cards } = session;
  try {
    for (const card of cards) {
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
  byId("refusal").hidden = refused.length === 0 || session.cards !== cards;
  setText(byId("refused"), refused.join(", "));
  setTimeout(look, LOOK_EVERY);
}
