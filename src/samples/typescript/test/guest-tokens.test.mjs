// Tests of guests, with a clock of their own.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { joinAsGuest, newGuestSecret, RefusedError, SignedOutError, UnavailableError } from "acs-token-client";
import { endpoint, HOUR, issued, MINUTE, never, passTime, problem } from "./endpoint.mjs";

const ADDRESS = "https://endpoint/api";
const CODE = "TnQ0b2tlbi1lbmRwb2ludC1pbnZpdGF0aW9uLWNvZGU";
const SECRET = /^[A-Za-z0-9_-]{22}$/;

beforeEach(() => {
  endpoint.respond = () => joined();
});

test("a guest joins with the code alone, and gets what the ACS SDKs need", async () => {
  const tokens = await joinAsGuest(ADDRESS, CODE);

  assert.deepEqual(endpoint.requests, ["POST /api/guests"]);
  assert.equal(endpoint.bodies[0].invitation, CODE);
  assert.match(endpoint.bodies[0].guest.secret, SECRET);
  assert.deepEqual(Object.keys(endpoint.bodies[0].guest), ["secret"]);
  assert.equal((await tokens.credential.getToken()).token, "token 1");
  assert.equal(tokens.endpoint, "https://contoso.communication.azure.com");
  assert.equal(tokens.communicationUserId, "8:acs:1");
  assert.equal(tokens.reference, "appointment 7");
  assert.deepEqual(tokens.guest, { id: "guest-id", secret: endpoint.bodies[0].guest.secret });
});

test("no bearer token is sent", async () => {
  await joinAsGuest(ADDRESS, CODE);

  assert.deepEqual(endpoint.headers, [{ "Content-Type": "application/json" }]);
});

test("an invitation may have no reference", async () => {
  endpoint.respond = () => issued(HOUR, { guest: { id: "guest-id" } });

  assert.equal((await joinAsGuest(ADDRESS, CODE)).reference, undefined);
});

test("every guest has another secret", async () => {
  assert.match(newGuestSecret(), SECRET);
  assert.notEqual(newGuestSecret(), newGuestSecret());
});

test("a retry after a lost response is the same guest", async () => {
  endpoint.respond = () => (endpoint.requests.length === 1 ? Promise.reject(new TypeError("Failed to fetch")) : joined());
  const { guest } = await passTime(MINUTE, joinAsGuest(ADDRESS, CODE));

  assert.deepEqual(endpoint.bodies[1], endpoint.bodies[0]);
  assert.equal(guest.secret, endpoint.bodies[0].guest.secret);
});

test("a guest comes back after a reload with what the app has kept", async () => {
  const { guest } = await joinAsGuest(ADDRESS, CODE);
  const kept = JSON.parse(JSON.stringify(guest));
  const again = await joinAsGuest(ADDRESS, CODE, { guest: kept });

  assert.deepEqual(endpoint.bodies[1], { invitation: CODE, guest });
  assert.deepEqual(again.guest, guest);
});

test("an app can choose the secret before the guest joins", async () => {
  const secret = newGuestSecret();
  const tokens = await joinAsGuest(ADDRESS, CODE, { guest: { secret } });

  assert.deepEqual(endpoint.bodies, [{ invitation: CODE, guest: { secret } }]);
  assert.deepEqual(tokens.guest, { id: "guest-id", secret });
});

test("the token is refreshed ten minutes before it expires, as the guest who has joined", async () => {
  const { credential, guest } = await joinAsGuest(ADDRESS, CODE);
  await passTime(HOUR - 10 * MINUTE - 1);
  assert.equal(endpoint.requests.length, 1);
  await passTime(1);

  assert.deepEqual(endpoint.bodies[1], { invitation: CODE, guest });
  assert.equal((await credential.getToken()).token, "token 2");
});

test("the end of the invitation is reported with its reason, and not retried", async () => {
  const ends = [];
  const { credential } = await joinAsGuest(ADDRESS, CODE, { ended: (error) => ends.push(error) });
  endpoint.respond = () => notUsable("ended");
  await passTime(HOUR - MINUTE);

  assert.equal(endpoint.requests.length, 2);
  assert.deepEqual([ends.length, ends[0].status, ends[0].code, ends[0].reason], [1, 404, "invitation_not_usable", "ended"]);
  await passTime(MINUTE);
  await assert.rejects(credential.getToken(), RefusedError);
});

test("an app need not know when the invitation ends", async () => {
  const { credential } = await joinAsGuest(ADDRESS, CODE);
  endpoint.respond = () => notUsable("expired");
  await passTime(HOUR);

  await assert.rejects(credential.getToken(), { reason: "expired" });
});

test("a full invitation refuses at once, and the error says why", async () => {
  endpoint.respond = () => notUsable("full");
  const error = await joinAsGuest(ADDRESS, CODE).catch((it) => it);

  assert.ok(error instanceof RefusedError);
  assert.equal(error.message, "The token endpoint responded with 404 invitation_not_usable (full).");
  assert.equal(endpoint.requests.length, 1);
});

test("an unknown code has no reason", async () => {
  endpoint.respond = () => problem(404, { code: "invitation_not_usable" });
  const error = await joinAsGuest(ADDRESS, CODE).catch((it) => it);

  assert.equal(error.message, "The token endpoint responded with 404 invitation_not_usable.");
  assert.equal(error.reason, undefined);
});

test("no error contains the code or the secret", async () => {
  endpoint.respond = () => notUsable("guest_unknown");
  const guest = { id: "guest-id", secret: newGuestSecret() };
  const error = await joinAsGuest(ADDRESS, CODE, { guest }).catch((it) => it);

  assert.ok(!`${error.stack} ${JSON.stringify(error)}`.includes(CODE));
  assert.ok(!`${error.stack} ${JSON.stringify(error)}`.includes(guest.secret));
});

test("a 401 is a refusal, because a guest has no other bearer token", async () => {
  endpoint.respond = () => new Response(null, { status: 401 });
  await assert.rejects(joinAsGuest(ADDRESS, CODE), RefusedError);

  assert.equal(endpoint.requests.length, 1);
});

for (const [what, response] of [
  ["a 404 without a problem", () => new Response("<h1>Not found</h1>", { status: 404 })],
  ["a 429", () => problem(429, { code: "rate_limited", retryAfterSeconds: 3 })],
  ["a 503", () => problem(503, { code: "acs_unavailable" })],
  ["a redirect", () => Response.redirect("https://login.example")],
  ["a token without a guest", () => issued()],
]) {
  test(`${what} is tried again`, async () => {
    endpoint.respond = () => (endpoint.requests.length === 1 ? response() : joined());
    await passTime(MINUTE, joinAsGuest(ADDRESS, CODE));

    assert.equal(endpoint.requests.length, 2);
  });
}

test("the sixth failure ends joining", async () => {
  endpoint.respond = () => new Response(null, { status: 503 });
  await assert.rejects(passTime(3 * MINUTE, joinAsGuest(ADDRESS, CODE)), UnavailableError);

  assert.equal(endpoint.requests.length, 6);
});

test("a signal cancels joining with its reason", async () => {
  endpoint.respond = never;
  const controller = new AbortController();
  const joining = joinAsGuest(ADDRESS, CODE, { signal: controller.signal }).catch((it) => it);
  await passTime(0);
  controller.abort(new Error("left the page"));

  assert.equal((await joining).message, "left the page");
});

test("closed tokens send no request", async () => {
  const tokens = await joinAsGuest(ADDRESS, CODE);
  tokens.close();
  await passTime(24 * HOUR);

  assert.equal(endpoint.requests.length, 1);
  await assert.rejects(tokens.credential.getToken(), SignedOutError);
});

test("a refresh never continues with another identity, which is in no chat of the page", async () => {
  const ends = [];
  const { credential } = await joinAsGuest(ADDRESS, CODE, { ended: (error) => ends.push(error) });
  endpoint.respond = () => joined({ user: { communicationUserId: "8:acs:2" } });
  await passTime(HOUR);

  assert.equal(ends[0].code, "identity_not_found");
  await assert.rejects(credential.getToken(), RefusedError);
});

test("an address that is none of the web fails at once", async () => {
  await assert.rejects(joinAsGuest("localhost:7071/api", CODE), TypeError);

  assert.deepEqual(endpoint.requests, []);
});

function joined(members = {}) {
  const guest = { id: "guest-id", secret: endpoint.bodies.at(-1).guest.secret };
  return issued(HOUR, { guest, reference: "appointment 7", ...members });
}

function notUsable(reason) {
  return problem(404, { code: "invitation_not_usable", reason });
}
