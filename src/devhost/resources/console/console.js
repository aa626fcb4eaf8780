import { Contract } from './contract.js';
import { curl } from './curl.js';
import { byId, copy, definitions } from './dom.js';
import { refreshEmulator, rememberOwner, startEmulatorView } from './emulator-view.js';
import { exchange } from './exchange.js';
import { showHistory } from './history-view.js';
import * as host from './host.js';
import { showExchange, showFailure } from './response-view.js';
import { requestOf } from './request.js';
import { requestText, showFields, showOperations } from './request-view.js';
import { refreshTokenState, showToken } from './token-view.js';

const [setup, contract] = await Promise.all([host.setup(), host.contract()]);
const operations = new Contract(contract, setup.endpoint).operations();
const values = {};
let [operation] = operations;
let exchanges = [];
let isSending = false;

const caller = () => ({
  user: byId('user').value.trim(),
  roles: [...byId('roles').querySelectorAll(':checked')].map((box) => box.value),
});

function preview() {
  const request = requestOf(operation, values, location.origin);
  byId('preview').textContent = requestText(request);
  byId('curl').textContent = curl(request, caller(), setup.issuer);
  byId('copied').textContent = '';
}

function choose(chosen) {
  operation = chosen;
  showFields(operation, values, preview);
  preview();
}

function show(shown) {
  showExchange(shown);
  if (shown.response.json?.token) {
    showToken(shown.response.json.token);
  }
}

async function send() {
  const request = requestOf(operation, values, location.origin);
  try {
    const done = await exchange(request, caller());
    exchanges = [...exchanges, done];
    rememberOwner(done);
    show(done);
    showHistory(exchanges, showAgain);
  } catch (error) {
    showFailure(request, error);
  }
  await Promise.all([refreshEmulator(), refreshTokenState()]);
}

async function showAgain(past) {
  show(past);
  await refreshTokenState();
  byId('response-section').scrollIntoView({ block: 'nearest' });
}

function clearHistory() {
  exchanges = [];
  showHistory(exchanges, showAgain);
}

async function submit(event) {
  event.preventDefault();
  if (isSending) {
    return;
  }
  isSending = true;
  byId('send').setAttribute('aria-disabled', 'true');
  byId('outcome').textContent = 'Waiting for the response…';
  try {
    await send();
  } finally {
    isSending = false;
    byId('send').removeAttribute('aria-disabled');
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
byId('user').addEventListener('input', preview);
byId('roles').addEventListener('change', preview);
byId('request').addEventListener('submit', submit);
byId('copy-curl').addEventListener('click', () => copy(byId('curl').textContent, byId('copied')));
byId('clear-history').addEventListener('click', clearHistory);
showOperations(operations, choose);
choose(operation);
showHistory(exchanges, showAgain);
await startEmulatorView();
