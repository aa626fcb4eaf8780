// Serves the examples of the contract at http://127.0.0.1:<port>/api, like the endpoint: node mock.mjs [port]
//
// The tokens of the examples are valid until the end of 2099. JavaScript's timers wait 24 days at most, and the ACS SDK for
// JavaScript would refresh such a token without a pause. The mock's tokens are therefore valid for a fortnight from its start.

import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const file = (name) => fileURLToPath(new URL(name, import.meta.url));

const [port = '4010'] = process.argv.slice(2);
const expiry = Math.floor(Date.now() / 1000) + 14 * 24 * 60 * 60;
const expiresOn = new Date(expiry * 1000).toISOString().replace('.000', '');

function withFreshExpiry(claims) {
  const fresh = { ...JSON.parse(Buffer.from(claims, 'base64url')), exp: expiry };
  return Buffer.from(JSON.stringify(fresh)).toString('base64url');
}

const contract = readFileSync(file('../main/resources/openapi.yaml'), 'utf8')
  .replaceAll(/^ {2}(?=\/)/gm, '  /api')
  .replaceAll('2099-12-31T23:59:59Z', expiresOn)
  .replaceAll(/(?<=\.)eyJ[\w-]+(?=\.not-a-signature)/g, withFreshExpiry);

const copy = file('node_modules/.mock-openapi.yaml');
writeFileSync(copy, contract);

const prism = spawn(
  process.execPath,
  [file('node_modules/@stoplight/prism-cli/dist/index.js'), 'mock', '--errors', '--host=127.0.0.1', `--port=${port}`, copy],
  { stdio: 'inherit' },
);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => prism.kill());
}
prism.on('exit', (code) => process.exit(code ?? 0));
