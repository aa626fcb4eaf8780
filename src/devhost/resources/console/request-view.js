import { byId, element } from './dom.js';
import { fieldsOf } from './operations.js';
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
  byId('does').textContent = operation.does;
  byId('fields').replaceChildren(
    ...fieldsOf(operation).toSorted(choicesLast).map((field) => {
      values[field.name] ??= field.options ? [] : (field.initial ?? '');
      const change = (value) => {
        values[field.name] = value;
        changed();
      };
      return field.options
        ? checkboxes(field, values[field.name], change)
        : textField(field, values[field.name], change);
    }),
  );
}

const choicesLast = (a, b) => Boolean(a.options) - Boolean(b.options);

function textField({ name, hint }, value, change) {
  const id = `field-${name}`;
  return element(
    'div',
    { class: 'field' },
    element('label', { for: id }, name),
    element('input', {
      id,
      value,
      type: 'text',
      autocomplete: 'off',
      autocapitalize: 'none',
      spellcheck: 'false',
      'aria-describedby': hint && `${id}-hint`,
      input: (event) => change(event.target.value),
    }),
    hint && element('p', { class: 'hint', id: `${id}-hint` }, hint),
  );
}

function checkboxes({ name, hint, options }, ticked, change) {
  const id = `field-${name}`;
  const group = element(
    'fieldset',
    { class: 'choices wide', 'aria-describedby': `${id}-hint` },
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
    element('p', { class: 'hint', id: `${id}-hint` }, hint),
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
