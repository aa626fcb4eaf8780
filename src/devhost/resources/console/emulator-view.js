import { byId, element, scrollable } from './dom.js';
import { number } from './fields.js';
import * as host from './host.js';

const KINDS = {
  throttled: 'Responds with 429 and Retry-After. The request has no effect.',
  status: 'Responds with this error status. The request has no effect.',
  delayed: 'Delays the response. The request takes effect.',
  dropped: 'Closes the connection. The request has no effect.',
  stalled: 'Never responds. The request has no effect.',
  'lost-reply': 'The request takes effect, then the connection closes without a response.',
  'malformed-reply': 'The request takes effect, but only half of the response body is sent.',
};

const owners = new Map();
const shown = new Map();

/** Remembers the user of the identity in a response, because the emulator does not know users. */
export function rememberOwner({ request, caller, response }) {
  const id = response?.json?.user?.communicationUserId;
  const user = response?.json?.userId ?? (request.userId === 'me' ? caller.user : request.userId);
  if (id && user) {
    owners.set(id, user);
  }
}

/** Shows the current state of the emulator. */
export async function refreshEmulator() {
  const [{ identities }, counters, faults, lifetime] = await Promise.all([
    host.identities(),
    host.counters(),
    host.faults(),
    host.tokenLifetime(),
  ]);
  showOperations(Object.keys(counters));
  ifChanged('identities', [identities, [...owners]], () => showIdentities(identities));
  ifChanged('calls', counters, () => showCalls(counters));
  ifChanged('faults', faults, () => showFaults(faults));
  ifChanged('lifetime', lifetime, () => showLifetime(lifetime));
}

/** Connects the buttons and the fault form. `refresh` shows the present state after a change. */
export function startEmulatorView(refresh) {
  const change = async (action) => {
    byId('fault-refusal').textContent = '';
    try {
      await action();
    } catch (refusal) {
      byId('fault-refusal').textContent = refusal.message;
    }
    await refresh();
  };
  byId('fault-kind').append(...Object.keys(KINDS).map((kind) => element('option', {}, kind)));
  byId('fault-kind').addEventListener('change', explainKind);
  explainKind();
  byId('fault').addEventListener('submit', (event) => {
    event.preventDefault();
    change(() => host.addFault(faultRequest(new FormData(event.target))));
  });
  byId('clear-faults').addEventListener('click', () => change(host.clearFaults));
  byId('restore-lifetime').addEventListener('click', () => change(host.restoreTokenLifetime));
  byId('reset-counters').addEventListener('click', () => change(host.resetCounters));
  byId('refresh').addEventListener('click', refresh);
  scrollable(byId('identities'));
}

// Unchanged content is not replaced, so that a selection, the focus and a screen reader are not disturbed.
function ifChanged(what, state, show) {
  const text = JSON.stringify(state);
  if (shown.get(what) !== text) {
    shown.set(what, text);
    show();
  }
}

function showOperations(names) {
  const list = byId('fault-operation');
  if (list.options.length === 0) {
    list.append(...names.map((name) => element('option', { selected: name === 'issueToken' }, name)));
  }
}

function explainKind() {
  const kind = byId('fault-kind').value;
  byId('fault-does').textContent = KINDS[kind];
  byId('fault-status').closest('.field').hidden = kind !== 'status';
}

function faultRequest(form) {
  const kind = form.get('kind');
  const times = form.get('times');
  const numbers = ['retryAfterSeconds', 'delayMillis', ...(kind === 'status' ? ['status'] : [])];
  return {
    operation: form.get('operation'),
    kind,
    ...(times === 'always' ? { always: true } : { times: Number(times) }),
    ...Object.fromEntries(
      numbers.map((name) => [name, number(form.get(name))]).filter(([, value]) => value !== undefined),
    ),
  };
}

function showFaults(faults) {
  const lines = Object.entries(faults).flatMap(([operation, { next = [], always }]) => [
    ...next.map((fault) => [operation, fault, 'once']),
    ...(always ? [[operation, always, 'always']] : []),
  ]);
  byId('faults-on').hidden = lines.length === 0;
  byId('faults').replaceChildren(
    lines.length === 0
      ? element('p', { class: 'empty' }, 'No faults.')
      : element('ul', { class: 'armed' }, lines.map(faultLine)),
  );
}

// The demo page changes it for all apps, and cannot restore it if its tab is killed.
function showLifetime(seconds) {
  byId('lifetime').hidden = seconds === null;
  byId('lifetime-seconds').textContent = `Every new ACS token lives ${seconds} s, which an app cannot request.`;
}

function faultLine([operation, { kind, status, retryAfterSeconds, delayMillis }, often]) {
  const details = [
    status,
    retryAfterSeconds !== undefined && `Retry-After ${retryAfterSeconds} s`,
    delayMillis !== undefined && `${delayMillis} ms`,
    often,
  ].filter(Boolean);
  return element('li', {}, element('strong', {}, operation), ` ${kind}, ${details.join(', ')}`);
}

function showIdentities(identities) {
  byId('identities').replaceChildren(
    identities.length === 0
      ? element('p', { class: 'empty' }, 'No identities.')
      : table(
          ['Identity', 'Tokens'],
          identities.toReversed().map(({ id, createdOn, tokensIssued }) => [
            element(
              'div',
              {},
              element('strong', {}, owners.get(id) ?? ''),
              element('time', { datetime: createdOn }, new Date(createdOn).toLocaleTimeString()),
              element('code', {}, id),
            ),
            String(tokensIssued),
          ]),
        ),
  );
}

function showCalls(counters) {
  byId('calls').replaceChildren(
    table(
      ['Operation', 'Received', 'Effects', 'Status'],
      Object.entries(counters).map(([operation, { received, effects, unanswered, statuses }]) => [
        operation,
        String(received),
        String(effects),
        [...Object.entries(statuses), ...(unanswered > 0 ? [['none', unanswered]] : [])]
          .map(([status, count]) => `${status}\u00a0×\u00a0${count}`)
          .join(', ') || '–',
      ]),
    ),
  );
}

function table(titles, rows) {
  return element(
    'table',
    {},
    element('thead', {}, element('tr', {}, titles.map((title) => element('th', { scope: 'col' }, title)))),
    element(
      'tbody',
      {},
      rows.map(([first, ...rest]) =>
        element('tr', {}, element('th', { scope: 'row' }, first), rest.map((cell) => element('td', {}, cell))),
      ),
    ),
  );
}
