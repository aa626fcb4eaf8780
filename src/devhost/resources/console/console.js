import { Contract } from './contract.js';
import { curl } from './curl.js';
import { byId, copy, definitions, element, scrollable } from './dom.js';
import { refreshEmulator, rememberOwner, startEmulatorView } from './emulator-view.js';
import { exchange } from './exchange.js';
import { showHistory } from './history-view.js';
import * as host from './host.js';
import { missingFields, requestOf } from './request.js';
import { markInvalid, refreshFields, requestText, showFields, showMissing, showOperations } from './request-view.js';
import { showExchange, showUnsent, showWaiting } from './response-view.js';
import { refreshTokenState, showToken, tokenStateUnknown } from './token-view.js';
import { Values } from './values.js';

const POLL_MILLIS = 2000;
const TEAMS_TOKEN = 'teamsUserToken';

const isNarrow = matchMedia('(max-width: 48rem)');
const pause = () => new Promise((resolve) => setTimeout(resolve, POLL_MILLIS));

const [setup, contract] = await started();
const operations = new Contract(contract, setup.endpoint).operations();
const [adminRole, inviterRole = adminRole] = setup.roles;
const values = new Values();
let [operation] = operations;
let exchanges = [];
let isSending = false;
let refreshed = Promise.resolve();

/** Waits until the host responds, which it may not while it is being restarted. */
async function started() {
  for (;;) {
    try {
      return await Promise.all([host.setup(), host.contract()]);
    } catch (error) {
      showGone(error.message);
      await pause();
    }
  }
}

function showGone(message) {
  byId('gone').textContent = message && `${message} This page tries again every ${POLL_MILLIS / 1000} seconds.`;
  byId('gone').hidden = !message;
}

const roleBoxes = () => [...byId('roles').querySelectorAll('input')];

const caller = () => ({
  user: byId('user').value.trim(),
  roles: roleBoxes()
    .filter((box) => box.checked)
    .map((box) => box.value),
});

const request = () => requestOf(operation, values, location.origin);

// What a value that was filled in is about: the same caller and the same resource.
const subject = () => `${caller().user} ${request().url}`;

function preview() {
  values.keepOnly(operation, subject());
  refreshFields(values);
  const sent = request();
  byId('preview').textContent = requestText(sent);
  byId('curl').textContent = curl(sent, caller(), setup.issuer);
  byId('copied').textContent = '';
  showNeededRole(sent);
}

function showNeededRole({ anonymous, userId = 'me' }) {
  const { user, roles } = caller();
  const isForAnother = userId !== 'me' && userId !== user;
  const needsRole = operation.forAdmins || operation.forInviters;
  const role = neededRole(operation);
  byId('needs').hidden = anonymous || roles.includes(adminRole) || roles.includes(role) || !(needsRole || isForAnother);
  byId('needs-role').textContent = `${needsRole ? 'This operation' : 'Another user'} needs the role ${role}.`;
}

const neededRole = ({ forInviters }) => (forInviters ? inviterRole : adminRole);

function addRole(role) {
  roleBoxes().find((box) => box.value === role).checked = true;
  preview();
  byId('send').focus();
}

function choose(chosen) {
  operation = chosen;
  byId('chosen').textContent = operation.name;
  showFields(operation, values, sources(), preview);
  showSendButton();
  preview();
}

function showSendButton() {
  const isDeletion = operation.method === 'DELETE';
  byId('send').textContent = isSending ? 'Sending…' : isDeletion ? 'Send DELETE' : 'Send';
  byId('send').classList.toggle('destructive', isDeletion);
  if (isSending) {
    byId('send').setAttribute('aria-disabled', 'true');
  } else {
    byId('send').removeAttribute('aria-disabled');
  }
}

/** Returns what can fill in fields of the operation. */
function sources() {
  const body = operation.fields.filter(({ place }) => place === 'body');
  const teams = body.filter(({ name }) => name === TEAMS_TOKEN);
  const { current } = operation;
  return [
    ...teams.map((field) => ({ key: field.key, label: 'Get a Teams token', fill: () => fillTeamsToken(field) })),
    ...(current ? [{ key: body[0].key, label: `Fill in from ${current.name}`, fill: () => fillFrom(current) }] : []),
  ];
}

async function fillTeamsToken(field) {
  if (!hasUser()) {
    return;
  }
  const about = subject();
  try {
    values.fill(field, await host.teamsToken(caller()), about);
    preview();
    byId('send').focus();
  } catch (error) {
    showMissing([{ field, message: error.message }]);
  }
}

/** Sends the operation that reads what the chosen one sets, and fills in its fields. */
async function fillFrom(current) {
  if (!hasUser()) {
    return;
  }
  const chosen = operation;
  const about = subject();
  const fields = current.fields.filter(({ place }) => place !== 'header');
  const { response } = (await send(requestOf({ ...current, fields }, values, location.origin))) ?? {};
  if (response?.status === 200) {
    for (const field of chosen.fields.filter(({ place }) => place === 'body')) {
      const value = field.path.reduce((object, name) => object?.[name], response.json);
      if (value !== undefined && value !== null) {
        values.fill(field, typeof value === 'object' ? (field.options ? value : JSON.stringify(value)) : String(value), about);
      }
    }
    preview();
  }
}

// A browser does this for other fields only.
function submitWithEnter(event) {
  if (event.key === 'Enter' && event.target.matches('select')) {
    event.preventDefault();
    byId('request').requestSubmit();
  }
}

function hasUser() {
  const isMissing = caller().user === '';
  markInvalid(byId('user'), byId('user-error'), isMissing ? 'Enter a user.' : '');
  if (isMissing) {
    byId('user').focus();
  }
  return !isMissing;
}

function show(shown) {
  showExchange(shown, (problem) => remedies(problem, shown.caller));
  if (shown.response?.json?.token) {
    showToken(shown.response.json.token);
  }
}

// The admin role also takes the place of a required scope.
function remedies({ code }, { roles }) {
  if (code !== 'forbidden' || roles.includes(adminRole)) {
    return [];
  }
  const role = roles.includes(neededRole(operation)) ? adminRole : neededRole(operation);
  const add = (event) => {
    event.target.remove();
    addRole(role);
  };
  return [element('button', { type: 'button', click: add }, `Add the role ${role}`)];
}

/** Sends a request unless one is under way, and shows and returns the exchange. */
async function send(sent) {
  if (isSending) {
    return undefined;
  }
  isSending = true;
  showSendButton();
  showWaiting(sent);
  showResponseCard();
  try {
    const done = await exchange(sent, caller());
    exchanges = [...exchanges, done];
    rememberOwner(done);
    values.remember(done.response?.json);
    show(done);
    showHistory(exchanges, showAgain);
    preview();
    showResponseCard();
    await refresh();
    return done;
  } finally {
    isSending = false;
    showSendButton();
  }
}

async function submit(event) {
  event.preventDefault();
  if (isSending) {
    return;
  }
  const missing = missingFields(operation, values);
  showMissing(missing);
  const isReady = operation.anonymous || hasUser();
  if (isReady && missing.length === 0) {
    await send(request());
  } else {
    showUnsent(operation);
  }
}

async function showAgain(past) {
  show(past);
  showResponseCard();
  await refresh();
}

function showResponseCard() {
  byId(isNarrow.matches ? 'response-section' : 'response-top').scrollIntoView({ block: isNarrow.matches ? 'start' : 'nearest' });
}

function showRequestCard() {
  if (isNarrow.matches) {
    byId('request-top').scrollIntoView();
  }
}

function clearHistory() {
  exchanges = [];
  showHistory(exchanges, showAgain);
}

/** Shows the present state of the emulator and of the token, after refreshes that have begun. */
function refresh() {
  refreshed = refreshed.then(refreshNow);
  return refreshed;
}

async function refreshNow() {
  const [emulator, token] = await Promise.allSettled([refreshEmulator(), refreshTokenState()]);
  if (token.reason) {
    tokenStateUnknown();
  }
  const wasGone = !byId('gone').hidden;
  showGone((emulator.reason ?? token.reason)?.message ?? '');
  if (wasGone && byId('gone').hidden) {
    values.forgetFilled();
    preview();
  }
}

/** Keeps the page up to date while it is visible, because other pages and programs use the same host. */
async function watch() {
  for (;;) {
    if (!document.hidden) {
      await refresh();
    }
    await pause();
  }
}

byId('addresses').replaceWith(
  definitions(
    [
      ['endpoint', location.origin + setup.endpoint],
      ['issuer', setup.issuer],
      ['emulator', setup.emulator],
    ],
    { class: 'addresses' },
  ),
);
byId('roles').append(
  ...setup.roles.map((role) => element('label', {}, element('input', { type: 'checkbox', form: 'request', value: role }), ` ${role}`)),
);
byId('user').addEventListener('input', () => {
  markInvalid(byId('user'), byId('user-error'));
  preview();
});
byId('roles').addEventListener('change', preview);
byId('add-role').addEventListener('click', () => addRole(neededRole(operation)));
byId('request').addEventListener('submit', submit);
byId('request').addEventListener('keydown', submitWithEnter);
byId('copy-curl').addEventListener('click', () => copy(byId('curl').textContent, byId('copied')));
byId('clear-history').addEventListener('click', clearHistory);
[byId('preview'), byId('curl')].forEach(scrollable);
showOperations(operations, choose, showRequestCard);
choose(operation);
showHistory(exchanges, showAgain);
startEmulatorView(refresh);
addEventListener('focus', refresh);
document.addEventListener('visibilitychange', () => document.hidden || refresh());
await watch();
