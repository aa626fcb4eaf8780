import { codeBlock, element } from './dom.js';
import { elided } from './token.js';

const PARTS = /("(?:[^"\\]|\\.)*")(\s*:)?|-?\d[\d.eE+-]*|true|false|null/g;

/** Shows JSON with highlighted names and values and shortened JWTs. Text that is not JSON is shown as it is. */
export function jsonView(value, label) {
  const text = elided(typeof value === 'string' ? value : JSON.stringify(value, null, 2));
  const view = codeBlock(label);
  if (typeof value === 'string') {
    view.append(text);
    return view;
  }
  let end = 0;
  for (const part of text.matchAll(PARTS)) {
    const [whole, string, colon] = part;
    view.append(text.slice(end, part.index), element('span', { class: kind(string, colon) }, whole));
    end = part.index + whole.length;
  }
  view.append(text.slice(end));
  return view;
}

function kind(string, colon) {
  if (colon) {
    return 'json-name';
  }
  return string ? 'json-text' : 'json-literal';
}
