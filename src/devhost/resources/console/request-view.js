import { byId, element, prose } from './dom.js';
import { elided } from './token.js';

let controls = [];

/** Shows the operations. `onSelect` is called with the selected one, and `onTap` when a pointer selected one. */
export function showOperations(operations, onSelect, onTap) {
  byId('operations').replaceChildren(
    ...operations.map((operation, i) =>
      element(
        'label',
        { class: 'operation', click: (event) => event.detail > 0 && onTap() },
        element('input', { type: 'radio', name: 'operation', form: 'request', checked: i === 0, change: () => onSelect(operation) }),
        element('span', { class: 'operation-name' }, operation.name),
        element('span', { class: `method ${operation.method.toLowerCase()}` }, operation.method),
        element('span', { class: 'route' }, breakable(operation.path)),
      ),
    ),
  );
}

// A long route breaks at a slash.
const breakable = (path) => path.split(/(?=\/)/).flatMap((part) => [element('wbr'), part]);

/**
 * Shows the fields of an operation with their values. `onChange` is called after every change. `sources` are what can fill in the
 * fields: each has the key of the field to stand at, a `label`, and `fill`.
 */
export function showFields(operation, values, sources, onChange) {
  byId('does').replaceChildren(...prose(operation.does));
  byId('more').hidden = operation.more.length === 0;
  byId('more').open = false;
  byId('more-text').replaceChildren(...operation.more.map((paragraph) => element('p', {}, ...prose(paragraph))));
  controls = operation.fields.toSorted(checkboxesLast).map((field) => {
    const change = (value) => {
      values.enter(field, value);
      showMissing([]);
      onChange();
    };
    return { field, ...controlOf(field, change, sources.filter((source) => source.key === field.key)) };
  });
  byId('fields').replaceChildren(...controls.map(({ view }) => view));
  refreshFields(values);
}

const checkboxesLast = (a, b) => Boolean(a.options) - Boolean(b.options);

/** Shows the present values in the fields. */
export function refreshFields(values) {
  for (const { field, set, isEdited } of controls) {
    if (!isEdited()) {
      set(values.of(field));
    }
  }
}

/** Marks the fields that must be filled in, each with a message, and moves the focus to the first; an empty list marks none. */
export function showMissing(missing) {
  const marked = controls.map(({ field, ...control }) => {
    const message = missing.find((it) => it.field === field)?.message;
    markInvalid(control.input, control.error, message);
    return message && control.input;
  });
  marked.find(Boolean)?.focus();
}

/** Shows a message at an input that must be corrected; without a message, none. */
export function markInvalid(input, error, message) {
  error.textContent = message ?? '';
  if (message) {
    input.setAttribute('aria-invalid', 'true');
  } else {
    input.removeAttribute('aria-invalid');
  }
}

function controlOf(field, change, sources) {
  const error = element('p', { class: 'refusal', id: `${field.id}-error` });
  const notes = [hintOf(field), ...sources.map(fillButton), error];
  if (field.options) {
    return checkboxes(field, change, notes, error);
  }
  const input = field.choices ? select(field, change) : textInput(field, change);
  return {
    view: element('div', { class: 'field' }, element('label', { for: field.id }, field.name), input, ...notes),
    input,
    error,
    set: (value) => (input.value = value),
    isEdited: () => !field.choices && document.activeElement === input,
  };
}

const fillButton = ({ label, fill }) => element('button', { type: 'button', class: 'quiet fill', click: fill }, label);

function textInput(field, change) {
  return element('input', {
    id: field.id,
    placeholder: field.placeholder,
    type: 'text',
    autocomplete: 'off',
    autocapitalize: 'none',
    spellcheck: 'false',
    enterkeyhint: 'send',
    'aria-required': field.required && 'true',
    'aria-describedby': describedBy(field),
    input: (event) => change(event.target.value),
  });
}

function select(field, change) {
  return element(
    'select',
    { id: field.id, 'aria-describedby': describedBy(field), change: (event) => change(event.target.value) },
    ['', ...field.choices].map((choice) => element('option', {}, String(choice))),
  );
}

const describedBy = ({ id, hint }) => [hint && `${id}-hint`, `${id}-error`].filter(Boolean).join(' ');

const hintOf = ({ id, hint }) => hint && element('p', { class: 'hint', id: `${id}-hint` }, ...prose(hint));

function checkboxes(field, change, notes, error) {
  const boxes = field.options.map((option) =>
    element('input', {
      type: 'checkbox',
      value: option,
      change: () => change(boxes.filter((box) => box.checked).map((box) => box.value)),
    }),
  );
  const view = element(
    'fieldset',
    { class: 'choices wide', id: field.id, 'aria-describedby': describedBy(field) },
    element('legend', {}, field.name),
    boxes.map((box) => element('label', {}, box, ` ${box.value}`)),
    ...notes,
  );
  return {
    view,
    input: boxes[0],
    error,
    set: (ticked) => boxes.forEach((box) => (box.checked = ticked.includes(box.value))),
    isEdited: () => false,
  };
}

/** Returns a request as text, with a shortened bearer token, or a placeholder before the request is sent. */
export function requestText(request, bearer) {
  const authorization = request.anonymous ? [] : [['authorization', `Bearer ${elided(bearer ?? '…')}`]];
  const lines = [`${request.method} ${request.url}`, ...headerLines([...authorization, ...Object.entries(request.headers)])];
  return elided(request.body === undefined ? lines.join('\n') : `${lines.join('\n')}\n\n${request.body}`);
}

/** Returns headers as lines in HTTP's notation. */
export const headerLines = (headers) => headers.map(([name, value]) => `${name}: ${value}`);
