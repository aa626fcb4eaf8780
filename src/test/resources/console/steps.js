// Uses the console as a user does, and reports to the server that the page comes from what went wrong.
const USER = `user-${Math.random()}`;

/** Waits until a condition is true. The test ends the page if that never happens. */
async function until(find) {
  for (;;) {
    const found = find();
    if (found) {
      return found;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const text = (selector) => document.querySelector(selector)?.textContent ?? '';

async function choose(operation) {
  const radio = await until(() =>
    [...document.querySelectorAll('input[type=radio]')].find((it) => it.closest('label').textContent.startsWith(operation)),
  );
  radio.click();
}

async function send(operation, status) {
  await choose(operation);
  document.querySelector('#send').click();
  await until(() => text('#outcome').includes(operation) && !document.querySelector('#send[aria-disabled]'));
  if (!text('#outcome').includes(status)) {
    throw new Error(`${operation}: ${text('#outcome')}`);
  }
}

const steps = {
  async 'an identity is created and listed'() {
    const user = await until(() => document.querySelector('#user'));
    user.value = USER;
    user.dispatchEvent(new Event('input', { bubbles: true }));
    await send('CreateIdentity', '201');
    await until(() => text('#identities').includes(USER));
  },

  async 'a token is issued, and its claims are shown'() {
    await send('IssueToken', '200');
    await until(() => text('#token-state').includes('active'));
    await until(() => text('body').includes('skypeid'));
  },

  async 'a revoked token is shown as dead'() {
    await send('RevokeTokens', '204');
    await until(() => text('#token-state') === 'Revoked');
    await until(() => document.querySelector('#remaining > s') && document.querySelector('progress').value === 0);
  },

  async 'a request that lacks a value is not sent'() {
    await choose('SetAccess');
    document.querySelector('#send').click();
    await until(() => text('#body-scopes .refusal').includes('needs a value'));
    await until(() => document.activeElement === document.querySelector('#body-scopes input'));
  },

  async 'a Teams token is obtained and exchanged'() {
    await choose('ExchangeTeamsToken');
    [...document.querySelectorAll('button')].find((it) => it.textContent === 'Get a Teams token').click();
    await until(() => document.querySelector('#body-teamsUserToken').value.startsWith('eyJ'));
    await send('ExchangeTeamsToken', '200');
    await until(() => text('#token-state').includes('active'));
  },
};

const results = [];
for (const [step, play] of Object.entries(steps)) {
  const failure = await play().then(() => null, (why) => `${why}\n${why.stack}`);
  results.push({ step, failure });
}
await fetch('/results', { method: 'POST', body: JSON.stringify(results) });
