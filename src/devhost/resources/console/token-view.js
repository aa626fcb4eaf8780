import { byId, copy, definitions, element } from './dom.js';
import { introspect } from './host.js';
import { jsonView } from './json-view.js';
import { decode, duration } from './token.js';

const SECOND = 1000;
let shown;

/** Shows a decoded ACS token and its remaining lifetime. */
export function showToken(token) {
  if (token === shown?.token) {
    return;
  }
  const { header, claims } = decode(token);
  clearInterval(shown?.timer);
  const remaining = element('span', { id: 'remaining', role: 'timer' });
  const life = element('progress', { max: claims.exp - claims.iat, 'aria-label': 'Remaining lifetime' });
  const note = element('span', { class: 'note', role: 'status' });
  byId('token').replaceChildren(
    element('p', { class: 'life' }, remaining, life),
    definitions([
      ['identity', `8:${claims.skypeid}`],
      ['scopes', (claims.acsScope ?? '–').replaceAll(',', ', ')],
      ['expires', new Date(claims.exp * SECOND).toLocaleString()],
    ]),
    element('details', { open: true }, element('summary', {}, 'Claims'), jsonView(claims, 'Claims of the token')),
    element('details', {}, element('summary', {}, 'Header'), jsonView(header, 'Header of the token')),
    element(
      'div',
      { class: 'buttons' },
      element('button', { type: 'button', class: 'quiet', click: () => copy(token, note) }, 'Copy token'),
      note,
    ),
  );
  const tick = () => {
    const seconds = Math.max(0, claims.exp - Math.floor(Date.now() / SECOND));
    remaining.textContent = seconds > 0 ? `${duration(seconds)} left` : 'Expired';
    life.value = seconds;
  };
  tick();
  shown = { token, timer: setInterval(tick, SECOND) };
}

/** Shows whether the token is still valid. The emulator knows, because the token may have been revoked. */
export async function refreshTokenState() {
  if (!shown) {
    return;
  }
  const { token } = shown;
  const { active, reason } = await introspect(token);
  if (token === shown.token) {
    const badge = element('span', { class: `badge ${active ? 'good' : 'bad'}` }, active ? 'active' : reason);
    byId('token-state').replaceChildren(badge, ' according to the emulator');
  }
}
