import { userAddress } from './user-address.js';

/**
 * Returns the request for the fields' values, without a bearer token.
 *
 * @param values the fields' {@link Values}
 * @param origin the endpoint's origin
 */
export function requestOf(operation, values, origin) {
  const given = (place) =>
    operation.fields
      .filter((field) => field.place === place)
      .map((field) => [field, field.read(values.of(field))])
      .filter(([, value]) => value !== undefined);
  const named = (place) => Object.fromEntries(given(place).map(([{ name }, value]) => [name, value]));
  const inPath = named('path');
  const encode = (name) => (name === 'userId' ? userAddress : encodeURIComponent)(inPath[name]);
  const path = operation.path.replaceAll(/{(\w+)}/g, (whole, name) => (inPath[name] === undefined ? whole : encode(name)));
  const query = new URLSearchParams(Object.entries(named('query')).flatMap(([name, value]) => [value].flat().map((it) => [name, it])));
  const headers = Object.fromEntries(Object.entries(named('header')).map(([name, value]) => [name.toLowerCase(), String(value)]));
  const body = bodyOf(given('body'));
  return {
    name: operation.name,
    userId: inPath.userId,
    method: operation.method,
    url: origin + path + (query.size > 0 ? `?${query}` : ''),
    anonymous: operation.anonymous,
    headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
    body,
  };
}

function bodyOf(given) {
  if (given.length === 0) {
    return undefined;
  }
  let body = {};
  for (const [{ path }, value] of given) {
    const last = path.at(-1);
    if (last === undefined) {
      body = value;
    } else {
      path.slice(0, -1).reduce((object, name) => (object[name] ??= {}), body)[last] = value;
    }
  }
  return JSON.stringify(body);
}

/** Returns the fields that must be filled in before the operation can be sent, each with a message. */
export function missingFields(operation, values) {
  const isEmpty = (field) => field.read(values.of(field)) === undefined;
  const filled = operation.fields.filter((field) => !isEmpty(field));
  const missing = operation.fields
    .filter((field) => isEmpty(field) && isDemanded(field, filled))
    .map((field) => ({ field, message: messageFor(field) }));
  const body = operation.fields.filter((field) => field.place === 'body');
  const lacksBody = operation.needsBody && body.length > 0 && body.every(isEmpty) && missing.length === 0;
  return lacksBody ? [{ field: body[0], message: messageForBody(body) }] : missing;
}

// A value that its object requires is necessary if that object is: because it is required itself, or because another of its values is given.
function isDemanded({ place, path, demands }, filled) {
  const isGiven = (depth) =>
    filled.some((other) => other.place === place && path.slice(0, depth).every((name, i) => other.path[i] === name));
  return demands.every((isRequired, depth) => isRequired || (depth < demands.length - 1 && isGiven(depth)));
}

function messageFor({ name, options, choices }) {
  if (options) {
    return `Tick at least one of ${name}.`;
  }
  return choices ? `Choose a value for ${name}.` : `Enter a value for ${name}.`;
}

const messageForBody = (fields) => `The request needs a value for ${fields.map(({ name }) => name).join(' or ')}.`;
