import { byId, element, prose } from './dom.js';
import { elided } from './token.js';

/** Shows the operations. `onSelect` is called with the selected one. */
export function showOperations(operations, onSelect) {
  byId('operations').replaceChildren(
    ...operations.map((operation, i) =>
      element(
        'label',
        { class: 'operation' },
        element('input', { type: 'radio', name: 'operation', checked: i === 0, change: () => onSelect(operation) }),
        element('span', { class: 'operation-name' }, operation.name),
        element('span', { class: `method ${operation.method.toLowerCase()}` }, operation.method),
        element('span', { class: 'route' }, breakable(operation.path)),
      ),
    ),
  );
}

// A long route breaks at a slash.
const breakable = (path) => path.split(/(?=\/)/).flatMap((part) => [element('wbr'), part]);

/** Shows the fields of an operation with their earlier values. `onChange` is called after every change. */
export function showFields(operation, values, onChange) {
  byId('does').replaceChildren(...prose(operation.does));
  byId('fields').replaceChildren(
    ...operation.fields.toSorted(checkboxesLast).map((field) => {
      values[field.key] ??= field.initial;
      const change = (value) => {
        values[field.key] = value;
        onChange();
      };
      return control(field, values[field.key], change);
    }),
  );
}

const checkboxesLast = (a, b) => Boolean(a.options) - Boolean(b.options);

function control(field, value, change) {
  if (field.options) {
    return checkboxes(field, value, change);
  }
  const input = field.choices ? select(field, value, change) : textInput(field, value, change);
  return element('div', { class: 'field' }, element('label', { for: field.id }, field.name), input, hintOf(field));
}

function textInput(field, value, change) {
  return element('input', {
    id: field.id,
    value,
    placeholder: field.placeholder,
    type: 'text',
    autocomplete: 'off',
    autocapitalize: 'none',
    spellcheck: 'false',
    'aria-describedby': describedBy(field),
    input: (event) => change(event.target.value),
  });
}

function select(field, value, change) {
  return element(
    'select',
    { id: field.id, 'aria-describedby': describedBy(field), change: (event) => change(event.target.value) },
    ['', ...field.choices].map((choice) => element('option', { selected: String(choice) === value }, String(choice))),
  );
}

const describedBy = ({ id, hint }) => hint && `${id}-hint`;

const hintOf = ({ id, hint }) => hint && element('p', { class: 'hint', id: `${id}-hint` }, ...prose(hint));

function checkboxes(field, ticked, change) {
  const { name, options } = field;
  const group = element(
    'fieldset',
    { class: 'choices wide', 'aria-describedby': describedBy(field) },
    element('legend', {}, name),
    options.map((option) =>
      element(
        'label',
        {},
        element('input', {
          type: 'checkbox',
          value: option,
          checked: ticked.includes(option),
          change: () => change([...group.querySelectorAll(':checked')].map((box) => box.value)),
        }),
        ` ${option}`,
      ),
    ),
    hintOf(field),
  );
  return group;
}

/** Returns a request as text, with a shortened bearer token, or a placeholder before the request is sent. */
export function requestText(request, bearer) {
  const authorization = request.anonymous ? [] : [['authorization', `Bearer ${elided(bearer ?? '…')}`]];
  const lines = [`${request.method} ${request.url}`, ...headerLines([...authorization, ...Object.entries(request.headers)])];
  return request.body === undefined ? lines.join('\n') : `${lines.join('\n')}\n\n${request.body}`;
}

/** Returns headers as lines in HTTP's notation. */
export const headerLines = (headers) => headers.map(([name, value]) => `${name}: ${value}`);
