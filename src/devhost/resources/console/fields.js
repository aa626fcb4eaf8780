import { sentence } from './dom.js';

const whatIsGiven = (text) => text.trim() || undefined;

/** The number that a text is, a text that is none, undefined for an empty one. */
export const number = (text) => (/^-?\d{1,9}(\.\d{1,9})?$/.test(text.trim()) ? Number(text) : whatIsGiven(text));

const truth = (text) => (text === '' ? undefined : text === 'true');

// What is not JSON is sent as a text: the endpoint says what is wrong with it.
function json(text) {
  try {
    return JSON.parse(text);
  } catch {
    return whatIsGiven(text);
  }
}

/**
 * The field for one value of a request. `read` turns its text, or the list of what is ticked, into the value that is sent;
 * undefined leaves it out. `options` are for ticking any of them, `choices` for choosing one; other fields are typed. Operations share
 * what was filled in for fields of the same `key`.
 *
 * @param place where the value goes: path, query, header or body
 * @param value its name, schema, description and example, and whether it is required
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

// An example of what is optional is shown and not sent.
function filledIn(example = '', required) {
  const text = typeof example === 'object' ? JSON.stringify(example) : String(example);
  return required ? { initial: text } : { initial: '', placeholder: text };
}

function chosenOrTyped({ type, enum: choices }) {
  const types = [type].flat();
  if (types.includes('boolean')) {
    return { choices: ['true', 'false'], read: truth };
  }
  if (types.includes('integer') || types.includes('number')) {
    return { choices, read: number };
  }
  return types.includes('string') ? { choices, read: whatIsGiven } : { read: json };
}

function hint(place, description, { minimum, maximum }) {
  return [
    description,
    minimum !== undefined && maximum !== undefined && `${minimum} to ${maximum}`,
    place === 'path' && 'The console encodes it',
  ]
    .filter(Boolean)
    .map(sentence)
    .join(' ');
}
