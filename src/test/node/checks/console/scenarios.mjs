import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { withInventedOperations } from './invented-contract.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const DESK = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };

/** Each scenario is a test: the actions of a user on the console, and the expected results. */
export const scenarios = {
  'an identity is created, used and deleted, and its tokens die': { play: identityLifecycle },
  'an admin acts for another user, also with the curl command, and a user who is none is offered the role': { play: adminForAnother },
  'a policy is set from the current one, and blocking is explicit': { play: accessPolicy },
  'a request that lacks a value is not sent and says so at the field, and a Teams token can be had': { play: missingValues },
  'faults are switched on, shown and switched off': { play: faults },
  'a lifetime of tokens that another page left behind is shown and restored': { play: shortLifetime },
  'while a request waits, the button and the card say so': { play: waiting },
  'the remaining lifetime of a token counts down to its end': { play: countdown },
  'every operation of the contract is listed, and the page runs and calls nothing foreign': { play: everyOperation },
  'new operations of the contract are shown with their fields': { play: newOperations },
  'a bearer token that is refused is replaced once, for every caller': { play: refusedBearers },
  'what happens elsewhere shows without a click: a revocation, a fault, a host that goes and comes back': { play: elsewhere },
  'the console can be used with the keyboard alone': { settings: { viewport: DESK }, play: keyboard },
  'a phone shows the request, the response and the token in turn': { settings: { viewport: PHONE }, play: phone },
  'axe finds no violation on a desk and on a phone, in both colour schemes': { settings: { viewport: DESK }, play: accessible },
};

async function open(console, { page, url }) {
  await page.goto(url);
  await page.getByRole('table').last().waitFor();
  return console;
}

async function identityLifecycle(console, tools) {
  const { page } = tools;
  await open(console, tools);
  const name = '<img src=x onerror=alert(1)>';
  await console.signIn(name);
  await console.call('CreateIdentity', '201 Created');
  const { user, userId } = await console.response();
  assert.equal(userId, name, 'markup in names is shown as text');
  const identity = page.locator('#identities tr', { hasText: user.communicationUserId });
  assert.ok((await identity.innerText()).startsWith(name));
  assert.equal(await page.locator('img').count(), 0);

  await console.choose('IssueToken');
  await page.getByLabel('chat', { exact: true }).check();
  await console.fill('expiresInMinutes', '60');
  await console.send('200 OK');
  const issued = await console.response();
  const claims = await console.claims();
  assert.deepEqual(issued.scopes, ['chat']);
  assert.equal(claims.acsScope, 'chat');
  assert.equal(claims.exp - claims.iat, 3600);
  assert.equal(`8:${claims.skypeid}`, user.communicationUserId);
  await console.tokenState('active');
  assert.match(await identity.innerText(), /1$/);

  await console.call('RefreshToken', '200 OK');
  assert.notEqual((await console.claims()).jti, claims.jti);
  assert.deepEqual((await console.response()).scopes, ['chat'], 'both operations mean the same with scopes');
  await console.call('RevokeTokens', '204 No Content');
  await console.deadToken('Revoked');

  await console.choose('FindUser');
  assert.equal(await console.field('communicationUserId').inputValue(), user.communicationUserId, 'the last identity is filled in');
  await console.call('GetIdentity', '200 OK');
  assert.deepEqual((await console.response()).user, user);
  await console.choose('DeleteIdentity');
  assert.equal(await console.sendButton().innerText(), 'Send DELETE');
  await console.send('204');
  await console.deadToken('Identity deleted');
  assert.equal(await identity.count(), 0);
  await console.call('RefreshToken', '404');
  assert.match(await console.problem(), /No such identity\s+identity_not_found[\s\S]*retryable\s+no/);
  await console.call('HealthDetails', '200');
  assert.ok('storage' in (await console.response()).details);
  assert.equal(await page.locator('#history li').count(), 8);

  await page.getByRole('button', { name: /IssueToken as/ }).click();
  await console.outcome('200');
  assert.deepEqual(await console.response(), issued);
  await console.deadToken('Identity deleted');
  await page.getByText('Request as it was sent').click();
  const sent = await page.getByLabel('Request as it was sent').innerText();
  assert.match(sent, /^POST http:\S+\/api\/users\/me\/tokens\nauthorization: Bearer eyJ\w{13}…\n/);
  await console.button('Clear').click();
  assert.equal(await page.locator('#history').innerText(), 'No requests yet.');
}

async function adminForAnother(console, tools) {
  const { page } = tools;
  const needs = page.locator('#needs:not([hidden])');
  await open(console, tools);
  await console.signIn('mallory');
  await console.choose('GetIdentity');
  assert.equal(await needs.count(), 0);
  await console.fill('userId', 'bob');
  assert.match(await needs.innerText(), /^Another user needs the role Identity.Admin\./);
  await console.send('403');
  assert.match(await console.problem(), /Not allowed\s+forbidden\s+Acting for another user requires the admin role/);
  await console.button('Add the role Identity.Admin').click();
  assert.ok(await page.getByLabel('Identity.Admin', { exact: true }).isChecked());
  assert.equal(await needs.count(), 0);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'send');
  await page.keyboard.press('Enter');
  await page.getByText('No such identity', { exact: true }).waitFor();

  const id = 'tenant/bob ü%2F';
  await console.signIn('olivia', { admin: true });
  await console.choose('IssueToken');
  await console.fill('userId', id);
  await console.send('201');
  const { user } = await console.response();
  await console.call('GetIdentity', '200');
  assert.equal((await console.response()).userId, id);
  const owner = page.locator('#identities tr', { hasText: user.communicationUserId }).locator('strong');
  assert.equal(await owner.innerText(), id);
  await console.call('FindUser', '200');
  assert.equal((await console.response()).userId, id);

  await console.choose('CreateIdentity');
  assert.doesNotMatch(await console.preview(), /communicationUserId/, 'an identity is adopted only if somebody names it');
  await console.fill('communicationUserId', user.communicationUserId);
  await console.send('200');
  await console.fill('userId', 'carol');
  await console.send('409');
  assert.match(await console.problem(), /identity_conflict/);
  await console.fill('communicationUserId', '');

  await console.signIn("o'hara", { admin: true });
  await console.choose('IssueToken');
  await console.fill('userId', "d'arcy");
  await page.getByLabel('voip', { exact: true }).check();
  await console.button('Copy as curl').click();
  await page.getByText('Copied.').waitFor();
  const command = await page.evaluate(() => navigator.clipboard.readText());
  assert.doesNotMatch(command, /eyJ/);
  const response = execFileSync('bash', ['-c', command], { encoding: 'utf8' });
  assert.match(response, /^HTTP\/1\.1 201 Created/);
  assert.match(response, /"scopes":\["voip"\]/);
  await console.call('GetIdentity', '200');
  assert.equal((await console.response()).userId, "d'arcy");
}

async function accessPolicy(console, tools) {
  const { page } = tools;
  const ticked = () => page.locator('#fields :checked[type=checkbox]').evaluateAll((them) => them.map((it) => it.value));
  const blocked = page.getByLabel('blocked', { exact: true });
  await open(console, tools);
  await console.signIn('policy-admin');
  await console.choose('IssueToken');
  await page.getByLabel('chat', { exact: true }).check();
  await console.choose('SetAccess');
  assert.deepEqual(await ticked(), [], 'a policy is not what a token was asked for');
  assert.doesNotMatch(await console.preview(), /scopes|blocked/);
  await console.button('Add the role').click();
  await console.fill('userId', 'policy');

  await console.button('Fill in from GetAccess').click();
  await console.outcome('200');
  assert.deepEqual(await ticked(), ['chat', 'voip']);
  assert.match(await page.locator('#history').innerText(), /GetAccess as policy-admin for policy/);
  await console.fill('userId', 'somebody-else');
  assert.deepEqual(await ticked(), [], 'what was filled in is about one user');
  await console.fill('userId', 'policy');
  await page.getByLabel('voip', { exact: true }).check();
  await console.fill('If-Match', '"own+chat"');
  await console.send('412');
  assert.match(await console.problem(), /precondition_failed/);
  await console.fill('If-Match', '*');
  await console.send('200');
  assert.deepEqual((await console.response()).scopes, ['voip']);

  await console.choose('GetAccess');
  assert.equal(await console.field('If-Match').inputValue(), '', 'a condition is about one request');
  await console.choose('SetAccess');
  await page.getByLabel('voip', { exact: true }).uncheck();
  await blocked.selectOption('true');
  await console.send('200');
  assert.equal((await console.response()).blocked, true);
  await console.call('ResetAccess', '200');
  assert.equal((await console.response()).isDefault, true);
}

async function missingValues(console, tools) {
  const { page, complaints } = tools;
  const sent = [];
  await open(console, tools);
  page.on('request', (request) => /\/api\/|bearer-token/.test(request.url()) && sent.push(request.url()));
  await console.signIn('', { admin: true });
  assert.deepEqual(await console.refusal(), {
    field: 'user', invalid: 'true', messages: ['Enter a user.'], outcome: 'IssueToken was not sent.',
  });
  await console.signIn('lacks', { admin: true });
  assert.equal(await page.locator('#user').getAttribute('aria-invalid'), null);

  await console.choose('FindUser');
  await console.fill('communicationUserId', ' ');
  assert.deepEqual(await console.refusal(), {
    field: 'path-communicationUserId', invalid: 'true', messages: ['Enter a value for communicationUserId.'], outcome: 'FindUser was not sent.',
  });
  await console.choose('SetAccess');
  const { field, messages } = await console.refusal();
  assert.deepEqual({ field, messages }, { field: 'body-scopes', messages: ['The request needs a value for scopes or blocked.'] });
  await console.fill('userId', '');
  assert.equal((await console.refusal()).field, 'path-userId');
  assert.equal(await page.locator('#history li button').count(), 0);
  assert.deepEqual(sent, []);

  await console.choose('IssueToken');
  await console.fill('userId', 'me');
  await console.fill('expiresInMinutes', 'soon');
  await console.send('400');
  assert.match(await console.problem(), /invalid_request[\s\S]*"expiresInMinutes" must be a whole number/);
  assert.deepEqual(complaints, []);

  await console.signIn('teams-user');
  await console.choose('ExchangeTeamsToken');
  await console.button('Get a Teams token').click();
  await page.locator('#preview', { hasText: '{"teamsUserToken":"eyJ' }).waitFor();
  assert.doesNotMatch(await console.preview(), /eyJ\S{40}/);
  await console.send('200');
  await console.tokenState('active');
  assert.ok((await console.response()).user.microsoftTeamsUserId);
  await console.signIn('another-teams-user');
  assert.equal(await console.field('teamsUserToken').inputValue(), '', 'a Teams token is of one user');
}

async function faults(console, tools) {
  const { page, complaints } = tools;
  await open(console, tools);
  const created = page.locator('#calls tr', { hasText: 'createIdentity' });
  await console.button('Reset').click();
  await created.getByText('–').waitFor();
  await console.signIn('fault');
  await console.call('CreateIdentity', '201');
  assert.equal((await created.innerText()).replaceAll(/\s+/g, ' '), 'createIdentity 1 1 201 × 1');

  await console.switchOn({ kind: 'status', status: '503', times: 'every request', retryAfter: '30' });
  await page.getByText('issueToken status, 503, Retry-After 30 s, always').waitFor();
  assert.ok(await page.getByText('faults active').isVisible());
  await console.call('IssueToken', '503');
  assert.match(await console.problem(), /acs_unavailable[\s\S]*retryable\s+yes, after \d+ s/);
  await console.switchAllOff();
  assert.ok(await page.getByText('faults active').isHidden());

  await console.switchOn({ kind: 'throttled', retryAfter: '1' });
  await console.send('429');
  assert.match(await console.problem(), /acs_throttled[\s\S]*retryable\s+yes, after 1 s/);
  assert.equal(await page.locator('#faults').innerText(), 'No faults.', 'one request used the fault up');
  // The endpoint sends no call to ACS for one second.
  while (/429/.test(await page.locator('#outcome').innerText())) {
    await page.waitForTimeout(500);
    await console.send('200|429');
  }
  await console.outcome('200');

  const operations = await page.getByLabel('Operation', { exact: true }).locator('option').allInnerTexts();
  const kinds = await page.getByLabel('Kind').locator('option').allInnerTexts();
  assert.equal(operations.length, 6);
  assert.equal(kinds.length, 7);
  for (const kind of kinds) {
    await console.switchOn({ operation: operations[kinds.indexOf(kind) % operations.length], kind, times: 'next 3 requests' });
  }
  await page.locator(`#faults li:nth-child(${3 * kinds.length})`).waitFor();
  await console.switchAllOff();

  await console.switchOn({ kind: 'status', status: '200' });
  await page.getByRole('alert').filter({ hasText: 'status must be a whole number from 400 to 599' }).waitFor();
  await console.switchOn({ kind: 'throttled', retryAfter: 'later' });
  await page.getByRole('alert').filter({ hasText: 'retryAfterSeconds must be a whole number' }).waitFor();
  assert.equal(complaints.splice(0).filter((it) => /400/.test(it)).length, 2);
}

async function shortLifetime(console, tools) {
  const { page, context, url } = tools;
  const lifetime = { url: `${url}console/emulator/token-lifetime`, headers: { 'x-console': '1' } };
  await open(console, tools);
  assert.ok(await page.locator('#lifetime').isHidden());
  await context.request.put(lifetime.url, { headers: lifetime.headers, data: { seconds: 60 } });
  await console.lookAgain();
  await page.getByText('Every new ACS token lives 60 s').waitFor();
  await page.getByRole('button', { name: 'Restore the lifetime' }).click();
  await page.locator('#lifetime').waitFor({ state: 'hidden' });
  assert.deepEqual(await (await context.request.get(lifetime.url, lifetime)).json(), { seconds: null });
}

async function waiting(console, tools) {
  const { page } = tools;
  await open(console, tools);
  await console.signIn('waits');
  await console.call('IssueToken', '201');
  await console.switchOn({ kind: 'delayed', delay: '800' });
  await page.locator('#faults li').waitFor();
  await console.sendButton().click();
  await page.getByText('Waiting for the response to IssueToken').waitFor();
  assert.equal(await console.sendButton().innerText(), 'Sending…');
  assert.equal(await console.sendButton().getAttribute('aria-disabled'), 'true');
  assert.equal(await page.locator('#response').innerText(), 'No response yet.');
  await console.sendButton().dispatchEvent('click');
  await console.outcome('200');
  assert.equal(await console.sendButton().innerText(), 'Send');
  assert.equal(await page.locator('#history li').count(), 2, 'a second click sends nothing');

  await console.call('OpenApi', '200');
  const body = page.getByLabel('Body of the response');
  assert.ok(await body.evaluate((it) => it.clientHeight < 500 && it.scrollHeight > 10_000));
  assert.equal(await body.getAttribute('tabindex'), '0', 'the keyboard can scroll it');
}

async function countdown(console, tools) {
  const { page } = tools;
  const tokenRequests = [];
  page.on('request', (request) => request.url().endsWith('bearer-token') && tokenRequests.push(request));
  await page.clock.install();
  await open(console, tools);
  await console.signIn('clock');
  await console.choose('IssueToken');
  await console.fill('expiresInMinutes', '60');
  await console.send('201');
  const { exp } = await console.claims();

  // The clock also ends requests that are under way, so the page asks again.
  const pass = async (what) => {
    await what();
    await console.lookAgain();
    await page.locator('#gone[hidden]').waitFor({ state: 'attached' });
  };
  await pass(() => page.clock.pauseAt((exp - 3500) * 1000));
  await console.tokenState('active');
  await page.clock.runFor(1000);
  const seconds = Number((await console.remaining()).match(/^58 min (19|20) s left$/)[1]);
  await pass(() => page.clock.runFor(60_000));
  await console.tokenState('active');
  assert.equal(await console.remaining(), `57 min ${seconds} s left`);
  assert.equal(await console.lifeLeft(), 57 * 60 + seconds);
  await page.clock.fastForward('57:00');
  await page.clock.runFor((seconds + 1) * 1000);
  await console.deadToken('Expired');

  assert.equal(tokenRequests.length, 1);
  await console.send('200');
  assert.equal(tokenRequests.length, 2, 'a bearer token is renewed before it expires');
}

async function everyOperation(console, tools) {
  const { page, complaints } = tools;
  await open(console, tools);
  const { paths } = await page.evaluate(() =>
    fetch('/console/contract', { headers: { 'x-console': '1' } }).then((response) => response.json()),
  );
  const declared = Object.entries(paths).flatMap(([route, methods]) =>
    Object.entries(methods)
      .filter(([, { operationId }]) => operationId)
      .map(([method, { operationId, description }]) => ({
        shown: `${operationId} ${method.toUpperCase()} /api${route}`,
        needsRole: /requires the (admin role|role that permits invitations)/i.test(description),
      })),
  );
  const shown = await console.operations();
  assert.ok(declared.length > 10);
  assert.deepEqual(shown.toSorted(), declared.map((it) => it.shown).toSorted());
  for (const operation of shown) {
    const name = operation.split(' ')[0];
    await console.choose(name);
    assert.match(await page.locator('#does').innerText(), /\w+ .*\.$/, name);
    const { needsRole } = declared.find((it) => it.shown === operation);
    assert.equal(await page.locator('#needs').isVisible(), needsRole, name);
  }
  assert.equal(await page.getByRole('link', { name: 'Demo app' }).getAttribute('href'), '/demo/');

  const issuer = (await page.locator('.addresses').innerText()).match(/http:\S+(?=\s+emulator)/)[0];
  assert.equal(await page.evaluate((url) => fetch(url).then(() => 'sent', () => 'blocked'), issuer), 'blocked');
  assert.equal(
    await page.evaluate(() => {
      try {
        document.body.innerHTML = '<p>';
        return 'written';
      } catch {
        return 'blocked';
      }
    }),
    'blocked',
  );
  assert.ok(complaints.splice(0).every((it) => /Content Security Policy|TrustedHTML|requests another host/.test(it)));
  const moving = await page.evaluate(() =>
    [...document.styleSheets]
      .flatMap((sheet) => [...sheet.cssRules])
      .flatMap((rule) => [rule, ...(rule.cssRules ?? [])])
      .map((rule) => rule.cssText)
      .filter((text) => /transition|animation|scroll-behavior/.test(text)),
  );
  assert.deepEqual(moving, [], 'nothing is animated');
}

async function newOperations(console, tools) {
  const { page } = tools;
  const { origin } = new URL(tools.url);
  await page.route('**/console/contract', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: withInventedOperations(await response.json()) });
  });
  const requests = [];
  await page.route(/\/api\/(invitations|guests)/, (route) => {
    requests.push(route.request());
    return route.fulfill({ status: 202, json: { invitationId: 'i/7', code: 'abc' } });
  });
  await open(console, tools);
  const operations = await console.operations();
  assert.ok(operations.indexOf('InviteGuest POST /api/rooms/{roomId}/guests') > 0);
  assert.ok(operations.indexOf('EndInvitation DELETE /api/invitations/{invitationId}') > 0);
  const fields = () => page.locator('#fields .field > label, #fields legend').allInnerTexts();

  await console.choose('InviteGuest');
  assert.equal(await page.locator('#does').innerText(), 'Invite a guest. Sends a code by mail.');
  await page.getByText('More', { exact: true }).click();
  assert.equal(await page.locator('#more-text').innerText(), 'The mail is sent once.');
  assert.deepEqual(await fields(), [
    'roomId', 'notify', 'language', 'Idempotency-Key', 'address', 'seats', 'labels', 'scopes',
  ]);
  assert.equal(await page.locator('#body-seats-hint').innerText(), 'How many. 1 to 9.');
  assert.equal(await page.locator('#body-seats').getAttribute('placeholder'), '2');
  assert.equal(
    await console.preview(),
    `POST ${origin}/api/rooms/lobby%201/guests
authorization: Bearer …
content-type: application/json

{"address":"guest@contoso.com"}`,
  );
  assert.equal((await console.refusal()).messages.join(), 'Tick at least one of scopes.');
  await console.fill('roomId', 'a/b');
  await page.getByLabel('notify', { exact: true }).selectOption('false');
  await page.getByLabel('language', { exact: true }).selectOption('en');
  await console.fill('Idempotency-Key', 'k-2');
  await console.fill('seats', '3');
  await console.fill('labels', '["vip"]');
  await page.getByLabel('chat', { exact: true }).check();
  assert.equal(
    await console.preview(),
    `POST ${origin}/api/rooms/a%2Fb/guests?notify=false&language=en
authorization: Bearer …
idempotency-key: k-2
content-type: application/json

{"address":"guest@contoso.com","seats":3,"scopes":["chat"],"labels":["vip"]}`,
  );
  await console.choose('EndGuests');
  assert.equal(await console.preview(), `DELETE ${origin}/api/rooms/a%2Fb/guests`);

  await console.choose('CreateInvitation');
  assert.deepEqual(await fields(), ['Idempotency-Key', 'expiresOn', 'guests', 'day', 'reference']);
  assert.equal((await console.refusal()).messages.join(), 'Enter a value for Idempotency-Key.', 'a key is of one operation');
  assert.match(await console.field('expiresOn').inputValue(), /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  assert.match(await console.field('day').getAttribute('placeholder'), /^20\d\d-\d\d-\d\d$/);
  await console.fill('Idempotency-Key', 'k-3');
  await console.fill('expiresOn', '2026-12-01T10:00:00Z');
  await console.fill('reference', 'meeting 5');
  await console.send('202');
  assert.equal(requests[0].headers()['idempotency-key'], 'k-3');
  assert.equal(requests[0].postData(), '{"expiresOn":"2026-12-01T10:00:00Z","guests":1,"reference":"meeting 5"}');
  await console.choose('GetInvitation');
  assert.match(await console.preview(), /^GET \S+\/api\/invitations\/i%2F7\n/, 'the id of the last response is filled in');

  await console.signIn('');
  await console.choose('JoinAsGuest');
  assert.deepEqual(await fields(), ['invitation', 'guest.secret', 'guest.seat.row', 'answers']);
  assert.equal((await console.refusal()).messages.join(), 'Enter a value for invitation.');
  await console.fill('invitation', 'abc');
  await console.fill('guest.seat.row', '4');
  assert.equal((await console.refusal()).messages.join(), 'Enter a value for guest.secret.');
  await console.fill('guest.secret', 's-1');
  await console.fill('answers', '{"a":"b"}');
  await console.send('202');
  assert.equal(requests[1].headers().authorization, undefined);
  assert.equal(requests[1].postData(), '{"invitation":"abc","guest":{"secret":"s-1","seat":{"row":4}},"answers":{"a":"b"}}');

  await console.choose('SendReport');
  assert.deepEqual(await fields(), ['kind', 'text', 'score']);
  assert.equal((await console.refusal()).messages.join(), 'Choose a value for kind.');
  await console.choose('SetList');
  assert.match(await console.preview(), /\n\["a","b"\]$/);
  await console.choose('CreateIdentity');
  assert.doesNotMatch(await console.preview(), /communicationUserId/, 'an optional body is not sent unasked');
}

async function refusedBearers(console, tools) {
  const { page } = tools;
  const refused = new Set();
  const sent = [];
  await page.route('**/api/**', (route) => {
    const { authorization } = route.request().headers();
    sent.push(authorization);
    return refused.has(authorization) || refused.has('all') ? route.fulfill({ status: 401 }) : route.continue();
  });
  await open(console, tools);
  for (const user of ['first', 'second']) {
    await console.signIn(user);
    await console.call('CreateIdentity', '201');
  }
  sent.forEach((authorization) => refused.add(authorization));
  for (const user of ['first', 'second']) {
    await console.signIn(user);
    await console.send('200');
    await page.getByText('the request was sent again with a new one').waitFor();
  }
  assert.equal(sent.length, 6);
  refused.add('all');
  await console.send('401');
  assert.equal(sent.length, 8, 'it is sent again once');
  await console.send('401');
  assert.equal(sent.length, 9, 'a new token that is refused is not replaced');
}

async function elsewhere(console, tools) {
  const { page, context, complaints, url } = tools;
  const all = /\/(api|console)\//;
  const own = { 'x-console': '1' };
  await open(console, tools);
  await console.signIn('elsewhere');
  await console.call('IssueToken', '201');
  await console.tokenState('active');
  const bearer = await (await context.request.post(`${url}console/bearer-token`, { headers: own, form: { user: 'elsewhere' } })).text();
  await context.request.delete(`${url}api/users/me/tokens`, { headers: { authorization: `Bearer ${bearer}` } });
  await context.request.post(`${url}console/emulator/faults`, { headers: own, data: { operation: 'deleteIdentity', kind: 'throttled' } });
  await console.deadToken('Revoked');
  await page.getByText('faults active').waitFor();

  await console.send('200');
  await console.tokenState('active');
  const issued = await console.remaining();
  await page.route(all, (route) => route.abort());
  await console.lookAgain();
  await console.gone().filter({ hasText: 'The development host does not respond.' }).waitFor();
  await console.deadToken('State unknown');
  await console.sendButton().click();
  await page.getByText('IssueToken: no response').waitFor();
  assert.match(await page.locator('#history li').first().innerText(), /IssueToken as elsewhere\s+no response/);

  await page.unroute(all);
  await console.gone().waitFor({ state: 'detached' });
  await console.tokenState('active');
  assert.match(await console.remaining(), /^23 h .* left$/, issued);
  assert.equal(await page.locator('#remaining > s').count(), 0);
  await console.send('200');
  await page.route('**/console/emulator/*', (route) => route.fulfill({ status: 502, body: 'The ACS emulator does not respond.' }));
  await console.lookAgain();
  await console.gone().filter({ hasText: 'The ACS emulator does not respond.' }).waitFor();
  await console.deadToken('State unknown');
  await page.route('**/console/setup', (route) => route.abort(), { times: 1 });
  await page.unroute('**/console/emulator/*');
  await page.reload();
  await page.getByRole('table').last().waitFor();
  assert.ok(complaints.splice(0).every((it) => /Failed to load resource: .*(ERR_FAILED|502)/.test(it)), 'no uncaught errors');
}

async function keyboard(console, tools) {
  const { page } = tools;
  await open(console, tools);
  const press = async (...keys) => {
    for (const key of keys) {
      await page.keyboard.press(key);
    }
  };
  const focused = () =>
    page.evaluate(() => {
      const { activeElement: it } = document;
      const isVisible = getComputedStyle(it).outlineStyle !== 'none';
      return `${it.id || it.value || it.name}${isVisible ? '' : ' without a visible focus'}`;
    });
  const answered = (operation, status) => page.locator('#outcome', { hasText: new RegExp(`^${operation}: ${status}`) }).waitFor();
  const fields = await page.locator('#fields input').evaluateAll((them) => them.map((it) => it.id || it.value));
  assert.ok(fields.length > 2);
  await page.locator('#user').focus();
  const order = [await focused()];
  while (order.length < 5 + fields.length) {
    await press('Tab');
    order.push(await focused());
  }
  assert.deepEqual(order, ['user', 'Identity.Admin', 'Invitation.Create', 'on', ...fields, 'send']);
  assert.ok(await console.isInWindow('#clear-faults'), 'the faults are visible');

  await page.locator('#user').focus();
  await press('ControlOrMeta+A');
  await page.keyboard.type('by-keyboard');
  await press('Enter');
  await answered('IssueToken', 201);
  await console.outcome('201');
  assert.equal(await focused(), 'user', 'the focus stays');
  await press('Tab', 'Enter');
  await page.locator('#history li:nth-child(2)').waitFor();
  await console.outcome('200');
  await press('Tab', 'Tab');
  const wanted = console.radio('CreateIdentity');
  for (let i = await page.getByRole('radio').count(); i > 0 && !(await wanted.isChecked()); i--) {
    await press('ArrowDown');
  }
  assert.equal(await wanted.isChecked(), true);
  await press('Enter');
  await answered('CreateIdentity', 200);
  await console.outcome('200');
  assert.equal((await console.response()).userId, 'by-keyboard');
  await page.locator('#path-userId').focus();
  await press('Enter');
  await page.locator('#history li:nth-child(4)').waitFor();
  await console.outcome('200');
  await console.signIn('by-keyboard', { admin: true });
  await console.choose('SetAccess');
  await page.locator('#body-blocked').focus();
  await press('Enter');
  await page.getByText('SetAccess was not sent').waitFor();
  await page.getByLabel('voip', { exact: true }).focus();
  await press('Space', 'Enter');
  await answered('SetAccess', 200);
  await console.outcome('200');

  await page.getByLabel('Affects').focus();
  await press('Tab', 'Tab', 'Tab', 'Enter');
  await page.locator('#faults', { hasText: 'issueToken status, 429' }).waitFor();
  await press('Tab', 'Enter');
  await page.locator('#faults', { hasText: 'No faults.' }).waitFor();
}

async function phone(console, tools) {
  const { page } = tools;
  await open(console, tools);
  await console.signIn('a-user-with-a-very-long-name-that-has-no-place-to-break');
  await page.locator('.operation', { hasText: 'RefreshToken' }).click();
  assert.ok(await console.isInWindow('#request-title'));
  await page.getByRole('link', { name: 'All operations' }).click();
  assert.ok(await console.isInWindow('#operations-title'));
  await page.locator('.operation', { hasText: 'IssueToken' }).click();
  assert.ok(await console.isInWindow('#request-title'));
  await console.send('201');
  assert.ok(await console.isInWindow('#response-title'));
  assert.ok(await console.isInWindow('#token-title'), 'the token follows the response');
  await page.getByRole('link', { name: 'The token and its state' }).click();
  assert.ok(await console.isInWindow('#remaining'));
  await console.openAll();
  for (const width of [320, 390]) {
    await page.setViewportSize({ ...PHONE, width });
    const overflowing = await page.evaluate(() =>
      [...document.querySelectorAll('.card *:not(.spoken)')]
        .filter((it) => it.getBoundingClientRect().right > it.closest('.card').getBoundingClientRect().right)
        .map((it) => it.outerHTML.slice(0, 80)),
    );
    assert.deepEqual(overflowing, [], `${width} px`);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
  }
}

async function accessible(console, tools) {
  const { page, complaints } = tools;
  await open(console, tools);
  await page.evaluate(AXE);
  await console.signIn('axe');
  await console.call('IssueToken', '20[01]');
  await console.openAll();
  await axeFindsNothing(page, 'with a token');

  await console.switchOn({ kind: 'status', times: 'every request' });
  await console.call('RevokeTokens', '204');
  await console.choose('IssueToken');
  await console.send('503');
  await console.deadToken('Revoked');
  await console.openAll();
  await axeFindsNothing(page, 'with a revoked token and a problem');

  await console.switchAllOff();
  await console.choose('SetAccess');
  await console.refusal();
  await page.route(/\/(api|console)\//, (route) => route.abort());
  await console.lookAgain();
  await console.gone().waitFor();
  await axeFindsNothing(page, 'with a missing value and without a host');
  complaints.splice(0);
}

// Without the elements that pass, and without reading the style sheets for the rule about rotated pages, axe is faster.
const QUICKLY = { resultTypes: ['violations'], preload: false, elementRef: false };
const EVERYTHING = {
  ...QUICKLY,
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  rules: { 'target-size': { enabled: true } },
};
// Everything else is the same in another width, and in dark mode.
const LAYOUT = { ...QUICKLY, runOnly: ['color-contrast', 'target-size', 'scrollable-region-focusable'] };
const CONTRASTS = { ...QUICKLY, runOnly: ['color-contrast'] };

async function axeFindsNothing(page, state) {
  for (const [viewport, inLight] of [[PHONE, EVERYTHING], [DESK, LAYOUT]]) {
    await page.setViewportSize(viewport);
    for (const [colorScheme, options] of [['light', inLight], ['dark', CONTRASTS]]) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await page.evaluate((it) => window.axe.run(it), options);
      const findings = violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
      );
      assert.deepEqual(findings, [], `${state}, ${viewport.width} px, ${colorScheme}`);
    }
  }
}
