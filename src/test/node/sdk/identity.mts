// Calls every method of the identity SDK. The environment has the emulator's address and the tokens of Entra ID.

import assert from 'node:assert/strict';
import { CommunicationIdentityClient, type TokenScope } from '@azure/communication-identity';
import { parseConnectionString } from '@azure/communication-common';

const SCOPES: TokenScope[] = ['chat', 'voip', 'chat.join', 'chat.join.limited', 'voip.join'];
const FOREIGN_USER = {
  communicationUserId: '8:acs:00000000-0000-0000-0000-000000000000_00000000-0000-0000-0000-000000000000',
};

const setting = (name: string): string => process.env[name] ?? assert.fail(`${name} is not set`);
const connectionString = setting('CONNECTION_STRING');
const { endpoint, credential } = parseConnectionString(connectionString);
const entraToken = {
  getToken: async () => ({ token: setting('ENTRA_TOKEN'), expiresOnTimestamp: Date.now() + 3_600_000 }),
};

const clients = {
  'connection string': new CommunicationIdentityClient(connectionString),
  'access key': new CommunicationIdentityClient(endpoint, credential),
  'token credential': new CommunicationIdentityClient(endpoint, entraToken),
};

for (const [name, client] of Object.entries(clients)) {
  await createsIssuesRevokesAndDeletes(client);
  await issuesEveryScope(client);
  await acceptsLifetimesInRange(client);
  await reportsErrorsAsRestErrors(client);
  await exchangesATeamsToken(client);
  console.log(`passed with ${name}`);
}
await refusesWrongCredentials();
console.log('passed with wrong credentials');

async function createsIssuesRevokesAndDeletes(client: CommunicationIdentityClient): Promise<void> {
  const user = await client.createUser();
  assert.match(user.communicationUserId, /^8:acs:/);
  const { token, expiresOn } = await client.getToken(user, ['chat', 'voip']);
  assert.equal(token.split('.').length, 3);
  assert.ok(expiresOn instanceof Date);
  await client.revokeTokens(user);
  await client.getToken(user, ['chat']);
  await client.deleteUser(user);
  await assertRefused(client.getToken(user, ['chat']), 404, 'IdentityNotFound', "Provided identity doesn't exist.");
  await assertRefused(client.revokeTokens(user), 404, 'IdentityNotFound', "Provided identity doesn't exist.");
  await assertRefused(client.deleteUser(user), 404, 'IdentityNotFound', "Provided identity doesn't exist.");
}

async function issuesEveryScope(client: CommunicationIdentityClient): Promise<void> {
  const user = await client.createUser();
  for (const scopes of [...SCOPES.map((scope) => [scope]), SCOPES]) {
    assert.deepEqual(scopesOf((await client.getToken(user, scopes)).token), scopes);
    const created = await client.createUserAndToken(scopes);
    assert.deepEqual(scopesOf(created.token), scopes);
    assert.match(created.user.communicationUserId, /^8:acs:/);
  }
}

async function acceptsLifetimesInRange(client: CommunicationIdentityClient): Promise<void> {
  const user = await client.createUser();
  for (const minutes of [60, 61, 1440]) {
    const options = { tokenExpiresInMinutes: minutes };
    for (const { expiresOn } of [
      await client.getToken(user, ['chat'], options),
      await client.createUserAndToken(['chat'], options),
    ]) {
      const left = (expiresOn.getTime() - Date.now()) / 60_000;
      assert.ok(left > minutes - 2 && left < minutes + 1, `${left} minutes left of ${minutes}`);
    }
  }
  for (const minutes of [59, 1441]) {
    const options = { tokenExpiresInMinutes: minutes };
    const message =
      `ExpiresInMinutes value ${minutes} is invalid. Value must be within the [60, 1440] interval.`;
    await assertRefused(client.getToken(user, ['chat'], options), 400, 'ValidationError', message);
    await assertRefused(client.createUserAndToken(['chat'], options), 400, 'ValidationError', message);
  }
}

async function reportsErrorsAsRestErrors(client: CommunicationIdentityClient): Promise<void> {
  const user = await client.createUser();
  await assertRefused(
    client.getToken(user, []), 400, 'ValidationError', 'Invalid scopes - Scopes field is required.');
  const message = "Provided identity doesn't belong to the resource.";
  await assertRefused(client.getToken(FOREIGN_USER, ['chat']), 401, 'IdentityNotOwned', message);
  await assertRefused(client.revokeTokens(FOREIGN_USER), 401, 'IdentityNotOwned', message);
  await assertRefused(client.deleteUser(FOREIGN_USER), 401, 'IdentityNotOwned', message);
}

async function exchangesATeamsToken(client: CommunicationIdentityClient): Promise<void> {
  const options = {
    teamsUserAadToken: setting('TEAMS_TOKEN'),
    clientId: setting('TEAMS_APP_ID'),
    userObjectId: setting('TEAMS_USER_ID'),
  };
  const { token, expiresOn } = await client.getTokenForTeamsUser(options);
  assert.equal(claimsOf(token)['skypeid'], `orgid:${options.userObjectId}`);
  assert.ok(expiresOn > new Date());
  const other = '11111111-1111-1111-1111-111111111111';
  for (const [change, status, code, message] of [
    [{ teamsUserAadToken: '' }, 401, 'InvalidAccessToken', 'Provided access token is not valid.'],
    [{ teamsUserAadToken: 'invalid' }, 401, 'InvalidAccessToken', 'Provided access token is not valid.'],
    [{ clientId: '' }, 400, 'ValidationError', 'AppId: The AppId field is required.'],
    [{ clientId: 'invalid' }, 400, 'ValidationError', 'Provided AppId has invalid format.'],
    [{ clientId: other }, 400, 'ValidationError', 'AAD application is not the expected one.'],
    [{ userObjectId: '' }, 400, 'ValidationError', 'UserId: The UserId field is required.'],
    [{ userObjectId: 'invalid' }, 400, 'ValidationError', 'Provided UserId has invalid format.'],
    [{ userObjectId: other }, 400, 'ValidationError', 'Provided AAD token issued for unexpected user.'],
  ] as const) {
    await assertRefused(client.getTokenForTeamsUser({ ...options, ...change }), status, code, message);
  }
}

async function refusesWrongCredentials(): Promise<void> {
  const denied = 'Denied by the resource provider.';
  const wrongKey = new CommunicationIdentityClient(endpoint, { key: 'd3Jvbmc=' });
  await assertRefused(wrongKey.createUser(), 401, 'Denied', denied);
  const wrongToken = { getToken: async () => ({ token: 'a.b.c', expiresOnTimestamp: Date.now() + 3_600_000 }) };
  await assertRefused(
    new CommunicationIdentityClient(endpoint, wrongToken).createUser(), 401, 'Denied', denied);
}

async function assertRefused(
  call: Promise<unknown>, status: number, code: string, message: string): Promise<void> {
  await assert.rejects(call, (error: unknown) => {
    const refused = error as { name: string; statusCode: number; code: string; message: string };
    assert.deepEqual(
      { name: refused.name, statusCode: refused.statusCode, code: refused.code, message: refused.message },
      { name: 'RestError', statusCode: status, code, message });
    return true;
  });
}

function scopesOf(token: string): string[] {
  return String(claimsOf(token)['acsScope']).split(',');
}

function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
}
