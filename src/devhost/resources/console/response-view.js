import { byId, codeBlock, copy, definitions, element } from './dom.js';
import { problemOf } from './exchange.js';
import { jsonView } from './json-view.js';
import { headerLines, requestText } from './request-view.js';

const isWide = matchMedia('(min-width: 48rem)');

/** Returns the CSS class for the colour of a status. */
export function statusClass(status) {
  if (status < 400) {
    return 'good';
  }
  return status < 500 && status !== 429 ? 'bad' : 'warning';
}

export const statusText = ({ status, statusText: reason }) => `${status} ${reason}`.trim();

/** Shows that a request waits for its response. The card keeps its height, so that nothing below it jumps. */
export function showWaiting(request) {
  const card = byId('response');
  card.style.minHeight = `${card.offsetHeight}px`;
  byId('outcome').textContent = `Waiting for the response to ${request.name}…`;
  card.replaceChildren(element('p', { class: 'empty' }, 'No response yet.'));
}

/** Shows that nothing was sent. */
export function showUnsent(operation) {
  byId('outcome').textContent = `${operation.name} was not sent.`;
  byId('response').replaceChildren(element('p', { class: 'empty' }, 'Nothing was sent: correct the marked field first.'));
}

/**
 * Shows an exchange, either a new one or one from the history.
 *
 * @param remedies returns the buttons that can help after a problem
 */
export function showExchange({ request, bearer, response, failure, renewed }, remedies) {
  byId('response').style.minHeight = '';
  const sent = element('details', {}, element('summary', {}, 'Request as it was sent'), codeBlock('Request as it was sent', requestText(request, bearer)));
  if (failure) {
    byId('outcome').replaceChildren(`${request.name}: `, element('span', { class: 'badge bad' }, 'no response'));
    byId('response').replaceChildren(element('p', { class: 'refusal' }, failure), sent);
    return;
  }
  const problem = problemOf(response);
  byId('outcome').replaceChildren(
    element('span', { class: 'spoken' }, `${request.name}: `),
    element('span', { class: `badge ${statusClass(response.status)}` }, statusText(response)),
    ` in ${response.millis} ms`,
  );
  byId('response').replaceChildren(
    ...[
      renewed && element('p', { class: 'hint' }, 'The bearer token was refused with 401, so the request was sent again with a new one.'),
      problem && problemView(problem, response, remedies(problem)),
      response.json?.token && element('p', { class: 'jump' }, element('a', { href: '#token-title' }, 'The token and its state')),
      element('h3', {}, 'Body'),
      response.text ? jsonView(response.json ?? response.text, 'Body of the response') : element('p', { class: 'empty' }, 'The body is empty.'),
      response.text && copyButton(response.text),
      element(
        'details',
        { open: isWide.matches },
        element('summary', {}, 'Headers'),
        codeBlock('Headers of the response', headerLines(response.headers).join('\n')),
      ),
      sent,
    ].filter(Boolean),
  );
}

function problemView(problem, response, remedies) {
  const retryAfter = response.headers.find(([name]) => name === 'retry-after')?.[1];
  return element(
    'div',
    { class: `problem ${statusClass(response.status)}` },
    element('p', { class: 'problem-title' }, element('strong', {}, problem.title), ' ', element('code', {}, problem.code)),
    element('p', {}, problem.detail),
    definitions([
      ['retryable', problem.retryable ? `yes${retryAfter ? `, after ${retryAfter} s` : ''}` : 'no'],
      ['requestId', problem.requestId],
    ]),
    remedies.length > 0 ? element('div', { class: 'buttons' }, remedies) : undefined,
  );
}

function copyButton(text) {
  const note = element('span', { class: 'note', role: 'status' });
  return element(
    'div',
    { class: 'buttons' },
    element('button', { type: 'button', class: 'quiet', click: () => copy(text, note) }, 'Copy body with full tokens'),
    note,
  );
}
