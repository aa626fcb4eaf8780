import assert from 'node:assert/strict';

/** The console as a user sees and uses it. */
export class ConsolePage {
  constructor(page) {
    this.page = page;
  }

  async signIn(user, { admin = false } = {}) {
    await this.page.locator('#user').fill(user);
    await this.page.getByLabel('Identity.Admin', { exact: true }).setChecked(admin);
  }

  radio(operation) {
    return this.page.getByRole('radio', { name: new RegExp(`^${operation} `) });
  }

  async choose(operation) {
    await this.radio(operation).check();
  }

  /** Returns the listed operations, each as its name, method and route. */
  operations() {
    return this.page
      .locator('.operation')
      .evaluateAll((them) => them.map((it) => [...it.querySelectorAll('span')].map((part) => part.textContent).join(' ')));
  }

  /** Returns the preview of the request. */
  preview() {
    return this.page.locator('#preview').innerText();
  }

  field(name) {
    return this.page.locator('#fields').getByRole('textbox', { name, exact: true });
  }

  async fill(field, value) {
    await this.field(field).fill(value);
  }

  button(name) {
    return this.page.getByRole('button', { name, exact: true });
  }

  sendButton() {
    return this.page.locator('#send');
  }

  /** Sends the chosen operation's request, and waits for its status. */
  async send(status) {
    const sent = this.page.waitForRequest((request) => new URL(request.url()).pathname.startsWith('/api/'));
    await this.sendButton().click();
    await sent;
    await this.outcome(status);
  }

  async call(operation, status) {
    await this.choose(operation);
    await this.send(status);
  }

  /** Waits until the last response and the emulator's state are shown, and checks the status. */
  async outcome(status) {
    await this.page.locator('#send:not([aria-disabled])').waitFor();
    assert.match(await this.page.locator('#outcome').innerText(), new RegExp(`\\b${status}\\b`));
  }

  /** Tries to send, and returns the id of the field that has the focus, and the messages of all fields. */
  async refusal() {
    await this.sendButton().click();
    return this.page.evaluate(() => {
      const { activeElement: focused } = document;
      return {
        field: focused.id || focused.closest('fieldset').id,
        invalid: focused.getAttribute('aria-invalid'),
        messages: [...document.querySelectorAll('main .refusal')].map((it) => it.textContent).filter(Boolean),
        outcome: document.querySelector('#outcome').textContent,
      };
    });
  }

  async response() {
    return JSON.parse(await this.page.getByLabel('Body of the response').textContent());
  }

  async claims() {
    return JSON.parse(await this.page.getByLabel('Claims of the token').textContent());
  }

  /** Waits until the token's state begins with a text. */
  async tokenState(state) {
    await this.page.locator('#token-state', { hasText: new RegExp(`^${state}`) }).waitFor();
  }

  /** Waits until the token is shown as dead: its state as a headline, its time struck out and its bar empty. */
  async deadToken(state) {
    await this.page.locator('#token-state .dead', { hasText: new RegExp(`^${state}$`) }).waitFor();
    assert.equal(await this.page.locator('#remaining > s').count(), 1);
    assert.equal(await this.lifeLeft(), 0);
    assert.doesNotMatch(await this.page.locator('#token-state').innerText(), /active/);
  }

  remaining() {
    return this.page.locator('#remaining').innerText();
  }

  lifeLeft() {
    return this.page.getByLabel('Remaining lifetime').evaluate((it) => it.value);
  }

  problem() {
    return this.page.locator('.problem').innerText();
  }

  gone() {
    return this.page.locator('#gone:not([hidden])');
  }

  /** Lets the page ask for the present state at once, as when its window gets the focus. */
  async lookAgain() {
    await this.page.evaluate(() => dispatchEvent(new Event('focus')));
  }

  async switchOn({ operation = 'issueToken', kind, times = 'next request', status, retryAfter, delay }) {
    await this.page.getByLabel('Operation', { exact: true }).selectOption(operation);
    await this.page.getByLabel('Kind').selectOption(kind);
    await this.page.getByLabel('Affects').selectOption(times);
    if (status) {
      await this.page.getByLabel('Status').fill(status);
    }
    await this.page.getByLabel('Retry-After (seconds)').fill(retryAfter ?? '');
    await this.page.getByLabel('Delay (milliseconds)').fill(delay ?? '');
    await this.page.getByRole('button', { name: 'Add fault' }).click();
  }

  async switchAllOff() {
    await this.page.getByRole('button', { name: 'Remove all faults' }).click();
    await this.page.locator('#faults', { hasText: 'No faults.' }).waitFor();
  }

  async openAll() {
    await this.page.evaluate(() => document.querySelectorAll('details').forEach((it) => (it.open = true)));
  }

  /** Returns whether the top of an element is in the window. */
  isInWindow(selector) {
    return this.page.locator(selector).evaluate((it) => {
      const { top } = it.getBoundingClientRect();
      return top >= 0 && top < innerHeight - 40;
    });
  }
}
