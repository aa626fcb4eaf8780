/** What the development host offers beside the endpoint, under /console/. */

async function ask(method, path, body) {
  const response = await fetch(`/console/${path}`, { method, body, headers: { 'x-console': '1' } });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(refusal(text));
  }
  return text;
}

// The emulator's control API explains itself in JSON, the development host in plain text.
function refusal(text) {
  try {
    return JSON.parse(text).error.message;
  } catch {
    return text;
  }
}

const askForJson = async (...call) => JSON.parse(await ask(...call));

/** The addresses of the parts. */
export const setup = () => askForJson('GET', 'setup');

/** What the endpoint serves at openapi.yaml, as JSON. */
export const contract = () => askForJson('GET', 'contract');

/** A bearer token of the local issuer. */
export const bearerToken = ({ user, roles }) =>
  ask('POST', 'bearer-token', new URLSearchParams({ user, roles: roles.join(',') }));

export const identities = () => askForJson('GET', 'emulator/identities');
export const counters = () => askForJson('GET', 'emulator/counters');
export const resetCounters = () => ask('DELETE', 'emulator/counters');
export const faults = () => askForJson('GET', 'emulator/faults');
export const orderFault = (order) => ask('POST', 'emulator/faults', JSON.stringify(order));
export const clearFaults = () => ask('DELETE', 'emulator/faults');

/** What the emulator says an ACS token is worth now. */
export const introspect = (token) =>
  askForJson('POST', 'emulator/introspect', new URLSearchParams({ token }));
