// Makes the calls of every generated client, and prints a line for each. The arguments are the endpoint, a bearer token of an
// admin, and a server with unusual responses.

import createClient from 'openapi-fetch';
import type { components, paths } from './build/contract.mjs';

declare const process: { argv: string[] };

type Problem = components['schemas']['Problem'];

const [, , endpoint = '', bearerToken = '', unusualEndpoint = ''] = process.argv;
const headers = { authorization: `Bearer ${bearerToken}` };
const client = createClient<paths>({ baseUrl: endpoint, headers });
const unusual = createClient<paths>({ baseUrl: unusualEndpoint, headers });
const me = { params: { path: { userId: 'me' } } };

function refusal(status: number, problem: Problem | undefined) {
  return `${status} ${problem?.code ?? 'without a problem'}`;
}

async function print(
  name: string,
  call: Promise<{ data?: { scopes?: string[] } | undefined; error?: Problem | undefined; response: Response }>,
) {
  const { data, error, response } = await call;
  console.log(`${name}: ${response.ok ? (data?.scopes ?? ['done']).join(' ') : refusal(response.status, error)}`);
}

const issue = (userId: string) => unusual.POST('/users/{userId}/tokens', { params: { path: { userId } } });

await print('no body', client.POST('/users/{userId}/tokens', me));
await print('empty request', client.POST('/users/{userId}/tokens', { ...me, body: {} }));
await print('60 minutes', client.POST('/users/{userId}/tokens', { ...me, body: { expiresInMinutes: 60 } }));
await print('refresh', client.POST('/users/{userId}/tokens/refresh', me));
await print('empty access', client.PUT('/users/{userId}/access', { ...me, body: {} }));
await print('access', client.GET('/users/{userId}/access', me));
await print('revoke', client.DELETE('/users/{userId}/tokens', me));
await print('new scope', issue('new-scope'));
await print('new code', issue('new-code'));
await print('date to retry', issue('date-to-retry'));
await print('page', issue('page'));
