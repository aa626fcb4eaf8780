import { sentence } from './dom.js';

const orUndefined = (text) => text.trim() || undefined;

/** Returns a numeric text as a number, any other text as it is, and undefined for an empty one. */
export const number = (text) => (/^-?\d{1,9}(\.\d{1,9})?$/.test(text.trim()) ? Number(text) : orUndefined(text));

const boolean = (text) => (text === '' ? undefined : text === 'true');

// Invalid JSON is sent as text, so that the endpoint's error explains it.
function json(text) {
  try {
    return JSON.parse(text);
  } catch {
    return orUndefined(text);
  }
}

/**
 * Returns the field for one value of a request. `read` converts its text, or the list of ticked options, to the value to send, or to
 * undefined to leave it out. `options` are checkboxes, `choices` are a drop-down list, and other fields are text inputs. Fields with
 * the same `key` share their value across operations.
 *
 * @param place the place of the value in the request: path, query, header or body
 * @param value the value's name, schema, description and example, and whether it is required
 */
export function fieldOf(place, { name, schema, description, example, required }) {
  const id = `${place}-${name}`;
  const control = schema.items?.enum
    ? ticked(schema.items.enum, required)
    : { ...filledIn(example, required), ...chosenOrTyped(schema) };
  const key = JSON.stringify([id, control.options, control.choices]);
  return { id, key, name, place, hint: hint(place, description, schema), ...control };
}

const ticked = (options, required) => ({
  options,
  initial: [],
  read: (values) => (required || values.length > 0 ? values : undefined),
});

// An optional field shows its example as a placeholder, which is not sent.
function filledIn(example = '', required) {
  const text = typeof example === 'object' ? JSON.stringify(example) : String(example);
  return required ? { initial: text } : { initial: '', placeholder: text };
}

function chosenOrTyped({ type, enum: choices }) {
  const types = [type].flat();
  if (types.includes('boolean')) {
    return { choices: ['true', 'false'], read: boolean };
  }
  if (types.includes('integer') || types.includes('number')) {
    return { choices, read: number };
  }
  return types.includes('string') ? { choices, read: orUndefined } : { read: json };
}

function hint(place, description, { minimum, maximum }) {
  return [
    description?.split('\n\n', 1)[0],
    minimum !== undefined && maximum !== undefined && `${minimum} to ${maximum}`,
    place === 'path' && 'The console encodes what you type',
  ]
    .filter(Boolean)
    .map(sentence)
    .join(' ');
}
