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
 * the same `key` mean the same, and share their value across operations.
 *
 * @param place the place of the value in the request: path, query, header or body
 * @param value the value's `path` in its place (names from the outside in), schema, description and example; `demands`, which says
 *     for the body and each name of the path whether it is required within what is around it; and the `scope` in which its path has
 *     one meaning
 */
export function fieldOf(place, { path, schema, description, example, demands, scope }) {
  const name = path.join('.') || 'body';
  const id = `${place}-${name}`;
  const required = demands.every(Boolean);
  const shown = example ?? timeOf(schema);
  const control = schema.items?.enum
    ? ticked(schema.items.enum)
    : { ...filledIn(shown, required), ...chosenOrTyped(schema) };
  const key = JSON.stringify([place, scope, name]);
  return { id, key, name, place, path, demands, required, hint: hint(place, description, schema), ...control };
}

const ticked = (options) => ({
  options,
  initial: [],
  read: (values) => (values.length > 0 ? values : undefined),
});

// An optional field shows its example as a placeholder, which is not sent.
function filledIn(example = '', required) {
  const text = typeof example === 'object' ? JSON.stringify(example) : String(example);
  return required ? { initial: text } : { initial: '', placeholder: text };
}

// A time without an example is tomorrow, because what ends is usually meant to end later.
function timeOf({ format }) {
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  return { 'date-time': `${tomorrow.slice(0, 19)}Z`, date: tomorrow.slice(0, 10) }[format];
}

function chosenOrTyped({ type, enum: choices }) {
  const types = [type].flat();
  if (types.includes('boolean')) {
    return { choices: ['true', 'false'], read: boolean };
  }
  if (types.includes('integer') || types.includes('number')) {
    return { choices, read: number };
  }
  return types.includes('string') || choices ? { choices, read: orUndefined } : { read: json };
}

// The whole description is in the contract. The page stays short enough to show the response below the fields.
const firstSentence = (text) => sentence(text.split('\n\n', 1)[0]).match(/^.*?[.!?](?=\s|$)/)[0];

function hint(place, description, { minimum, maximum }) {
  return [
    description && firstSentence(description),
    minimum !== undefined && maximum !== undefined && `${minimum} to ${maximum}`,
    place === 'path' && 'The console encodes what you type',
  ]
    .filter(Boolean)
    .map(sentence)
    .join(' ');
}
