// Runs the scenarios of the console. Arguments: the console's URL, the browser's executable, and a folder for pictures of failures.
import { runScenarios } from '../browser-scenarios.mjs';
import { ConsolePage } from './console-page.mjs';
import { scenarios } from './scenarios.mjs';

const program = process.argv.slice(2);
const { origin } = new URL(program[0]);

await runScenarios(scenarios, program, {
  driverOf: (page) => new ConsolePage(page),
  isRefusal: (address) => address.startsWith(`${origin}/api/`),
});
