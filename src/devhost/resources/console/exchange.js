import { bearerToken } from './host.js';
import { reach } from './reach.js';
import { decode } from './token.js';

const MARGIN_SECONDS = 60;
const MAX_SECONDS = 60;
const UNAUTHORIZED = 401;
const bearers = new Map();

const keyOf = ({ user, roles }) => JSON.stringify([user, roles]);

/** Returns the caller's bearer token if it is known, until a minute before it expires. */
function knownBearer(caller) {
  const bearer = bearers.get(keyOf(caller));
  return bearer && decode(bearer).claims.exp - MARGIN_SECONDS > Date.now() / 1000 ? bearer : undefined;
}

async function newBearer(caller) {
  const bearer = await bearerToken(caller);
  bearers.set(keyOf(caller), bearer);
  return bearer;
}

/**
 * Sends a request as the caller, and returns the exchange: the request, and its response or the reason for which there is none.
 * A bearer token that is refused is replaced, and the request is sent again once, because the issuer may have new keys since a restart.
 */
export async function exchange(request, caller) {
  const exchanged = { request, caller, sentAt: new Date() };
  try {
    if (request.anonymous) {
      return { ...exchanged, response: await send(request) };
    }
    const known = knownBearer(caller);
    const bearer = known ?? (await newBearer(caller));
    const response = await send(request, bearer);
    if (response.status !== UNAUTHORIZED) {
      return { ...exchanged, bearer, response };
    }
    bearers.delete(keyOf(caller));
    return known ? { ...exchanged, ...(await sendAgain(request, caller)), renewed: true } : { ...exchanged, bearer, response };
  } catch (error) {
    return { ...exchanged, failure: error.message };
  }
}

async function sendAgain(request, caller) {
  const bearer = await newBearer(caller);
  const response = await send(request, bearer);
  if (response.status === UNAUTHORIZED) {
    bearers.delete(keyOf(caller));
  }
  return { bearer, response };
}

async function send(request, bearer) {
  const authorization = bearer ? { authorization: `Bearer ${bearer}` } : {};
  const start = performance.now();
  const { response, text } = await reach(request.url, MAX_SECONDS, {
    method: request.method,
    headers: { ...authorization, ...request.headers },
    body: request.body,
  });
  return {
    status: response.status,
    statusText: response.statusText,
    headers: [...response.headers],
    text,
    json: parsed(text),
    millis: Math.round(performance.now() - start),
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
