// Within single quotes, a shell interprets nothing but the quote itself.
const quoted = (text) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** Returns the shell commands that do what the page does: get a bearer token and send the request. */
export function curl(request, { user, roles }, issuer) {
  const query = `user=${encodeURIComponent(user)}${roles.length > 0 ? `&roles=${encodeURIComponent(roles.join(','))}` : ''}`;
  const parts = [`curl -si${request.method === 'GET' ? '' : ` -X ${request.method}`} ${quoted(request.url)}`];
  if (!request.anonymous) {
    parts.push('-H "Authorization: Bearer $TOKEN"');
  }
  for (const [name, value] of Object.entries(request.headers)) {
    parts.push(`-H ${quoted(`${name}: ${value}`)}`);
  }
  if (request.body !== undefined) {
    parts.push(`-d ${quoted(request.body)}`);
  }
  const send = parts.join(' \\\n  ');
  return request.anonymous ? send : `TOKEN=$(curl -s ${quoted(`${issuer}/token?${query}`)})\n${send}`;
}
