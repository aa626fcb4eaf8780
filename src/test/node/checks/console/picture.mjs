// Takes the picture of the console in the documentation. Arguments: the console's URL, the browser's executable, and the file.
// The page is shown as if the host listened on its usual ports, so that the picture is the same wherever it is taken.
import { chromium } from 'playwright-core';
import { ConsolePage } from './console-page.mjs';

const USUAL = { endpoint: 'http://localhost:7071', issuer: 'http://localhost:7072', emulator: 'https://localhost:7073' };
const [url, executablePath, file] = process.argv.slice(2);
const { origin } = new URL(url);

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--no-first-run'] });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1080 }, colorScheme: 'light', locale: 'en-GB' });
  const setup = await (await page.request.get(`${origin}/console/setup`, { headers: { 'x-console': '1' } })).json();
  await page.route(`${USUAL.endpoint}/**`, async (route) => {
    const { origin: _, ...headers } = route.request().headers();
    const response = await route.fetch({ url: route.request().url().replace(USUAL.endpoint, origin), headers });
    const body = (await response.text()).replaceAll(setup.issuer, USUAL.issuer).replaceAll(setup.emulator, USUAL.emulator);
    await route.fulfill({ response, body });
  });
  await page.goto(`${USUAL.endpoint}/`);
  await page.getByRole('table').last().waitFor();
  const console = new ConsolePage(page);
  await console.signIn('alice');
  await console.call('CreateIdentity', '20[01]');
  await console.choose('IssueToken');
  await console.fill('expiresInMinutes', '60');
  await page.getByLabel('chat', { exact: true }).check();
  await page.getByLabel('voip', { exact: true }).check();
  await console.send('200');
  await console.tokenState('active');
  await page.evaluate(() => document.activeElement.blur());
  await page.mouse.move(0, 0);
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: file });
} finally {
  await browser.close();
}
