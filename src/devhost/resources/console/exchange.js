import { bearerToken } from './host.js';
import { decode } from './token.js';

const MARGIN_SECONDS = 60;
const bearers = new Map();

/** Returns a bearer token for the caller, cached until a minute before it expires. */
async function bearerFor(caller) {
  const key = JSON.stringify([caller.user, caller.roles]);
  const known = bearers.get(key);
  if (known && decode(known).claims.exp - MARGIN_SECONDS > Date.now() / 1000) {
    return known;
  }
  const fresh = await bearerToken(caller);
  bearers.set(key, fresh);
  return fresh;
}

/** Sends a request as the caller, and returns the exchange: the request and its response. */
export async function exchange(request, caller) {
  const sentAt = new Date();
  const bearer = request.anonymous ? undefined : await bearerFor(caller);
  const authorization = bearer ? { authorization: `Bearer ${bearer}` } : {};
  const start = performance.now();
  const response = await fetch(request.url, {
    method: request.method,
    headers: { ...authorization, ...request.headers },
    body: request.body,
    cache: 'no-store',
  });
  const text = await response.text();
  return {
    caller,
    request,
    bearer,
    sentAt,
    response: {
      status: response.status,
      statusText: response.statusText,
      headers: [...response.headers],
      text,
      json: parsed(text),
      millis: Math.round(performance.now() - start),
    },
  };
}

/** Returns the RFC 9457 problem document of a response, or undefined if there is none. */
export function problemOf({ headers, json }) {
  const type = headers.find(([name]) => name === 'content-type')?.[1] ?? '';
  return type.startsWith('application/problem+json') ? json : undefined;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
