/** Calls a resource of the development host under /console/, which the endpoint does not have. */

import { reach } from './reach.js';

const MAX_SECONDS = 6;

async function request(method, path, body) {
  const { response, text } = await reach(`/console/${path}`, MAX_SECONDS, { method, body, headers: { 'x-console': '1' } });
  if (!response.ok) {
    throw new Error(errorMessage(text));
  }
  return text;
}

// The emulator's control API reports errors as JSON, the development host as plain text.
function errorMessage(text) {
  try {
    return JSON.parse(text).error.message;
  } catch {
    return text;
  }
}

const requestJson = async (...call) => JSON.parse(await request(...call));

/** Returns the addresses of the endpoint, the issuer and the emulator, and the roles that the endpoint knows. */
export const setup = () => requestJson('GET', 'setup');

/** Returns the contract that the endpoint serves as openapi.yaml, as JSON. */
export const contract = () => requestJson('GET', 'contract');

/** Returns a bearer token of the local issuer. */
export const bearerToken = ({ user, roles }) =>
  request('POST', 'bearer-token', new URLSearchParams({ user, roles: roles.join(',') }));

/** Returns a Teams token of the local issuer, as Entra ID would issue it to the user. */
export const teamsToken = ({ user }) => request('POST', 'teams-token', new URLSearchParams({ user }));

export const identities = () => requestJson('GET', 'emulator/identities');
export const counters = () => requestJson('GET', 'emulator/counters');
export const resetCounters = () => request('DELETE', 'emulator/counters');
export const faults = () => requestJson('GET', 'emulator/faults');
export const addFault = (fault) => request('POST', 'emulator/faults', JSON.stringify(fault));
export const clearFaults = () => request('DELETE', 'emulator/faults');

/** Returns the seconds that every new ACS token lives, or null if it lives as long as requested. */
export const tokenLifetime = async () => (await requestJson('GET', 'emulator/token-lifetime')).seconds;
export const restoreTokenLifetime = () => request('DELETE', 'emulator/token-lifetime');

/** Returns whether an ACS token is valid now, according to the emulator. */
export const introspect = (token) =>
  requestJson('POST', 'emulator/introspect', new URLSearchParams({ token }));
