// Runs the scenarios of the demo page. Arguments: the page's URL, the browser's executable, a folder for pictures of failures, and the
// issuer's URL.
import { runScenarios } from '../browser-scenarios.mjs';
import { DemoPage } from './demo-page.mjs';
import { scenarios } from './scenarios.mjs';

const program = process.argv.slice(2);
const [url, , , issuer] = program;
const { origin } = new URL(url);

await runScenarios(scenarios, program, {
  origins: [issuer],
  driverOf: (page) => new DemoPage(page, url, issuer),
  isRefusal: (address) => [`${origin}/api/`, `${issuer}/`].some((it) => address.startsWith(it)),
});
