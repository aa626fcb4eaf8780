// Uses the demo page as a user does, and reports to the server that the page comes from what went wrong.
const USER = `user-${Math.random()}`;
const LIFETIME = 'token-lifetime';

// A token lives for four seconds where the page asks for a minute, so that the test does not take minutes.
const send = globalThis.fetch;
globalThis.fetch = (address, init) =>
  send(address, String(address).endsWith(LIFETIME) && init.method === 'PUT' ? { ...init, body: '{"seconds": 4}' } : init);

/** Waits until a condition is true. The test ends the page if that never happens. */
async function until(find) {
  while (!find()) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const text = (selector) => [...document.querySelectorAll(selector)].map((it) => it.textContent).join('\n');
const emulator = (method, body) => fetch('/console/emulator/faults', { method, body, headers: { 'x-console': '1' } });

const steps = {
  async 'the user signs in'() {
    await until(() => text('#status').startsWith('Signed out'));
    document.querySelector('#user').value = USER;
    document.querySelector('#sign-in').click();
    await until(() => text('#status').includes(`Signed in as ${USER}`));
  },

  async 'both credentials are refreshed'() {
    await until(() => [...document.querySelectorAll('.refreshes')].filter((it) => it.textContent.includes('refreshed')).length === 2);
    await until(() => text('dd .badge') === 'active\nactive');
  },

  async 'a throttled refresh waits and succeeds'() {
    await emulator('POST', JSON.stringify({ operation: 'issueToken', kind: 'throttled', retryAfterSeconds: 1, always: true }));
    await until(() => text('.outcome .badge').includes('waits: 429 acs_throttled, Retry-After 1 s'));
    await emulator('DELETE');
    await until(() => /after \d failed attempt/.test(text('.refreshes')));
  },

  async 'the user signs out'() {
    document.querySelector('#sign-out').click();
    await until(() => text('#status').includes(`every token of ${USER} is revoked`));
  },
};

const results = [];
for (const [step, play] of Object.entries(steps)) {
  const failure = await play().then(() => null, (why) => `${why}\n${why.stack}`);
  results.push({ step, failure });
}
await fetch('/results', { method: 'POST', body: JSON.stringify(results) });
