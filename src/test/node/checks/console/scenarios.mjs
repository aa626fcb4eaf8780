import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PHONE = { viewport: { width: 360, height: 740 } };
const DARK = { colorScheme: 'dark' };

/** Each scenario is a test: the actions of a user on the console, and the expected results. */
export const scenarios = {
  'an identity is created, used and deleted': { play: identityLifecycle },
  'the history shows an earlier exchange': { play: history },
  'an admin acts for another user': { play: adminForAnother },
  'a user who is not an admin is refused with a reason': { play: refused },
  'a request that the contract does not allow is refused with a reason': { play: invalidRequest },
  'a fault is switched on, shown and switched off': { play: unavailable },
  'throttling by ACS is shown with its Retry-After, and ends': { play: throttled },
  'every kind of fault can be switched on': { play: everyFault },
  'an invalid fault is refused with a reason': { play: impossibleFault },
  'calls to the emulator are counted, and the counters are reset': { play: counters },
  'the remaining lifetime of a token counts down to zero': { play: countdown },
  'the curl command sends the same request as the page': { play: curlCommand },
  'every operation of the contract is listed and described': { play: everyOperation },
  'a new operation of the contract is shown with its fields': { play: newOperation },
  'a policy is set only if it has not changed': { play: conditionalPolicy },
  'anyone on this machine requests the details of the health check': { play: healthDetails },
  'markup in names is shown as text': { play: markup },
  'an unavailable host is reported': { play: hostGone },
  'the content security policy blocks foreign scripts and hosts': { play: policy },
  'the console can be used with the keyboard alone': { play: keyboard },
  'nothing is animated': { play: noMotion },
  'a phone needs no horizontal scrolling': { settings: PHONE, play: phone },
  'axe finds no violation in light mode': { play: accessible },
  'the contrast is sufficient in dark mode': { settings: DARK, play: contrasts },
};

async function open(console, { page, url }) {
  await page.goto(url);
  await page.getByRole('table').last().waitFor();
  return console;
}

async function identityLifecycle(console, tools) {
  await open(console, tools);
  await console.signIn('life');
  await console.call('CreateIdentity', '201 Created');
  const { user } = await console.response();
  const identity = tools.page.locator('#identities tr', { hasText: user.communicationUserId });
  assert.match(await identity.innerText(), /^life/);

  await console.choose('IssueToken');
  await tools.page.getByLabel('chat', { exact: true }).check();
  await console.fill('expiresInMinutes', '60');
  await console.send('200 OK');
  const issued = await console.response();
  const claims = await console.claims();
  assert.deepEqual(issued.scopes, ['chat']);
  assert.equal(claims.acsScope, 'chat');
  assert.equal(claims.exp - claims.iat, 3600);
  assert.equal(`8:${claims.skypeid}`, user.communicationUserId);
  assert.equal(await console.tokenState(), 'active');
  assert.match(await identity.innerText(), /1$/);

  await console.call('RefreshToken', '200 OK');
  assert.notEqual((await console.claims()).jti, claims.jti);
  await console.call('RevokeTokens', '204 No Content');
  assert.equal(await console.tokenState(), 'revoked');

  await console.call('GetIdentity', '200 OK');
  assert.deepEqual((await console.response()).user, user);
  await console.call('DeleteIdentity', '204');
  assert.equal(await console.tokenState(), 'identity_deleted');
  assert.equal(await identity.count(), 0);
  await console.call('RefreshToken', '404');
  assert.match(await console.problem(), /No such identity\s+identity_not_found[\s\S]*retryable\s+no/);

  await console.call('Health', '200');
  assert.equal((await console.response()).status, 'healthy');
  assert.equal(await tools.page.locator('#history li').count(), 8);
}

async function history(console, { page, ...tools }) {
  await open(console, { page, ...tools });
  await console.signIn('past');
  await console.call('CreateIdentity', '201');
  const created = await console.response();
  await console.call('DeleteIdentity', '204');

  await page.getByRole('button', { name: /CreateIdentity as past/ }).click();
  await console.outcome('201');
  assert.deepEqual(await console.response(), created);
  await page.getByText('Request as it was sent').click();
  const sent = await page.getByLabel('Request as it was sent').innerText();
  assert.match(sent, /^PUT http:\S+\/api\/users\/me\/identity\nauthorization: Bearer eyJ\w{13}…$/);

  await page.getByRole('button', { name: 'Clear' }).click();
  assert.equal(await page.locator('#history').innerText(), 'No requests yet.');
}

async function adminForAnother(console, tools) {
  const id = 'tenant/bob ü%2F';
  await open(console, tools);
  await console.signIn('olivia', { admin: true });
  await console.choose('IssueToken');
  await console.fill('userId', id);
  await console.send('201');
  const { user } = await console.response();
  await console.call('GetIdentity', '200');
  assert.equal((await console.response()).userId, id);
  const owner = tools.page.locator('#identities tr', { hasText: user.communicationUserId }).locator('strong');
  assert.equal(await owner.innerText(), id);
}

async function refused(console, tools) {
  await open(console, tools);
  await console.signIn('mallory');
  await console.choose('GetIdentity');
  await console.fill('userId', 'bob');
  await console.send('403');
  assert.match(await console.problem(), /Not allowed\s+forbidden\s+Acting for another user requires the admin role/);
  assert.equal((await console.response()).code, 'forbidden');
}

async function invalidRequest(console, tools) {
  await open(console, tools);
  await console.signIn('invalid');
  await console.choose('IssueToken');
  await console.fill('expiresInMinutes', 'soon');
  await console.send('400');
  assert.match(await console.problem(), /invalid_request[\s\S]*"expiresInMinutes" must be a whole number/);
  await console.signIn('');
  await tools.page.getByRole('button', { name: 'Send' }).click();
  await tools.page.getByText('The parameter "user" is missing').waitFor();
  assert.match(tools.complaints.splice(0).join(), /^error: .* 400 .*bearer-token$/);
}

async function unavailable(console, tools) {
  await open(console, tools);
  await console.signIn('fault');
  await console.call('IssueToken', '201');
  await console.switchOn({ kind: 'status', status: '503', times: 'every request', retryAfter: '30' });
  await tools.page.getByText('issueToken status, 503, Retry-After 30 s, always').waitFor();
  assert.ok(await tools.page.getByText('faults active').isVisible());
  await console.send('503');
  assert.match(await console.problem(), /acs_unavailable[\s\S]*retryable\s+yes, after \d+ s/);
  await console.switchAllOff();
  assert.ok(await tools.page.getByText('faults active').isHidden());
  await console.send('200');
}

async function throttled(console, tools) {
  await open(console, tools);
  await console.signIn('throttled');
  await console.call('CreateIdentity', '201');
  await console.switchOn({ kind: 'throttled', retryAfter: '1' });
  await console.call('IssueToken', '429');
  assert.match(await console.problem(), /acs_throttled[\s\S]*retryable\s+yes, after 1 s/);
  assert.equal(await tools.page.locator('#faults').innerText(), 'No faults.', 'one request used the fault up');
  // The endpoint sends no call to ACS for one second.
  while (/429/.test(await tools.page.locator('#outcome').innerText())) {
    await tools.page.waitForTimeout(500);
    await console.send('200|429');
  }
  await console.outcome('200');
}

async function everyFault(console, { page, ...tools }) {
  await open(console, { page, ...tools });
  const operations = await page.getByLabel('Operation', { exact: true }).locator('option').allInnerTexts();
  const kinds = await page.getByLabel('Kind').locator('option').allInnerTexts();
  assert.equal(operations.length, 6);
  assert.equal(kinds.length, 7);
  for (const kind of kinds) {
    await console.switchOn({ operation: operations[kinds.indexOf(kind) % operations.length], kind, times: 'next 3 requests' });
  }
  await page.locator(`#faults li:nth-child(${3 * kinds.length})`).waitFor();
  await console.switchAllOff();
}

async function impossibleFault(console, tools) {
  await open(console, tools);
  await console.switchOn({ kind: 'status', status: '200' });
  await tools.page.getByRole('alert').filter({ hasText: 'status must be a whole number from 400 to 599' }).waitFor();
  await console.switchOn({ kind: 'throttled', retryAfter: 'later' });
  await tools.page.getByRole('alert').filter({ hasText: 'retryAfterSeconds must be a whole number' }).waitFor();
  assert.equal(tools.complaints.splice(0).filter((it) => /400/.test(it)).length, 2);
}

async function counters(console, { page, ...tools }) {
  await open(console, { page, ...tools });
  const created = page.locator('#calls tr', { hasText: 'createIdentity' });
  await page.getByRole('button', { name: 'Reset' }).click();
  await created.getByText('–').waitFor();
  await console.signIn('counted');
  await console.call('CreateIdentity', '201');
  assert.equal((await created.innerText()).replaceAll(/\s+/g, ' '), 'createIdentity 1 1 201 × 1');
}

async function countdown(console, { page, ...tools }) {
  const tokenRequests = [];
  page.on('request', (request) => request.url().endsWith('bearer-token') && tokenRequests.push(request));
  await page.clock.install();
  await open(console, { page, ...tools });
  await console.signIn('clock');
  await console.choose('IssueToken');
  await console.fill('expiresInMinutes', '60');
  await console.send('201');
  const { exp } = await console.claims();

  await page.clock.pauseAt((exp - 3500) * 1000);
  await page.clock.runFor(1000);
  const seconds = Number((await console.remaining()).match(/^58 min (19|20) s left$/)[1]);
  await page.clock.runFor(60_000);
  assert.equal(await console.remaining(), `57 min ${seconds} s left`);
  const bar = page.getByLabel('Remaining lifetime');
  assert.equal(await bar.evaluate((it) => it.value), 57 * 60 + seconds);
  await page.clock.fastForward('57:00');
  await page.clock.runFor(1000);
  assert.equal(await console.remaining(), `${seconds - 1} s left`);
  await page.clock.runFor(60_000);
  assert.equal(await console.remaining(), 'Expired');
  assert.equal(await bar.evaluate((it) => it.value), 0);

  assert.equal(tokenRequests.length, 1);
  await console.send('200');
  assert.equal(tokenRequests.length, 2, 'a bearer token is renewed before it expires');
}

async function curlCommand(console, { page, ...tools }) {
  await open(console, { page, ...tools });
  await console.signIn("o'hara", { admin: true });
  await console.choose('IssueToken');
  await console.fill('userId', "d'arcy");
  await page.getByLabel('voip', { exact: true }).check();
  await page.getByRole('button', { name: 'Copy as curl' }).click();
  await page.getByText('Copied.').waitFor();
  const command = await page.evaluate(() => navigator.clipboard.readText());
  assert.doesNotMatch(command, /eyJ/);
  const response = execFileSync('bash', ['-c', command], { encoding: 'utf8' });
  assert.match(response, /^HTTP\/1\.1 201 Created/);
  assert.match(response, /"scopes":\["voip"\]/);
  await console.call('GetIdentity', '200');
  assert.equal((await console.response()).userId, "d'arcy");
}

async function everyOperation(console, { page, ...tools }) {
  await open(console, { page, ...tools });
  const { paths } = await page.evaluate(() =>
    fetch('/console/contract', { headers: { 'x-console': '1' } }).then((response) => response.json()),
  );
  const declared = Object.entries(paths).flatMap(([route, methods]) =>
    Object.entries(methods)
      .filter(([, { operationId }]) => operationId)
      .map(([method, { operationId }]) => `${operationId} ${method.toUpperCase()} /api${route}`),
  );
  const shown = await console.operations();
  assert.ok(declared.length > 10);
  assert.deepEqual(shown.toSorted(), declared.toSorted());
  for (const name of shown.map((it) => it.split(' ')[0])) {
    await console.choose(name);
    assert.match(await page.locator('#does').innerText(), /\w+ .*\.$/, name);
  }
}

const GUESTS = {
  parameters: [
    { name: 'roomId', in: 'path', required: true, example: 'lobby 1', description: 'A room', schema: { type: 'string' } },
  ],
  delete: { operationId: 'EndGuests', summary: 'Send all guests away', security: [], responses: {} },
  post: {
    operationId: 'InviteGuest',
    summary: 'Invite a guest',
    description: 'Sends a `code`\nby mail.',
    parameters: [
      { name: 'notify', in: 'query', schema: { type: 'boolean' } },
      { name: 'language', in: 'query', schema: { type: 'string', enum: ['de', 'en'] } },
      { name: 'Idempotency-Key', in: 'header', example: 'k-1', schema: { type: 'string' } },
    ],
    requestBody: {
      content: {
        'application/json': {
          schema: {
            type: 'object',
            required: ['address', 'scopes'],
            properties: {
              address: { type: 'string', examples: ['guest@contoso.com'] },
              seats: { type: ['integer', 'null'], minimum: 1, maximum: 9, default: 2, description: 'How many' },
              scopes: { type: 'array', items: { $ref: '#/components/schemas/Scope' } },
              labels: { type: 'array', items: { type: 'string' } },
            },
          },
        },
      },
    },
    responses: {},
  },
};

async function newOperation(console, { page, ...tools }) {
  await page.route('**/console/contract', async (route) => {
    const response = await route.fetch();
    const contract = await response.json();
    contract.paths['/rooms/{roomId}/guests'] = GUESTS;
    await route.fulfill({ response, json: contract });
  });
  await open(console, { page, ...tools });
  assert.deepEqual((await console.operations()).slice(-2), [
    'InviteGuest POST /api/rooms/{roomId}/guests',
    'EndGuests DELETE /api/rooms/{roomId}/guests',
  ]);

  await console.choose('InviteGuest');
  assert.equal(await page.locator('#does').innerText(), 'Invite a guest. Sends a code by mail.');
  assert.deepEqual(await page.locator('#fields .field > label, #fields legend').allInnerTexts(), [
    'roomId', 'notify', 'language', 'Idempotency-Key', 'address', 'seats', 'labels', 'scopes',
  ]);
  assert.equal(await page.locator('#body-seats-hint').innerText(), 'How many. 1 to 9.');
  assert.equal(await page.locator('#body-seats').getAttribute('placeholder'), '2');
  const { origin } = new URL(tools.url);
  assert.equal(
    await console.preview(),
    `POST ${origin}/api/rooms/lobby%201/guests
authorization: Bearer …
content-type: application/json

{"address":"guest@contoso.com","scopes":[]}`,
  );

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
  await console.send('404');
}

async function conditionalPolicy(console, tools) {
  await open(console, tools);
  await console.signIn('olivia', { admin: true });
  await console.choose('SetAccess');
  await console.fill('userId', 'policy');
  await tools.page.getByLabel('blocked', { exact: true }).selectOption('true');
  await console.fill('If-Match', '"own+chat"');
  await console.send('412');
  assert.match(await console.problem(), /precondition_failed/);
  await console.fill('If-Match', '*');
  await console.send('200');
  assert.equal((await console.response()).blocked, true);
  await tools.page.getByLabel('blocked', { exact: true }).selectOption('');
  await tools.page.getByLabel('voip', { exact: true }).check();
  await console.fill('If-Match', '');
  await console.send('200');
  assert.deepEqual((await console.response()).scopes, ['voip']);
  await console.call('ResetAccess', '200');
  assert.equal((await console.response()).isDefault, true);
}

async function healthDetails(console, tools) {
  await open(console, tools);
  await console.call('HealthDetails', '200');
  assert.ok('storage' in (await console.response()).details);
}

async function markup(console, { page, ...tools }) {
  await open(console, { page, ...tools });
  const name = '<img src=x onerror=alert(1)>';
  await console.signIn(name);
  await console.call('CreateIdentity', '201');
  assert.equal((await console.response()).userId, name);
  assert.equal(await page.locator('#identities strong', { hasText: name }).count(), 1);
  assert.equal(await page.locator('img').count(), 0);
}

async function hostGone(console, { page, complaints, ...tools }) {
  await open(console, { page, ...tools });
  await page.route(/\/(api|console)\//, (route) => route.abort());
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByRole('alert').filter({ hasText: 'The development host does not respond.' }).waitFor();
  await page.getByText('IssueToken: no response').waitFor();
  await page.unroute(/\/(api|console)\//);
  await console.signIn('back');
  await console.send('201');
  assert.ok(await page.getByText('The development host does not respond.').isHidden());
  assert.ok(complaints.splice(0).every((it) => /Failed to load resource: net::ERR_FAILED/.test(it)));
}

async function policy(console, { page, complaints, ...tools }) {
  await open(console, { page, ...tools });
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
}

async function keyboard(console, { page, ...tools }) {
  await open(console, { page, ...tools });
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
  await console.choose('IssueToken');
  const fields = await page.locator('#fields input').evaluateAll((them) => them.map((it) => it.id || it.value));
  assert.ok(fields.length > 2);
  await page.locator('#user').focus();
  const order = [await focused()];
  while (order.length < 3 + fields.length) {
    await press('Tab');
    order.push(await focused());
  }
  assert.deepEqual(order, ['user', 'Identity.Admin', 'on', ...fields]);

  await page.locator('#user').focus();
  await press('ControlOrMeta+A');
  await page.keyboard.type('by-keyboard');
  await press('Tab', 'Space', 'Tab');
  const wanted = console.radio('CreateIdentity');
  for (let i = await page.getByRole('radio').count(); i > 0 && !(await wanted.isChecked()); i--) {
    await press('ArrowDown');
  }
  assert.equal(await wanted.isChecked(), true);
  for (let i = await page.locator('#fields input').count(); i > 0; i--) {
    await press('Tab');
  }
  await press('Tab');
  assert.equal(await focused(), 'send');
  await press('Enter');
  await page.locator('#outcome', { hasText: '201 Created' }).waitFor();
  await console.outcome('201');
  assert.equal(await focused(), 'send', 'the focus stays');
  assert.equal((await console.response()).userId, 'by-keyboard');

  await page.getByLabel('Affects').focus();
  await press('Tab', 'Tab', 'Tab', 'Enter');
  await page.locator('#faults', { hasText: 'issueToken status, 429' }).waitFor();
  await press('Tab', 'Enter');
  await page.locator('#faults', { hasText: 'No faults.' }).waitFor();
}

async function noMotion(console, { page, ...tools }) {
  await open(console, { page, ...tools });
  const moving = await page.evaluate(() =>
    [...document.styleSheets]
      .flatMap((sheet) => [...sheet.cssRules])
      .flatMap((rule) => [rule, ...(rule.cssRules ?? [])])
      .map((rule) => rule.cssText)
      .filter((text) => /transition|animation|scroll-behavior/.test(text)),
  );
  assert.deepEqual(moving, []);
}

/** Shows the page with a token, then with a problem and faults, with all sections open, and calls `look` for each. */
async function everyState(console, tools, user, look) {
  await open(console, tools);
  await console.signIn(user);
  await console.call('IssueToken', '20[01]');
  await console.openAll();
  await look('with a token');
  await console.switchOn({ kind: 'status', times: 'every request' });
  await tools.page.getByText('faults active').waitFor();
  await console.call('RefreshToken', '503');
  await console.switchOn({ operation: 'exchangeTeamsToken', kind: 'malformed-reply', times: 'every request' });
  await console.openAll();
  await look('with an outage');
}

async function phone(console, tools) {
  await everyState(console, tools, 'a-user-with-a-very-long-name-that-has-no-place-to-break', async (state) => {
    const overflowing = await tools.page.evaluate(() =>
      [...document.querySelectorAll('.card *:not(.spoken)')]
        .filter((it) => it.getBoundingClientRect().right > it.closest('.card').getBoundingClientRect().right)
        .map((it) => it.outerHTML.slice(0, 80)),
    );
    assert.deepEqual(overflowing, [], state);
    assert.equal(await tools.page.evaluate(() => document.documentElement.scrollWidth), 360, state);
  });
}

function accessible(console, tools) {
  return axeFindsNothing(console, tools, {});
}

// Everything else is the same as in light mode.
function contrasts(console, tools) {
  return axeFindsNothing(console, tools, { runOnly: ['color-contrast'] });
}

async function axeFindsNothing(console, tools, options) {
  await everyState(console, tools, 'axe', async (state) => {
    await tools.page.evaluate(AXE);
    const { violations } = await tools.page.evaluate((it) => window.axe.run(it), options);
    const findings = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
    );
    assert.deepEqual(findings, [], state);
  });
}
