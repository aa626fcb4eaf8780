import { byId, copy, definitions, element } from './dom.js';
import { introspect } from './host.js';
import { jsonView } from './json-view.js';
import { decode, duration } from './token.js';

const SECOND = 1000;

/** The emulator's reasons for an inactive token, in words. */
const REASONS = {
  revoked: 'Revoked',
  expired: 'Expired',
  identity_deleted: 'Identity deleted',
  identity_unknown: 'Identity unknown',
  bad_signature: 'Unknown to the emulator',
  malformed: 'Malformed',
};

let shown;

/** Shows a decoded ACS token and its remaining lifetime. Its state is unknown until it has been asked for. */
export function showToken(token) {
  if (token === shown?.token) {
    return;
  }
  clearInterval(shown?.timer);
  const { header, claims } = decoded(token);
  const remaining = element('span', { id: 'remaining', role: 'timer' });
  const life = element('progress', { max: claims.exp - claims.iat || 1, 'aria-label': 'Remaining lifetime' });
  const note = element('span', { class: 'note', role: 'status' });
  const isOpen = (id) => byId(id)?.open ?? false;
  byId('token').replaceChildren(
    element('p', { class: 'life' }, remaining, life),
    definitions([
      ['identity', claims.skypeid ? `8:${claims.skypeid}` : '–'],
      ['scopes', (claims.acsScope ?? '–').replaceAll(',', ', ')],
      ['expires', claims.exp ? new Date(claims.exp * SECOND).toLocaleString() : '–'],
    ]),
    element('details', { id: 'token-claims', open: isOpen('token-claims') }, element('summary', {}, 'Claims'), jsonView(claims, 'Claims of the token')),
    element('details', { id: 'token-header', open: isOpen('token-header') }, element('summary', {}, 'Header'), jsonView(header, 'Header of the token')),
    element(
      'div',
      { class: 'buttons' },
      element('button', { type: 'button', class: 'quiet', click: () => copy(token, note) }, 'Copy token'),
      note,
    ),
  );
  shown = { token, claims, remaining, life, timer: setInterval(tick, SECOND) };
  showState('checking');
}

// The contract does not promise that a token is a JWT.
function decoded(token) {
  try {
    return decode(token);
  } catch {
    return { header: {}, claims: {} };
  }
}

/** Asks the emulator for the state of the token, because the token may have been revoked. */
export async function refreshTokenState() {
  if (!shown) {
    return;
  }
  const { token } = shown;
  const { active, reason } = await introspect(token);
  if (token === shown.token) {
    showState(active ? 'active' : (REASONS[reason] ?? reason));
  }
}

/** Shows that nobody can say now whether the token is valid. */
export function tokenStateUnknown() {
  if (shown) {
    showState('unknown');
  }
}

function showState(state) {
  shown.state = state;
  tick();
}

function tick() {
  const { exp } = shown.claims;
  const seconds = exp === undefined ? undefined : Math.max(0, exp - Math.floor(Date.now() / SECOND));
  if (seconds === 0 && ['checking', 'active', 'unknown'].includes(shown.state)) {
    shown.state = REASONS.expired;
  }
  const isAlive = shown.state === 'checking' || shown.state === 'active';
  const isNew = shown.state !== shown.shownState;
  if (isAlive || isNew) {
    const text = seconds === undefined ? 'No known end' : `${duration(seconds)} left`;
    shown.remaining.replaceChildren(isAlive ? text : element('s', {}, text));
    shown.life.value = isAlive ? (seconds ?? 1) : 0;
  }
  if (isNew) {
    shown.shownState = shown.state;
    byId('token-state').replaceChildren(...headline(shown.state));
  }
}

// A token that cannot be used says so where the eye looks first.
function headline(state) {
  switch (state) {
    case 'checking':
      return ['Checking…'];
    case 'active':
      return [element('span', { class: 'badge good' }, 'active'), ' according to the emulator'];
    case 'unknown':
      return [element('strong', { class: 'badge warning dead' }, 'State unknown')];
    default:
      return [element('strong', { class: 'badge bad dead' }, state)];
  }
}
