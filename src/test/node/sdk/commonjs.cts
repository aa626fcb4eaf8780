// The first steps of an app that is a CommonJS module: a user, a token, and the calling SDK's credential.

import assert = require('node:assert/strict');
import identity = require('@azure/communication-identity');
import common = require('@azure/communication-common');

async function main(): Promise<void> {
  const connectionString = process.env['CONNECTION_STRING'] ?? assert.fail('CONNECTION_STRING is not set');
  const client = new identity.CommunicationIdentityClient(connectionString);
  const user = await client.createUser();
  const { token, expiresOn } = await client.getToken(user, ['chat', 'voip']);
  const credential = new common.AzureCommunicationTokenCredential(token);
  const used = await credential.getToken();
  assert.equal(used.token, token);
  assert.equal(used.expiresOnTimestamp, Math.floor(expiresOn.getTime() / 1000) * 1000);
  credential.dispose();
  await client.deleteUser(user);
  console.log('passed');
}

void main();
