import { byId, element, prose } from './dom.js';
import { elided } from './token.js';

/** The operations to choose from; `chosen` is told which one it is. */
export function showOperations(operations, chosen) {
  byId('operations').replaceChildren(
    ...operations.map((operation, i) =>
      element(
        'label',
        { class: 'operation' },
        element('input', { type: 'radio', name: 'operation', checked: i === 0, change: () => chosen(operation) }),
        element('span', { class: 'operation-name' }, operation.name),
        element('span', { class: `method ${operation.method.toLowerCase()}` }, operation.method),
        element('span', { class: 'route' }, breakable(operation.path)),
      ),
    ),
  );
}

// So that a long route breaks at a slash.
const breakable = (path) => path.split(/(?=\/)/).flatMap((part) => [element('wbr'), part]);

/** The fields of an operation, with what was filled in before; `changed` is told of every change. */
export function showFields(operation, values, changed) {
  byId('does').replaceChildren(...prose(operation.does));
  byId('fields').replaceChildren(
    ...operation.fields.toSorted(checkboxesLast).map((field) => {
      values[field.key] ??= field.initial;
      const change = (value) => {
        values[field.key] = value;
        changed();
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

/** A request as text; of its bearer token only the beginning, if it is there already. */
export function requestText(request, bearer) {
  const authorization = request.anonymous ? [] : [['authorization', `Bearer ${elided(bearer ?? '…')}`]];
  const lines = [`${request.method} ${request.url}`, ...headerLines([...authorization, ...Object.entries(request.headers)])];
  return request.body === undefined ? lines.join('\n') : `${lines.join('\n')}\n\n${request.body}`;
}

/** Headers as HTTP writes them, a line each. */
export const headerLines = (headers) => headers.map(([name, value]) => `${name}: ${value}`);
