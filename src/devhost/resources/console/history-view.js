import { byId, element } from './dom.js';
import { statusClass } from './response-view.js';

/** Shows the exchanges since the page was loaded, newest first. `onSelect` is called with the one to show again. */
export function showHistory(exchanges, onSelect) {
  byId('history').replaceChildren(
    ...exchanges.toReversed().map((exchange) =>
      element('li', {}, element('button', { type: 'button', class: 'past', click: () => onSelect(exchange) }, ...summary(exchange))),
    ),
  );
  if (exchanges.length === 0) {
    byId('history').append(element('li', { class: 'empty' }, 'No requests yet.'));
  }
}

function summary({ sentAt, request, caller, response }) {
  return [
    element('time', { datetime: sentAt.toISOString() }, sentAt.toLocaleTimeString()),
    element('span', {}, request.name, ' ', element('span', { class: 'past-caller' }, callerText(request, caller))),
    response
      ? element('span', { class: `badge ${statusClass(response.status)}` }, String(response.status))
      : element('span', { class: 'badge bad' }, 'no response'),
  ];
}

function callerText({ anonymous, userId = 'me' }, { user }) {
  if (anonymous) {
    return '';
  }
  return userId === 'me' ? `as ${user}` : `as ${user} for ${userId}`;
}
