const SCOPES = ['chat', 'chat.join', 'chat.join.limited', 'voip', 'voip.join'];

const whatIsGiven = (text) => text.trim() || undefined;

/** The number that a text is, a text that is none, undefined for an empty one. */
export const number = (text) => (/^\d{1,9}$/.test(text.trim()) ? Number(text) : whatIsGiven(text));

// Fields of requests. `read` turns a field's text, or the list of what is ticked, into the value that is sent;
// undefined leaves it out.

const PATH_FIELDS = {
  userId: { hint: '“me” is the caller; another id needs Identity.Admin.', initial: 'me' },
  communicationUserId: { hint: 'An ACS identity, such as 8:acs:…' },
};

const scopes = {
  name: 'scopes',
  hint: 'None ticked: all that the user may have.',
  options: SCOPES,
  read: (ticked) => (ticked.length > 0 ? ticked : undefined),
};

const expiresInMinutes = {
  name: 'expiresInMinutes',
  hint: '60 to 1440; empty for the default.',
  read: number,
};

const allowedScopes = { ...scopes, hint: 'None ticked: the user is blocked.', read: (ticked) => ticked };

const teamsUserToken = { name: 'teamsUserToken', hint: 'The Teams user’s Entra token.', read: whatIsGiven };

const ifMatch = { name: 'If-Match', hint: 'An ETag, or *; empty for any version.', read: whatIsGiven };

/**
 * The operations, named as their functions are: what one does, and the fields of its body. Methods and
 * routes come from the functions themselves, and with the routes the fields of the path. `anonymous` ones
 * are sent without a bearer token.
 */
const OPERATIONS = {
  IssueToken: {
    does: 'Issues a token. A user without identity gets one first.',
    body: [scopes, expiresInMinutes],
  },
  RefreshToken: {
    does: 'Issues a new token for an identity that exists, and never makes one.',
    body: [scopes, expiresInMinutes],
  },
  RevokeTokens: { does: 'Revokes every token issued so far.' },
  CreateIdentity: { does: 'Makes sure that the user has an ACS identity.' },
  GetIdentity: { does: 'Tells which ACS identity the user has.' },
  DeleteIdentity: { does: 'Deletes the user’s ACS identity, its tokens with it.' },
  GetAccess: { does: 'Tells which scopes the user may have. Needs Identity.Admin.' },
  SetAccess: {
    does: 'Says which scopes the user may have; what is taken away is revoked first. Needs Identity.Admin.',
    headers: [ifMatch],
    body: [allowedScopes],
  },
  ResetAccess: {
    does: 'Lets the user have what is configured for all again. Needs Identity.Admin.',
    headers: [ifMatch],
  },
  FindUser: { does: 'Tells whose ACS identity it is. Needs Identity.Admin.' },
  ExchangeTeamsToken: {
    does: 'Exchanges a Teams user’s Entra token for one of ACS; off unless configured.',
    body: [teamsUserToken],
  },
  Health: { does: 'Tells whether the endpoint is configured and its dependencies are up.', anonymous: true },
  OpenApi: { does: 'The contract, OpenAPI 3.1.', anonymous: true },
};

/** The operations that the host serves, in the order above; one that is not above comes last, with its path's fields. */
export function operations(served) {
  const order = Object.keys(OPERATIONS);
  const position = ({ name }) => (order.includes(name) ? order.indexOf(name) : order.length);
  return served
    .toSorted((a, b) => position(a) - position(b))
    .map((route) => ({ does: '', body: [], headers: [], anonymous: false, ...OPERATIONS[route.name], ...route }));
}

/** All that there is to fill in for an operation. */
export const fieldsOf = (operation) => [...pathFields(operation), ...operation.headers, ...operation.body];

function pathFields({ path }) {
  return [...path.matchAll(/{(\w+)}/g)].map(([, name]) => ({
    name,
    initial: '',
    ...PATH_FIELDS[name],
    read: (text) => text.trim(),
  }));
}

/**
 * The request that the fields' values make, its bearer token aside.
 *
 * @param values of the fields, by name
 */
export function requestOf(operation, values) {
  const read = (field) => field.read(values[field.name]);
  const path = operation.path.replaceAll(/{(\w+)}/g, (_, name) => encodeURIComponent(values[name].trim()));
  const headers = Object.fromEntries(
    operation.headers.map((field) => [field.name.toLowerCase(), read(field)]).filter(([, value]) => value !== undefined),
  );
  const json = Object.fromEntries(
    operation.body.map((field) => [field.name, read(field)]).filter(([, value]) => value !== undefined),
  );
  const body = Object.keys(json).length > 0 ? JSON.stringify(json) : undefined;
  return {
    name: operation.name,
    userId: operation.path.includes('{userId}') ? values.userId.trim() : undefined,
    method: operation.method,
    url: location.origin + path,
    anonymous: operation.anonymous,
    headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
    body,
  };
}
