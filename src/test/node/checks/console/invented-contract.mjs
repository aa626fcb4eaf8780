// Operations that the endpoint does not have, with what a contract may contain.

const SCOPES = { type: 'array', items: { $ref: '#/components/schemas/Scope' } };
const json = (schema, more) => ({ content: { 'application/json': { schema, ...more } } });

const GUESTS_OF_ROOM = {
  parameters: [
    { name: 'roomId', in: 'path', required: true, example: 'lobby 1', description: 'A room', schema: { type: 'string' } },
  ],
  delete: { operationId: 'EndGuests', summary: 'Send all guests away', security: [], responses: {} },
  post: {
    operationId: 'InviteGuest',
    summary: 'Invite a guest',
    description: 'Sends a `code`\nby mail.\n\nThe mail is sent once.',
    parameters: [
      { name: 'notify', in: 'query', schema: { type: 'boolean' } },
      { name: 'language', in: 'query', schema: { type: 'string', enum: ['de', 'en'] } },
      { name: 'Idempotency-Key', in: 'header', example: 'k-1', schema: { type: 'string' } },
      { name: 'session', in: 'cookie', schema: { type: 'string' } },
    ],
    requestBody: {
      required: true,
      ...json({
        type: 'object',
        required: ['address', 'scopes'],
        properties: {
          address: { type: 'string', examples: ['guest@contoso.com'] },
          seats: { type: ['integer', 'null'], minimum: 1, maximum: 9, default: 2, description: 'How many. At most nine.' },
          scopes: SCOPES,
          labels: { type: 'array', items: { type: 'string' } },
          createdOn: { type: 'string', readOnly: true },
        },
      }),
    },
    responses: {},
  },
};

const INVITATIONS = {
  post: {
    operationId: 'CreateInvitation',
    summary: 'Create an invitation',
    parameters: [{ name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string' } }],
    requestBody: {
      required: true,
      ...json({
        allOf: [
          { type: 'object', required: ['expiresOn'], properties: { expiresOn: { type: 'string', format: 'date-time' } } },
          {
            required: ['guests'],
            properties: {
              guests: { type: 'integer', default: 1 },
              day: { type: 'string', format: 'date' },
              reference: { anyOf: [{ type: 'string' }, { type: 'null' }] },
            },
          },
        ],
      }),
    },
    responses: { 202: { description: 'Accepted' } },
  },
};

const INVITATION = {
  parameters: [{ name: 'invitationId', in: 'path', required: true, example: 'i-1', schema: { type: 'string' } }],
  get: { operationId: 'GetInvitation', summary: 'Get an invitation', responses: {} },
  delete: { operationId: 'EndInvitation', summary: 'End an invitation', responses: {} },
};

const GUESTS = {
  post: {
    operationId: 'JoinAsGuest',
    summary: 'Join as a guest',
    security: [],
    requestBody: {
      required: true,
      ...json({
        type: 'object',
        required: ['invitation'],
        properties: {
          invitation: { type: 'string' },
          guest: {
            type: 'object',
            required: ['secret'],
            properties: { secret: { type: 'string' }, seat: { type: 'object', properties: { row: { type: 'integer' } } } },
          },
          answers: { type: 'object', additionalProperties: { type: 'string' } },
        },
      }),
    },
    responses: { 202: { description: 'Accepted' } },
  },
};

const REPORTS = {
  post: {
    operationId: 'SendReport',
    summary: 'Send a report',
    security: [],
    requestBody: {
      required: true,
      ...json({
        oneOf: [
          { type: 'object', required: ['kind', 'text'], properties: { kind: { const: 'text' }, text: { type: 'string' } } },
          { type: 'object', required: ['kind', 'score'], properties: { kind: { const: 'score' }, score: { type: 'integer' } } },
        ],
      }),
    },
    responses: {},
  },
};

const LISTS = {
  put: {
    operationId: 'SetList',
    summary: 'Set the list',
    security: [],
    requestBody: { required: true, ...json({ type: 'array', items: { type: 'string' } }, { example: ['a', 'b'] }) },
    responses: {},
  },
};

const ADOPTION = json({
  type: 'object',
  required: ['communicationUserId'],
  properties: { communicationUserId: { type: 'string', example: '8:acs:1_2' } },
});

/** Adds the operations to a contract. */
export function withInventedOperations(contract) {
  const { paths } = contract;
  paths['/users/{userId}/identity'].put.requestBody = ADOPTION;
  Object.assign(paths, {
    '/rooms/{roomId}/guests': GUESTS_OF_ROOM,
    '/invitations': INVITATIONS,
    '/invitations/{invitationId}': INVITATION,
    '/guests': GUESTS,
    '/reports': REPORTS,
    '/list': LISTS,
  });
  return contract;
}
