// An endpoint in place of fetch, and a clock that passes time only when a test says so.
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock } from "node:test";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** The requests that the endpoint has received, and its responses: `respond` gets the request's signal. */
export const endpoint = { requests: [], headers: [], bodies: [], respond: undefined };

beforeEach(() => {
  Object.assign(endpoint, { requests: [], headers: [], bodies: [], respond: () => issued() });
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  mock.method(Math, "random", () => 0);
  mock.method(globalThis, "fetch", async (url, { method, headers, body, redirect, signal }) => {
    assert.equal(redirect, "manual");
    endpoint.requests.push(`${method} ${new URL(url).pathname}`);
    endpoint.headers.push(headers);
    endpoint.bodies.push(body && JSON.parse(body));
    return endpoint.respond(signal);
  });
});

afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
});

/** Returns a response with a new token, and with more members if given. */
export function issued(lifetime = HOUR, members = {}) {
  return Response.json({
    token: `token ${endpoint.requests.length}`,
    expiresOn: new Date(Date.now() + lifetime).toISOString(),
    endpoint: "https://contoso.communication.azure.com",
    user: { communicationUserId: "8:acs:1" },
    ...members,
  });
}

export function problem(status, members) {
  return Response.json(members, { status, headers: { "Content-Type": "application/problem+json" } });
}

/** Returns a promise of a response that never comes. */
export function never(signal) {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
}

/** Lets time pass in steps, so that each timer can start the next, and returns what the promise gives. */
export async function passTime(milliseconds, promise = Promise.resolve()) {
  promise.catch(() => {}); // It may end before it is awaited.
  const step = Math.max(1, Math.ceil(milliseconds / 1000));
  for (let passed = 0; passed < milliseconds; passed += step) {
    mock.timers.tick(Math.min(step, milliseconds - passed));
    for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
  }
  for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
  return promise;
}
