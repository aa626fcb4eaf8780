// Starts oidc-provider, an OpenID Connect provider, on a loopback port: node provider.mjs PORT
// A line "rotate" on the standard input replaces its signing keys.
//
// A token's audience is the origin of the resource that it is requested for. The path of the resource says what the
// token is like: an algorithm, or one of opaque, encrypted, expired and symmetric.
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import Provider from 'oidc-provider';

const SCOPE = 'Tokens.Issue';
const ALGORITHMS = [
  ...['RS', 'PS', 'ES'].flatMap((family) => [256, 384, 512].map((bits) => family + bits)),
  'EdDSA',
  'Ed25519',
];
const ADMINS = ['root', 'operations'];

const port = Number(process.argv[2]);
const issuer = `http://127.0.0.1:${port}/oidc`;
const cookieKeys = [randomUUID()];
const sharedSecret = randomBytes(32);
const encryptionKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;

function app(id) {
  return {
    client_id: id,
    client_secret: `secret-of-${id}`,
    token_endpoint_auth_method: 'client_secret_post',
    redirect_uris: ['https://app.example/callback'],
  };
}

function service(id) {
  return { ...app(id), grant_types: ['client_credentials'], redirect_uris: [], response_types: [] };
}

// One key of each type, as providers publish them side by side, and one that is not for signatures.
function newKeys() {
  return [
    ['rsa', { modulusLength: 2048 }, 'sig'],
    ['ec', { namedCurve: 'P-256' }, 'sig'],
    ['ec', { namedCurve: 'P-384' }, 'sig'],
    ['ec', { namedCurve: 'P-521' }, 'sig'],
    ['ed25519', {}, 'sig'],
    ['rsa', { modulusLength: 2048 }, 'enc'],
  ].map(([type, options, use]) => ({
    ...generateKeyPairSync(type, options).privateKey.export({ format: 'jwk' }),
    kid: randomUUID(),
    use,
  }));
}

function tokensOf(resource) {
  const kind = new URL(resource).pathname.slice(1);
  switch (kind) {
    case 'opaque':
      return { accessTokenFormat: 'opaque' };
    case 'encrypted':
      return {
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' }, encrypt: { alg: 'RSA-OAEP-256', enc: 'A256GCM', key: encryptionKey } },
      };
    case 'expired':
      return { accessTokenFormat: 'jwt', jwt: { sign: { alg: 'RS256' } } };
    case 'symmetric':
      return { accessTokenFormat: 'jwt', jwt: { sign: { alg: 'HS256', key: sharedSecret } } };
    default:
      return { accessTokenFormat: 'jwt', jwt: { sign: { alg: kind } } };
  }
}

function start() {
  return new Provider(issuer, {
    clients: [app('chat-app'), app('mail-app'), service('directory-sync'), service('operations'), service('alice')],
    cookies: { keys: cookieKeys },
    extraTokenClaims: (context, token) =>
      ADMINS.includes(token.accountId ?? token.clientId) ? { roles: ['Identity.Admin'] } : {},
    enabledJWA: { idTokenSigningAlgValues: ALGORITHMS },
    features: {
      clientCredentials: { enabled: true },
      dPoP: { enabled: true },
      encryption: { enabled: true },
      requestObjects: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (context, resource) => ({
          audience: new URL(resource).origin,
          scope: SCOPE,
          ...tokensOf(resource),
        }),
      },
    },
    formats: {
      customizers: {
        jwt: (context, token, { payload }) => {
          if (context.oidc.params.resource.endsWith('/expired')) {
            payload.iat -= 7200;
            payload.exp = payload.iat + 3600;
          }
        },
      },
    },
    jwks: { keys: newKeys() },
    scopes: ['openid', SCOPE],
  }).callback();
}

let provider = start();

createServer((request, response) => {
  // The provider is mounted under a path, which it learns as from a framework.
  request.originalUrl = request.url;
  request.url = request.url.replace(/^\/oidc/, '');
  provider(request, response);
}).listen(port, '127.0.0.1', () => console.log(`Issuer ${issuer}`));

createInterface({ input: process.stdin }).on('line', (line) => {
  if (line === 'rotate') {
    provider = start();
    console.log('Keys rotated');
  }
});
