// Tests of the page that the guide to guests shows, with the parts of a browser that it uses.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { endpoint, HOUR, issued, MINUTE, passTime, problem } from "./endpoint.mjs";
import { load } from "./examples.mjs";

const { openJoinPage } = await load("join-page");

const CODE = "TnQ0b2tlbi1lbmRwb2ludC1pbnZpdGF0aW9uLWNv_-U";

let storage;
let reloads;

beforeEach(() => {
  storage = new Map();
  reloads = 0;
  endpoint.respond = () => joined("8:acs:1");
});

test("opening the link sends nothing", () => {
  open();

  assert.deepEqual(endpoint.requests, []);
});

test("a click joins, and a reload comes back as the same guest without a click", async () => {
  const page = open();
  await page.button.onclick();
  const reloaded = open();
  await passTime(0);

  assert.equal(page.started.length, 1);
  assert.equal(reloaded.started.length, 1);
  assert.deepEqual(endpoint.bodies[1], endpoint.bodies[0]);
});

for (const rest of [".", ",", ")", ">", "%3E", "%2E", "&utm_source=mail"]) {
  test(`a link that ends with ${rest} is the same link`, async () => {
    await open(`#${CODE}${rest}`).button.onclick();

    assert.equal(endpoint.bodies[0].invitation, CODE);
  });
}

test("a link without a code is refused as one that does not work", async () => {
  endpoint.respond = () => problem(404, { code: "invitation_not_usable" });
  const page = open("");
  await page.button.onclick();

  assert.deepEqual(page.told, ["This link does not work. Check that you have copied all of it."]);
});

test("another link in the same tab loads the page again, because a browser does not", () => {
  open();
  globalThis.dispatchEvent("hashchange");

  assert.equal(reloads, 1);
});

test("the button works again after an error", async () => {
  endpoint.respond = () => problem(404, { code: "invitation_not_usable", reason: "suspended" });
  const page = open();
  await page.button.onclick();
  assert.equal(page.button.disabled, false);
  endpoint.respond = () => joined("8:acs:1");
  await page.button.onclick();

  assert.equal(page.started.length, 1);
});

test("the button works after an error of a page that was reloaded", async () => {
  storage.set(CODE, "kept-secret-of-22-chars");
  endpoint.respond = () => new Response(null, { status: 503 });
  const page = open();
  await passTime(3 * MINUTE);
  assert.deepEqual(page.told, ["The appointment is unavailable. Try again in a few minutes."]);
  endpoint.respond = () => joined("8:acs:1");
  await page.button.onclick();

  assert.equal(page.started.length, 1);
});

test("the button is disabled while the guest joins and afterwards", async () => {
  let respond;
  endpoint.respond = () => new Promise((resolve) => (respond = resolve));
  const page = open();
  const joining = page.button.onclick();
  assert.equal(page.button.disabled, true);
  await passTime(0);
  respond(joined("8:acs:1"));
  await joining;

  assert.equal(page.button.disabled, true);
});

test("a guest whose identity is lost is told to join again, and then has one credential", async () => {
  const page = open();
  await page.button.onclick();
  endpoint.respond = () => joined("8:acs:2");
  await passTime(HOUR - MINUTE);
  assert.deepEqual(page.told, ["The connection is lost. Join again."]);
  await page.button.onclick();

  assert.deepEqual(page.started.map((it) => it.communicationUserId), ["8:acs:1", "8:acs:2"]);
  assert.equal(endpoint.bodies.at(-1).guest.secret, endpoint.bodies[0].guest.secret);
  await assert.rejects(page.started[0].credential.getToken(), { name: "SignedOutError" });
});

test("the end of the appointment is told", async () => {
  const page = open();
  await page.button.onclick();
  endpoint.respond = () => problem(404, { code: "invitation_not_usable", reason: "ended" });
  await passTime(HOUR - MINUTE);

  assert.deepEqual(page.told, ["The appointment is over."]);
});

/** Opens the link in the tab, or loads the page in it again. */
function open(hash = `#${CODE}`) {
  const listeners = [];
  globalThis.location = { hash, reload: () => reloads++ };
  globalThis.sessionStorage = { getItem: (key) => storage.get(key) ?? null, setItem: (key, value) => storage.set(key, value) };
  globalThis.addEventListener = (type, listener) => listeners.push([type, listener]);
  globalThis.dispatchEvent = (type) => listeners.filter(([of]) => of === type).forEach(([, listener]) => listener());
  const page = { button: { onclick: null, disabled: false }, started: [], told: [] };
  openJoinPage("https://endpoint/api", {
    button: page.button,
    start: (tokens) => page.started.push(tokens),
    tell: (text) => page.told.push(text),
  });
  return page;
}

function joined(communicationUserId) {
  return issued(HOUR, { guest: { id: "guest-id" }, reference: "19:chat@thread.v2", user: { communicationUserId } });
}
