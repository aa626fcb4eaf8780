// Runs scenarios one after the other, each in a new page of one browser, and prints a line of JSON for each:
// {"scenario": "…", "failure": null}.
import assert from 'node:assert/strict';
import path from 'node:path';
import { chromium } from 'playwright-core';

const MAX_MILLIS = 300_000;
const TIMEOUT_MILLIS = 20_000;

/**
 * Runs all scenarios.
 *
 * @param scenarios by name: the `settings` of the browser's context, and `play`, which gets the page's driver and `url`, `page`,
 *     `context` and `complaints`
 * @param program the page's URL, the browser's executable, and a folder for pictures of failures
 * @param driverOf returns the driver of a page
 * @param origins the other origins that the page may call
 * @param isRefusal says for a URL whether the browser's message about an error response is expected
 */
export async function runScenarios(scenarios, program, { driverOf, origins = [], isRefusal }) {
  const [url, executablePath, pictures] = program;
  const origin = new URL(url).origin;
  setTimeout(() => process.exit(2), MAX_MILLIS).unref();
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  });
  try {
    for (const [scenario, { settings = {}, play }] of Object.entries(scenarios)) {
      console.log(JSON.stringify({ scenario, failure: await failureOf(scenario, settings, play) }));
    }
  } finally {
    await browser.close();
  }

  async function failureOf(scenario, settings, play) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, ...settings });
    context.setDefaultTimeout(TIMEOUT_MILLIS);
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
    const page = await context.newPage();
    const complaints = complaintsOf(page);
    try {
      await play(driverOf(page), { url, page, context, complaints });
      assert.deepEqual(complaints, [], 'complaints of the browser');
      return null;
    } catch (e) {
      await page.screenshot({ path: path.join(pictures, `${scenario}.png`), fullPage: true });
      return `${e.stack}\n${complaints.join('\n')}`;
    } finally {
      await context.request.delete(`${origin}/console/emulator/faults`, { headers: { 'x-console': '1' } });
      await context.close();
    }
  }

  /** Collects requests to other hosts, script errors and console messages. */
  function complaintsOf(page) {
    const complaints = [];
    page.on('request', (request) => {
      if (![origin, ...origins].includes(new URL(request.url()).origin)) {
        complaints.push(`requests another host: ${request.url()}`);
      }
    });
    page.on('pageerror', (error) => complaints.push(`error: ${error.stack}`));
    page.on('console', (message) => {
      if (!isRefusal(message.location().url)) {
        complaints.push(`${message.type()}: ${message.text()} ${message.location().url}`);
      }
    });
    return complaints;
  }
}
