// Tests with a clock of their own. SampleAppContract tests the rest against a server.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { AcsTokens, RefusedError, SignedOutError, UnavailableError } from "acs-token-client";
import { endpoint, HOUR, issued, MINUTE, never, passTime, problem } from "./endpoint.mjs";

const session = { bearerToken: async () => "bearer", ended: (error) => ends.push(error) };

let ends;

beforeEach(() => {
  ends = [];
});

test("a request without a response ends after 15 seconds, and the sixth ends the sign-in", async () => {
  endpoint.respond = never;
  const error = await passTime(3 * MINUTE, AcsTokens.signIn("https://endpoint/api", session).catch((it) => it));

  assert.ok(error instanceof UnavailableError);
  assert.match(error.cause.message, /15 s/);
  assert.equal(endpoint.requests.length, 6);
});

test("a session without a response ends after a minute", async () => {
  const silent = { ...session, bearerToken: () => new Promise(() => {}) };
  const error = await passTime(2 * MINUTE, AcsTokens.signIn("https://endpoint/api", silent).catch((it) => it));

  assert.ok(error instanceof UnavailableError);
  assert.deepEqual(endpoint.requests, []);
});

test("an error of the session reaches the caller unchanged", async () => {
  const needsUser = new Error("interaction_required");
  const expired = { ...session, bearerToken: () => Promise.reject(needsUser) };

  await assert.rejects(AcsTokens.signIn("https://endpoint/api", expired), needsUser);
});

test("a session may return its token without a promise", async () => {
  await AcsTokens.signIn("https://endpoint/api", { ...session, bearerToken: () => "bearer" });

  assert.equal(endpoint.requests.length, 1);
});

test("tokens work in the reactive state of a library, which wraps them in proxies", async () => {
  const tokens = reactive(await AcsTokens.signIn("https://endpoint/api", session));
  await tokens.credential.getToken();
  endpoint.respond = () => new Response(null, { status: 204 });
  await tokens.signOut();
  tokens.close();

  await assert.rejects(tokens.credential.getToken(), SignedOutError);
});

test("a session without a token fails at once, and nothing is sent", async () => {
  await assert.rejects(AcsTokens.signIn("https://endpoint/api", { ...session, bearerToken: () => undefined }), TypeError);

  assert.deepEqual(endpoint.requests, []);
});

for (const address of ["localhost:7071/api", "contoso.azurewebsites.net/api", "/api", "ftp://endpoint/api"]) {
  test(`the address ${address} fails at once`, async () => {
    await assert.rejects(AcsTokens.signIn(address, session), TypeError);

    assert.deepEqual(endpoint.requests, []);
  });
}

test("a page can name an endpoint of its own site", async () => {
  globalThis.location = new URL("https://app.example/chat/");
  try {
    await AcsTokens.signIn("/api", session);
  } finally {
    delete globalThis.location;
  }

  assert.deepEqual(endpoint.requests, ["POST /api/users/me/tokens"]);
});

const opaque = { type: "opaqueredirect", status: 0, headers: new Headers(), text: async () => "" };
for (const redirect of [Response.redirect("https://login.example"), opaque]) {
  test(`a redirect is tried again, also as a browser shows it: ${redirect.status}`, async () => {
    endpoint.respond = () => (endpoint.requests.length > 1 ? issued() : redirect);
    await passTime(MINUTE, AcsTokens.signIn("https://endpoint/api", session));

    assert.equal(endpoint.requests.length, 2);
  });
}

test("a 401 to the sixth attempt is a refusal", async () => {
  endpoint.respond = () => (endpoint.requests.length === 6 ? problem(401, { code: "unauthorized" }) : new Response(null, { status: 503 }));
  await assert.rejects(passTime(3 * MINUTE, AcsTokens.signIn("https://endpoint/api", session)), RefusedError);

  assert.equal(endpoint.requests.length, 6);
});

test("a signal cancels the sign-in with its reason", async () => {
  endpoint.respond = never;
  const controller = new AbortController();
  const signIn = AcsTokens.signIn("https://endpoint/api", session, { signal: controller.signal }).catch((it) => it);
  await passTime(0);
  controller.abort(new Error("left the page"));

  assert.equal((await signIn).message, "left the page");
});

test("the token is refreshed ten minutes before it expires, without a caller", async () => {
  const { credential } = await AcsTokens.signIn("https://endpoint/api/", session);
  await passTime(HOUR - 10 * MINUTE - 1);
  assert.equal(endpoint.requests.length, 1);
  await passTime(1);

  assert.deepEqual(endpoint.requests, ["POST /api/users/me/tokens", "POST /api/users/me/tokens/refresh"]);
  assert.equal((await credential.getToken()).token, "token 2");
});

test("a token that expires in the far future does not keep the timer busy", async () => {
  endpoint.respond = () => issued(30 * 24 * HOUR);
  await AcsTokens.signIn("https://endpoint/api", session);
  await passTime(23 * HOUR);

  assert.equal(endpoint.requests.length, 1);
});

test("a failed refresh ahead of time leaves the token in use, and another begins a minute later", async () => {
  const { credential } = await AcsTokens.signIn("https://endpoint/api", session);
  endpoint.respond = () => new Response(null, { status: 503, headers: { "Retry-After": "1" } });
  await passTime(HOUR - 10 * MINUTE);
  await passTime(20_000);
  assert.equal(endpoint.requests.length, 7);
  assert.equal((await credential.getToken()).token, "token 1");
  endpoint.respond = () => issued();
  await passTime(MINUTE);

  assert.equal((await credential.getToken()).token, "token 8");
  assert.deepEqual(ends, []);
});

test("a refused refresh is reported once and not repeated ahead of time", async () => {
  const { credential } = await AcsTokens.signIn("https://endpoint/api", session);
  endpoint.respond = () => problem(403, { code: "forbidden", detail: "No.", requestId: "id", claims: "{}" });
  await passTime(HOUR - MINUTE);
  assert.equal(ends.length, 1);
  assert.equal(endpoint.requests.length, 2);
  await passTime(MINUTE);

  const { status, code, detail, requestId, claims } = await credential.getToken().catch((it) => it);
  assert.deepEqual([status, code, detail, requestId, claims], [403, "forbidden", "No.", "id", "{}"]);
  assert.ok(ends[1] instanceof RefusedError);
});

test("a disposed credential sends no request and has no token", async () => {
  const { credential } = await AcsTokens.signIn("https://endpoint/api", session);
  credential.dispose();
  await passTime(24 * HOUR);

  assert.equal(endpoint.requests.length, 1);
  await assert.rejects(credential.getToken(), SignedOutError);
});

test("a caller that cancels its request does not end the refresh of the others", async () => {
  const { credential } = await AcsTokens.signIn("https://endpoint/api", session);
  let release;
  endpoint.respond = () => new Promise((resolve) => (release = () => resolve(issued())));
  await passTime(HOUR);
  const controller = new AbortController();
  const cancelled = credential.getToken({ abortSignal: controller.signal }).catch((it) => it);
  const waiting = credential.getToken();
  controller.abort();
  release();

  assert.equal((await cancelled).name, "AbortError");
  assert.equal((await waiting).token, "token 2");
});

test("a revocation that failed can be repeated", async () => {
  const tokens = await AcsTokens.signIn("https://endpoint/api", session);
  endpoint.respond = () => problem(500, { code: "internal_error" });
  await assert.rejects(passTime(3 * MINUTE, tokens.signOut()), UnavailableError);
  endpoint.respond = () => new Response(null, { status: 204 });
  await tokens.signOut();

  assert.equal(endpoint.requests.at(-1), "DELETE /api/users/me/tokens");
});

test("a page of the network in place of the endpoint is no revocation", async () => {
  const tokens = await AcsTokens.signIn("https://endpoint/api", session);
  endpoint.respond = () => new Response("<h1>Welcome</h1>", { status: 200 });

  await assert.rejects(passTime(3 * MINUTE, tokens.signOut()), UnavailableError);
});

test("closing ends a revocation that waits", async () => {
  const tokens = await AcsTokens.signIn("https://endpoint/api", session);
  endpoint.respond = () => new Response(null, { status: 503 });
  const signOut = tokens.signOut().catch((it) => it);
  await passTime(1000);
  tokens.close();

  assert.ok((await signOut) instanceof SignedOutError);
});

/** Wraps an object and the objects in it in proxies, as Vue does. */
function reactive(object) {
  return new Proxy(object, {
    get(target, name, receiver) {
      const value = Reflect.get(target, name, receiver);
      return typeof value === "object" && value !== null ? reactive(value) : value;
    },
  });
}
