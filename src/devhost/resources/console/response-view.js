import { byId, copy, definitions, element } from './dom.js';
import { problemOf } from './exchange.js';
import { jsonView } from './json-view.js';
import { headerLines, requestText } from './request-view.js';

/** Returns the CSS class for the colour of a status. */
export function statusClass(status) {
  if (status < 400) {
    return 'good';
  }
  return status < 500 && status !== 429 ? 'bad' : 'warning';
}

export const statusText = ({ status, statusText: reason }) => `${status} ${reason}`.trim();

/** Shows an exchange, either a new one or one from the history. */
export function showExchange({ request, bearer, response }) {
  const problem = problemOf(response);
  byId('outcome').replaceChildren(
    element('span', { class: 'spoken' }, `${request.name}: `),
    element('span', { class: `badge ${statusClass(response.status)}` }, statusText(response)),
    ` in ${response.millis} ms`,
  );
  byId('response').replaceChildren(
    ...[
      problem && problemView(problem, response),
      element('h3', {}, 'Body'),
      response.text ? jsonView(response.json ?? response.text, 'Body of the response') : element('p', { class: 'empty' }, 'The body is empty.'),
      response.text && copyButton(response.text),
      element('h3', {}, 'Headers'),
      element('pre', { class: 'code', role: 'group', 'aria-label': 'Headers of the response' }, headerLines(response.headers).join('\n')),
      element(
        'details',
        {},
        element('summary', {}, 'Request as it was sent'),
        element('pre', { class: 'code', role: 'group', 'aria-label': 'Request as it was sent' }, requestText(request, bearer)),
      ),
    ].filter(Boolean),
  );
}

/** Shows that a request got no response. */
export function showFailure(request, error) {
  byId('outcome').textContent = `${request.name}: no response`;
  byId('response').replaceChildren(element('p', { class: 'refusal' }, error.message));
}

function problemView(problem, response) {
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
