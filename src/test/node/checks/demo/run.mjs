// Runs the scenarios of the demo page. Arguments: the page's URL, the browser's executable, a folder for pictures of failures, and the
// issuer's URL.
import { runScenarios } from '../browser-scenarios.mjs';
import { DemoPage } from './demo-page.mjs';
import { scenarios } from './scenarios.mjs';

const [url, browser, pictures, issuer] = process.argv.slice(2);
const { origin } = new URL(url);

await runScenarios(scenarios, [url, browser, pictures], {
  origins: [issuer],
  toolsFor: (page) => ({ demo: new DemoPage(page, url, issuer) }),
  isRefusal: (address) => [`${origin}/api/`, `${issuer}/`].some((it) => address.startsWith(it)),
});
