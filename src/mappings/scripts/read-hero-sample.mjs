// Writes a file for "mappings import" with the users of Microsoft's authentication hero sample, which keeps the ACS identity
// of a user in an open extension of the user in Microsoft Graph. docs/guides/migrating.md says how to run it.
import { execFileSync } from 'node:child_process';
import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const USAGE = `Usage: node read-hero-sample.mjs --issuer URL --out FILE [options]

  --issuer URL       the issuer of the users' tokens, as AUTH_ISSUER spells it
  --out FILE         the file to write, which ends with .jsonl
  --extension NAME   Graph:ExtensionName in appsettings.json of the sample (com.contoso.identityMapping)
  --graph URL        the address of Microsoft Graph (https://graph.microsoft.com)

The access token for Microsoft Graph comes from the environment variable GRAPH_TOKEN, or from the Azure CLI if it is not set.`;

const MAX_ATTEMPTS = 10;
const TIMEOUT = 60_000;

const options = readOptions();
const graph = new URL(options.graph).origin;
let token = newToken();

let users = 0;
let mapped = 0;
let nextReport = Date.now() + 5000;
// A file that was cut off must not look complete, so it gets its name at the end. The ids are personal data.
const part = `${options.out}.part`;
rmSync(part, { force: true });
const file = openSync(part, 'wx', 0o600);
// Graph has no filter for users with an extension, so every user is read. "$expand" allows no more than 100 users in a page.
let page = `${graph}/v1.0/users?$select=id&$expand=extensions`;
while (page) {
  const { value, '@odata.nextLink': next } = await read(page);
  for (const { id, extensions = [] } of value) {
    const identity = extensions.find(({ extensionName }) => extensionName === options.extension)?.acsUserIdentity;
    users++;
    if (identity) {
      mapped++;
      writeSync(file, `${JSON.stringify({ issuer: options.issuer, userId: id, communicationUserId: identity })}\n`);
    }
  }
  page = next;
  if (Date.now() > nextReport) {
    console.error(`${users} users read, ${mapped} of them with an ACS identity`);
    nextReport = Date.now() + 5000;
  }
}
closeSync(file);
renameSync(part, options.out);
console.log(`Wrote ${mapped} of ${users} users to ${options.out}.`);

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        issuer: { type: 'string' },
        out: { type: 'string' },
        extension: { type: 'string', default: 'com.contoso.identityMapping' },
        graph: { type: 'string', default: 'https://graph.microsoft.com' },
      },
    });
    if (values.issuer && values.out?.endsWith('.jsonl')) {
      return values;
    }
  } catch (error) {
    console.error(`${error.message}\n`);
  }
  console.error(USAGE);
  process.exit(2);
}

function newToken() {
  if (process.env.GRAPH_TOKEN) {
    return process.env.GRAPH_TOKEN;
  }
  const command = ['account', 'get-access-token', '--resource', graph, '--query', 'accessToken', '--output', 'tsv'];
  // On Windows the Azure CLI is a batch file.
  return execFileSync('az', command, { encoding: 'utf8', shell: process.platform === 'win32' }).trim();
}

async function read(url) {
  // The token is for Graph only.
  if (new URL(url).origin !== graph) {
    fail(`The next page is at another address: ${new URL(url).origin}`);
  }
  let renewed = false;
  for (let attempt = 1; ; attempt++) {
    const response = await get(url);
    if (response?.ok) {
      return JSON.parse(response.text);
    }
    if (response?.status === 401 && !renewed) {
      token = newToken();
      renewed = true;
    } else if (attempt === MAX_ATTEMPTS || (response && response.status !== 429 && response.status < 500)) {
      fail(response ? `Graph responded with ${response.status}: ${response.text}` : 'Graph does not respond.');
    } else {
      const seconds = waitTime(response?.retryAfter, attempt);
      console.error(`Graph ${response ? `responded with ${response.status}` : 'does not respond'}. Next attempt in ${seconds} s.`);
      await pause(seconds * 1000);
    }
  }
}

// The header is a number of seconds or a date.
function waitTime(retryAfter, attempt) {
  const fallback = Math.min(2 ** attempt, 60);
  if (!retryAfter) {
    return fallback;
  }
  const seconds = Number.isNaN(Number(retryAfter)) ? Math.ceil((Date.parse(retryAfter) - Date.now()) / 1000) : Number(retryAfter);
  return Number.isNaN(seconds) ? fallback : Math.max(seconds, 0);
}

async function get(url) {
  try {
    const response = await fetch(url, {
      headers: { Authorization: `Bearer ${token}` },
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT),
    });
    return { ok: response.ok, status: response.status, retryAfter: response.headers.get('retry-after'), text: await response.text() };
  } catch {
    return undefined;
  }
}

function fail(message) {
  console.error(`${message}\n${users} users were read. ${part} is not complete.`);
  process.exit(1);
}
