import { AcsTokens, needsSignIn, RefusedError, SignedOutError, type GuestTokens } from "acs-token-client";
import { send, sessionOf, type Setup } from "./app.ts";
import { equal, hidden, present } from "./check.ts";
// Two examples of the guide to guests.
import { Clinician } from "./clinician.ts";
import { openJoinPage } from "./join-page.ts";

/** The steps of the page, in their order. */
export const steps: Record<string, (setup: Setup) => Promise<void>> = {
  async "gets a token for the ACS SDK"(setup) {
    const tokens = await AcsTokens.signIn(setup.endpoint, await sessionOf(setup));
    const { token, expiresOnTimestamp } = await tokens.credential.getToken();

    equal(token.split(".").length, 3, "the number of the token's parts");
    equal(expiresOnTimestamp > Date.now(), true, "the token's validity");
    equal(new URL(tokens.endpoint).protocol, "https:", "the scheme of the ACS endpoint");
    equal(tokens.communicationUserId.startsWith("8:acs:"), true, "whether the identity is one of ACS");
    tokens.close();
  },

  async "refreshes the token when the ACS SDK needs a new one"(setup) {
    const tokens = await AcsTokens.signIn(setup.endpoint, await sessionOf(setup));
    const { expiresOnTimestamp } = await tokens.credential.getToken();
    const now = Date.now;
    // The token is expired until the endpoint has issued the next one.
    Date.now = () => (requests("/users/me/tokens/refresh") > 0 ? now() : expiresOnTimestamp);
    try {
      equal((await tokens.credential.getToken()).expiresOnTimestamp > now(), true, "the new token's validity");
    } finally {
      Date.now = now;
      tokens.close();
    }
    equal(requests("/users/me/tokens/refresh"), 1, "the number of refreshes");
  },

  async "changes a user's access with If-Match"(setup) {
    const admin = await sessionOf(setup, "Identity.Admin");
    const path = `/users/${setup.user}/access`;
    const tag = present((await send(setup, admin, path)).headers.get("ETag"), "ETag");
    const set = (ifMatch: string) =>
      send(setup, admin, path, {
        method: "PUT",
        headers: { "Content-Type": "application/json", "If-Match": ifMatch },
        body: JSON.stringify({ scopes: ["chat"] }),
      });

    equal((await set('"another"')).status, 412, "the status with another tag");
    const changed = await set(tag);
    equal(changed.status, 200, "the status");
    equal(changed.headers.get("ETag") === tag, false, "whether the tag stays");
    const current = { "If-None-Match": present(changed.headers.get("ETag"), "the new ETag") };
    equal((await send(setup, admin, path, { headers: current })).status, 304, "the status of an unchanged policy");
    equal((await send(setup, admin, path, { method: "DELETE" })).status, 200, "the status of the reset");
  },

  async "revokes the tokens when the user signs out"(setup) {
    const tokens = await AcsTokens.signIn(setup.endpoint, await sessionOf(setup));
    const session = await sessionOf(setup);
    const revocation = await send(setup, session, "/users/me/tokens", { method: "DELETE" });
    await tokens.signOut();

    equal(revocation.status, 204, "the status of a revocation");
    const later = await tokens.credential.getToken().catch((error: unknown) => error);
    equal(later instanceof SignedOutError, true, "whether there is no token after signing out");
  },

  async "lets a guest join after a click and come back after a reload"(setup) {
    const clinician = new Clinician(setup.endpoint, await sessionOf(setup, "Invitation.Create"));
    const endsOn = new Date(Date.now() + 3_600_000);
    const invitation = await clinician.invite({ id: setup.user, threadId: "19:chat@thread.v2", endsOn });
    // Unlike a link in the same tab, this does not load the page again.
    history.replaceState(null, "", new URL(clinician.linkFor(invitation)).hash);
    const button = document.createElement("button");
    const joining = openedBy(setup, button);
    equal(requests("/guests"), 0, "the number of requests before the click");
    button.click();
    const first = await joining;
    const again = await openedBy(setup, document.createElement("button"));

    equal(again.communicationUserId, first.communicationUserId, "the identity after the reload");
    equal((await again.credential.getToken()).token.split(".").length, 3, "the number of the token's parts");
    first.close();
    again.close();
    equal(await clinician.end(invitation), true, "whether the guest is deleted");
    const refusal = await openedBy(setup, button).catch((error: unknown) => String(error));
    equal(refusal, "Error: The appointment is over.", "the text after the end");
  },

  async "reads the problem of a refusal"(setup) {
    const session = await sessionOf(setup);
    const refusal = await AcsTokens.signIn(setup.endpoint, session, { scopes: ["sms"] }).catch((error: unknown) => error);

    if (!(refusal instanceof RefusedError)) throw refusal;
    equal(refusal.status, 400, "the status");
    equal(refusal.code, "invalid_request", "the code");
    present(refusal.detail, "the detail");
    present(refusal.requestId, "the request's id");
    equal(needsSignIn(refusal), false, "whether signing in helps");
    const anonymous = await fetch(`${setup.endpoint}/users/me/identity`);
    equal(anonymous.status, 401, "the status without a token");
    present(anonymous.headers.get("WWW-Authenticate"), "WWW-Authenticate");
  },

  async "reads how long to wait"(setup) {
    const session = await sessionOf({ ...setup, user: `${setup.user}-in-a-hurry` });
    let response = await send(setup, session, "/users/me/tokens", { method: "POST" });
    while (response.ok) response = await send(setup, session, "/users/me/tokens", { method: "POST" });

    equal(response.status, 429, "the status");
    const { retryAfterSeconds } = await response.json();
    equal(Number(present(response.headers.get("Retry-After"), "Retry-After")), retryAfterSeconds, "Retry-After");
    equal(retryAfterSeconds > 0, true, "whether there is a wait");
    present(response.headers.get("x-request-id"), "x-request-id");
  },

  async "reads the responses of the host itself"({ endpoint }) {
    equal((await fetch(`${endpoint}/nothing`, { method: "DELETE" })).status, 404, "the status of an unknown route");
    equal((await fetch(`${endpoint}/users/me/tokens`, { method: "POST", body: "x".repeat(20_000) })).status, 500, "the status of a large body");
  },

  async "does not read what is for the operator or for the console"({ endpoint }) {
    equal((await fetch(`${endpoint}/health/details`)).status, 401, "the status of health/details");
    equal((await fetch(`${endpoint}/health/details`, { headers: { "x-functions-key": "x" } })).status, 401, "the status with a key");
    await hidden(fetch(new URL("/", endpoint)));
    await hidden(fetch(new URL("/console/setup", endpoint), { headers: { "X-Console": "1" } }));
  },

  async "leaves a sandboxed frame outside"({ endpoint, issuer }) {
    equal(await fetchInSandbox(`${endpoint}/health`), "hidden", "the endpoint's response");
    equal(await fetchInSandbox(`${issuer}/token?user=alice`), "hidden", "the issuer's response");
  },
};

/** Opens the page of a guest, and returns the tokens with which it starts. */
function openedBy({ endpoint }: Setup, button: HTMLButtonElement): Promise<GuestTokens> {
  return new Promise((start, fail) => openJoinPage(endpoint, { button, start, tell: (text) => fail(new Error(text)) }));
}

/** Returns the number of requests for a path that the page has sent. */
function requests(path: string): number {
  return performance.getEntriesByType("resource").filter((entry) => new URL(entry.name).pathname.endsWith(path)).length;
}

/** Fetches an address from a page whose origin is `null`. */
function fetchInSandbox(address: string): Promise<unknown> {
  const frame = document.createElement("iframe");
  frame.sandbox.add("allow-scripts");
  frame.srcdoc = `<script>
    fetch(${JSON.stringify(address)}).then((it) => it.status, () => "hidden").then((it) => parent.postMessage(it, "*"));
  </script>`;
  const result = new Promise((resolve) => addEventListener("message", (event) => resolve(event.data), { once: true }));
  document.body.append(frame);
  return result.finally(() => frame.remove());
}
