/**
 * A new element. Attributes that are null, undefined or false are left out; functions listen to the
 * event of their name. Texts are never read as markup.
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      made.addEventListener(name, value);
    } else if (value !== null && value !== undefined && value !== false) {
      made.setAttribute(name, value === true ? '' : value);
    }
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

/** A text of the contract, its parts in backticks as code. */
export const prose = (text) => text.split('`').map((part, i) => (i % 2 === 0 ? part : element('code', {}, part)));

/** A text on one line, with a full stop at its end. */
export const sentence = (text) => text.trim().replaceAll(/\s+/g, ' ').replace(/([^.!?])$/, '$1.');

export const byId = (id) => document.getElementById(id);

/** Names and values; a value is a text or a node. */
export function definitions(pairs, attributes = {}) {
  return element(
    'dl',
    attributes,
    pairs.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))),
  );
}

/** Copies, and says in `note` whether that worked. */
export async function copy(text, note) {
  try {
    await navigator.clipboard.writeText(text);
    note.textContent = 'Copied.';
  } catch {
    note.textContent = 'The browser does not allow it; select the text instead.';
  }
}
