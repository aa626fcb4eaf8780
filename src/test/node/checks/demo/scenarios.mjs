import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const BUNDLING = readFileSync(new URL('../../../../devhost/resources/demo/bundling.html', import.meta.url), 'utf8');
const WIDTHS = [1280, 390];
// Everything else is the same in dark mode.
const CONTRASTS = { runOnly: ['color-contrast'] };

/** Each scenario is a test: the actions of a user on the demo page, and the expected results. */
export const scenarios = {
  'both credentials are refreshed until the user signs out': { play: refreshed },
  'a throttled refresh waits and succeeds': { play: throttled },
  'an outage is survived': { play: outage },
  'a sign-in that is throttled can be cancelled': { play: cancelled },
  'a revoked token is refused, and the user signs in again': { play: revoked },
  'a deleted user is signed out with the reason': { play: deleted },
  'a blocked user is signed out with the reason': { play: blocked },
  'a user without a name is refused': { play: nameless },
  'a page that is closed restores the lifetime of tokens': { play: closed },
  'a page that is shown again shortens the lifetime of tokens again': { play: shownAgain },
  'a problem without JSON is shown as the response that it is': { play: noJson },
  'an unavailable host is reported': { play: hostGone },
  'the page can be used with the keyboard alone': { play: keyboard },
  'markup in names is shown as text': { play: markup },
  'the source of the app is shown': { play: source },
  'the page opens by itself when it is bundled': { play: bundling },
  'axe finds no violation, and no width needs horizontal scrolling': { play: accessible },
};

async function refreshed(demo, { page }) {
  await demo.open();
  await demo.signIn('anna');
  const first = await demo.value('Chat', 'token');
  const identity = await demo.value('Chat', 'identity');
  assert.match(identity, /^8:acs:/);
  assert.equal(await demo.value('Calling', 'identity'), identity);
  assert.match(await demo.value('Chat', 'endpoint'), /^https:/);
  assert.deepEqual([await demo.value('Chat', 'scope'), await demo.value('Calling', 'scope')], ['chat', 'voip']);

  await Promise.all([demo.refreshes('Chat', 2), demo.refreshes('Calling', 2)]);
  assert.notEqual(await demo.value('Chat', 'token'), first);
  await demo.state('Chat', 'valid');
  assert.equal(await demo.value('Chat', 'emulator'), 'active');
  const requests = await page.locator('#requests li').allInnerTexts();
  assert.equal(requests.filter((it) => it.includes('/api/users/me/tokens ')).length, 2, 'only signing in may create an identity');

  await page.getByRole('button', { name: 'Sign out' }).click();
  await demo.status('Signed out: every token of anna is revoked.');
  await demo.state('Chat', 'closed');
  assert.deepEqual(await demo.emulator('GET', 'token-lifetime'), { seconds: null });
}

async function throttled(demo) {
  await demo.open();
  await demo.signIn('theo');
  await demo.fault({ kind: 'throttled', retryAfterSeconds: 1, always: true });
  await demo.state('Chat', /^waits: 429 acs_throttled, Retry-After 1 s$/);
  await demo.clearFaults();
  await demo.card('Chat').getByText(/refreshed after \d failed attempt/).waitFor();
  await demo.state('Chat', 'valid');
}

async function outage(demo) {
  await demo.open();
  await demo.signIn('otto');
  await demo.fault({ kind: 'status', status: 503, always: true });
  await demo.state('Calling', /^waits: 503 /);
  await demo.clearFaults();
  await demo.card('Calling').getByText(/refreshed after \d failed attempts?/).waitFor();
  await demo.state('Calling', 'valid');
}

async function cancelled(demo, { page }) {
  await demo.open();
  await demo.fault({ kind: 'throttled', retryAfterSeconds: 5, times: 1 });
  await demo.startSignIn('cleo');
  await demo.status('Signing in … waits: 429 acs_throttled, Retry-After 5 s');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await demo.status('Signed out.');
  assert.equal(await page.locator('#reason').innerText(), '');
}

async function revoked(demo, { page }) {
  await demo.open();
  await demo.signIn('rosa', '24 hours');
  await demo.card('Chat').getByText(/^23 h 59 min/).waitFor();
  const first = await demo.value('Chat', 'token');
  await demo.call('DELETE', 'users/me/tokens', 'rosa');
  await page.getByRole('alert').getByText('Chat: revoked, Calling: revoked').waitFor();
  await demo.state('Chat', 'revoked');
  await demo.card('Chat').getByText('No usable token').waitFor();

  await page.getByRole('button', { name: 'Sign in again' }).click();
  await demo.state('Chat', 'valid');
  assert.notEqual(await demo.value('Chat', 'token'), first);
  assert.equal(await page.locator('#refusal').isVisible(), false);
}

async function deleted(demo) {
  await demo.open();
  await demo.signIn('dora');
  await demo.call('DELETE', 'users/me/identity', 'dora');
  await demo.reason(/The user's identity was deleted\. The endpoint responded with 404 identity_not_found\./);
  await demo.status('Signed out.');
  await demo.state('Chat', 'closed');
  await demo.state('Calling', 'closed');
}

async function blocked(demo) {
  await demo.open();
  await demo.signIn('bert');
  await demo.call('PUT', 'users/bert/access', 'olivia', { roles: 'Identity.Admin', body: { blocked: true } });
  await demo.reason(/The endpoint responded with 403 \w+/);
  await demo.status('Signed out.');
  await demo.startSignIn('bert');
  await demo.reason(/The endpoint responded with 403 \w+/);
}

async function nameless(demo) {
  await demo.open();
  await demo.startSignIn('');
  await demo.reason(/The issuer responded with 400: The parameter "user" is missing/);
}

async function closed(demo, { page }) {
  await demo.open();
  await demo.signIn('carl');
  assert.deepEqual(await demo.emulator('GET', 'token-lifetime'), { seconds: 4 });
  await page.goto('about:blank');
  await lifetime(demo, page, null);
}

// Playwright's browsers keep no page that is left, so the events stand for it.
async function shownAgain(demo, { page }) {
  await demo.open();
  await demo.signIn('sven');
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })));
  await lifetime(demo, page, null);
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  await lifetime(demo, page, 4);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await lifetime(demo, page, null);
}

async function lifetime(demo, page, seconds) {
  while ((await demo.emulator('GET', 'token-lifetime')).seconds !== seconds) {
    await page.waitForTimeout(100);
  }
}

async function noJson(demo, { page }) {
  await demo.open();
  const tokens = '**/api/users/me/tokens';
  await page.route(tokens, (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"code":' }));
  await demo.startSignIn('nils');
  await demo.status('Signing in … waits: 503');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await demo.status('Signed out.');
}

async function hostGone(demo, { page, complaints }) {
  await demo.open();
  await demo.signIn('gus', '24 hours');
  await page.route('**/introspect', (route) => route.abort('connectionrefused'));
  await page.getByText('The development host does not respond.').waitFor();
  await page.unroute('**/introspect');
  await page.getByText('The development host does not respond.').waitFor({ state: 'hidden' });
  complaints.splice(0);
}

async function keyboard(demo, { page }) {
  await demo.open();
  await page.locator('#user').focus();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('kim');
  await page.keyboard.press('Enter');
  await demo.status('Signed in as kim.');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  assert.equal(await focused(page), 'Sign out');
  await page.keyboard.press('Enter');
  await demo.status('Signed out: every token of kim is revoked.');
  assert.equal(await focused(page), 'Sign in');
}

const focused = (page) => page.evaluate(() => document.activeElement?.textContent);

async function markup(demo, { page }) {
  await demo.open();
  await demo.signIn('<b>bold</b>', '24 hours');
  assert.equal(await page.locator('main b').count(), 0);
}

async function source(demo, { page, context }) {
  await demo.open();
  const shown = await page.locator('#source').innerText();
  assert.match(shown, /import \{ AcsTokens, type Session \} from "acs-token-client";/);
  const [opened] = await Promise.all([context.waitForEvent('page'), page.getByRole('link', { name: 'View the source' }).click()]);
  assert.equal((await opened.locator('body').innerText()).trim(), shown.trim());
}

async function bundling(demo, { page, url }) {
  await page.route(url, (route) => route.fulfill({ contentType: 'text/html', body: BUNDLING }));
  await respond(page, { state: 'bundling' });
  await page.goto(url);
  await page.getByText('The page then opens by itself.').waitFor();
  await respond(page, { state: 'failed', reason: 'npm <b>failed</b>' });
  await page.getByText('npm <b>failed</b>').waitFor();
  await axe(page, 'a failure');

  await page.unroute('**/demo/state');
  await page.unroute(url);
  await page.getByRole('button', { name: 'Try again' }).click();
  await demo.status('Signed out.');
}

const respond = (page, state) => page.route('**/demo/state', (route) => route.fulfill({ json: state }));

async function accessible(demo, { page }) {
  await demo.open();
  await everyLook(page, 'signed out');
  await demo.signIn('a-user-with-a-very-long-name-that-has-no-place-to-break', '24 hours');
  await everyLook(page, 'signed in');
  await demo.call('DELETE', 'users/me/tokens', 'a-user-with-a-very-long-name-that-has-no-place-to-break');
  await page.locator('#refusal').waitFor();
  await everyLook(page, 'refused');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await demo.signIn('axel');
  await demo.fault({ kind: 'throttled', retryAfterSeconds: 5, always: true });
  await demo.state('Chat', /^waits/);
  await everyLook(page, 'throttled');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await demo.startSignIn('');
  await demo.reason(/./);
  await everyLook(page, 'refused to sign in');
}

/** Checks the page in every width and colour scheme. */
async function everyLook(page, state) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 844 });
    await axe(page, `${state}, ${width}`);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width, state);
    await page.emulateMedia({ colorScheme: 'dark' });
    await axe(page, `${state}, ${width}, dark`, CONTRASTS);
    await page.emulateMedia({ colorScheme: 'light' });
  }
}

async function axe(page, state, options = {}) {
  if (!(await page.evaluate(() => 'axe' in window))) {
    await page.evaluate(AXE);
  }
  const { violations } = await page.evaluate((it) => window.axe.run(it), options);
  const findings = violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`));
  assert.deepEqual(findings, [], state);
}
