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

  async fill(field, value) {
    await this.page.getByRole('textbox', { name: field, exact: true }).fill(value);
  }

  /** Sends the chosen operation's request, and waits for its status. */
  async send(status) {
    await this.page.getByRole('button', { name: 'Send' }).click();
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

  async response() {
    return JSON.parse(await this.page.getByLabel('Body of the response').innerText());
  }

  async claims() {
    return JSON.parse(await this.page.getByLabel('Claims of the token').innerText());
  }

  tokenState() {
    return this.page.locator('#token-state .badge').innerText();
  }

  remaining() {
    return this.page.locator('#remaining').innerText();
  }

  problem() {
    return this.page.locator('.problem').innerText();
  }

  async switchOn({ operation = 'issueToken', kind, times = 'next request', status, retryAfter }) {
    await this.page.getByLabel('Operation', { exact: true }).selectOption(operation);
    await this.page.getByLabel('Kind').selectOption(kind);
    await this.page.getByLabel('Affects').selectOption(times);
    if (status) {
      await this.page.getByLabel('Status').fill(status);
    }
    await this.page.getByLabel('Retry-After (seconds)').fill(retryAfter ?? '');
    await this.page.getByRole('button', { name: 'Add fault' }).click();
  }

  async switchAllOff() {
    await this.page.getByRole('button', { name: 'Remove all faults' }).click();
    await this.page.locator('#faults', { hasText: 'No faults.' }).waitFor();
  }

  async openAll() {
    await this.page.evaluate(() => document.querySelectorAll('details').forEach((it) => (it.open = true)));
  }
}
