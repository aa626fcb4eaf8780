import assert from 'node:assert/strict';

const SHORT_LIVED = JSON.stringify({ seconds: 4 });

/** The demo page as a user sees it, and what others do to the user meanwhile. */
export class DemoPage {
  #page;
  #url;
  #issuer;

  constructor(page, url, issuer) {
    this.#page = page;
    this.#url = url;
    this.#issuer = issuer;
  }

  /** Opens the page. A token lives for four seconds where the page asks for a minute, so that no scenario takes minutes. */
  async open() {
    await this.#page.route('**/console/emulator/token-lifetime', (route) =>
      route.continue(route.request().method() === 'PUT' ? { postData: SHORT_LIVED } : {}),
    );
    await this.#page.goto(this.#url);
    await this.status('Signed out.');
  }

  /** Signs in with tokens of this lifetime: one minute or 24 hours. */
  async signIn(user, lifetime = 'one minute') {
    await this.startSignIn(user, lifetime);
    await this.status(`Signed in as ${user}.`);
    await this.card('Calling').getByText(/ left$/).waitFor();
  }

  async startSignIn(user, lifetime = 'one minute') {
    await this.#page.getByLabel('User', { exact: true }).fill(user);
    await this.#page.getByLabel(lifetime).check();
    await this.#page.getByRole('button', { name: 'Sign in', exact: true }).click();
  }

  /** Waits for a status. */
  async status(text) {
    await this.#page.locator('#status', { hasText: text }).waitFor();
  }

  /** Waits for the reason for which the user is signed out. */
  async reason(pattern) {
    await this.#page.locator('#reason', { hasText: pattern }).waitFor();
  }

  /** Returns the card of the chat or of the calling credential. */
  card(name) {
    return this.#page.locator('section', { has: this.#page.getByRole('heading', { name, exact: true }) }).last();
  }

  /** Waits until the credential's state is this text. */
  async state(name, pattern) {
    await this.card(name).locator('.outcome', { hasText: pattern }).waitFor();
  }

  /** Waits until the credential was refreshed so often. */
  async refreshes(name, count) {
    await this.card(name).getByText(/refreshed/).nth(count - 1).waitFor();
  }

  /** Returns a value of the credential's list. */
  async value(name, term) {
    return this.card(name).locator('dl > div', { has: this.#page.locator('dt', { hasText: term }) }).locator('dd').innerText();
  }

  /** Calls the endpoint as a user, outside the page. */
  async call(method, path, user, { roles = '', body } = {}) {
    const bearer = await (await fetch(`${this.#issuer}/token?${new URLSearchParams({ user, roles })}`)).text();
    const response = await fetch(new URL(`/api/${path}`, this.#url), {
      method,
      headers: { authorization: `Bearer ${bearer}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${response.ok ? '' : await response.text()}`);
  }

  /** Calls the emulator as the console does. */
  async emulator(method, path, body) {
    const response = await fetch(new URL(`/console/emulator/${path}`, this.#url), { method, body, headers: { 'x-console': '1' } });
    assert.ok(response.ok, `${method} ${path}: ${response.status}`);
    return response.status === 204 ? undefined : response.json();
  }

  /** Switches a fault of the emulator on. */
  async fault(fault) {
    await this.emulator('POST', 'faults', JSON.stringify({ operation: 'issueToken', ...fault }));
  }

  async clearFaults() {
    await this.emulator('DELETE', 'faults');
  }
}
