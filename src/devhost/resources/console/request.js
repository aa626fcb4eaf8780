import { userAddress } from './user-address.js';

/**
 * Returns the request for the fields' values, without a bearer token.
 *
 * @param values the fields' values by key
 * @param origin the endpoint's origin
 */
export function requestOf(operation, values, origin) {
  const given = (place) =>
    Object.fromEntries(
      operation.fields
        .filter((field) => field.place === place)
        .map((field) => [field.name, field.read(values[field.key])])
        .filter(([, value]) => value !== undefined),
    );
  const inPath = given('path');
  const segment = (name) => (name === 'userId' ? userAddress : encodeURIComponent)(inPath[name] ?? '');
  const path = operation.path.replaceAll(/{(\w+)}/g, (_, name) => segment(name));
  const query = new URLSearchParams(given('query')).toString();
  const headers = Object.fromEntries(Object.entries(given('header')).map(([name, value]) => [name.toLowerCase(), value]));
  const json = given('body');
  const body = Object.keys(json).length > 0 ? JSON.stringify(json) : undefined;
  return {
    name: operation.name,
    userId: inPath.userId,
    method: operation.method,
    url: origin + path + (query && `?${query}`),
    anonymous: operation.anonymous,
    headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
    body,
  };
}
