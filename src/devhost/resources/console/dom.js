/**
 * Creates an element. Attributes that are null, undefined or false are left out. A function becomes the listener
 * for the event of its name. Text is never interpreted as markup.
 */
export function element(tag, attributes = {}, ...children) {
  const created = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      created.addEventListener(name, value);
    } else if (value !== null && value !== undefined && value !== false) {
      created.setAttribute(name, value === true ? '' : value);
    }
  }
  created.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return created;
}

/** Returns the parts of a text of the contract, with those in backticks as code elements. */
export const prose = (text) => text.split('`').map((part, i) => (i % 2 === 0 ? part : element('code', {}, part)));

/** Returns a text on one line, with a full stop at its end. */
export const sentence = (text) => text.trim().replaceAll(/\s+/g, ' ').replace(/([^.!?])$/, '$1.');

export const byId = (id) => document.getElementById(id);

// Only a block that scrolls is a stop for the Tab key.
const blocks = new ResizeObserver((entries) =>
  entries.forEach(({ target }) => {
    target.tabIndex = 0;
    if (target.scrollHeight <= target.clientHeight) {
      target.removeAttribute('tabindex');
    }
  }),
);

/** Creates a block of code, which scrolls if it is long. */
export function codeBlock(label, ...children) {
  return scrollable(element('pre', { class: 'code', role: 'group', 'aria-label': label }, ...children));
}

/** Limits the height of a block, which the keyboard can scroll when it is longer. */
export function scrollable(block) {
  block.classList.add('scrolls');
  blocks.observe(block);
  return block;
}

/** Creates a list of names and values. A value is a text or a node. */
export function definitions(pairs, attributes = {}) {
  return element(
    'dl',
    attributes,
    pairs.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))),
  );
}

/** Copies a text to the clipboard and shows the result in `note`. */
export async function copy(text, note) {
  try {
    await navigator.clipboard.writeText(text);
    note.textContent = 'Copied.';
  } catch {
    note.textContent = 'The browser did not allow it. Select the text and copy it.';
  }
}
