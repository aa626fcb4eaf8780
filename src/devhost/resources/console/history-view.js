import { byId, element } from './dom.js';
import { mood } from './response-view.js';

/** The exchanges of this visit, newest first; `chosen` is told which one to look at again. */
export function showHistory(exchanges, chosen) {
  byId('history').replaceChildren(
    ...exchanges.toReversed().map((exchange) =>
      element('li', {}, element('button', { type: 'button', class: 'past', click: () => chosen(exchange) }, ...summary(exchange))),
    ),
  );
  if (exchanges.length === 0) {
    byId('history').append(element('li', { class: 'empty' }, 'Nothing sent yet.'));
  }
}

function summary({ sentAt, request, caller, response }) {
  return [
    element('time', { datetime: sentAt.toISOString() }, sentAt.toLocaleTimeString()),
    element('span', {}, request.name, ' ', element('span', { class: 'past-caller' }, who(request, caller))),
    element('span', { class: `badge ${mood(response.status)}` }, String(response.status)),
  ];
}

function who({ anonymous, userId = 'me' }, { user }) {
  if (anonymous) {
    return '';
  }
  return userId === 'me' ? `as ${user}` : `as ${user} for ${userId}`;
}
