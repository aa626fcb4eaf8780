const JWT = /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g;
const SHOWN = 16;

/** Returns a JWT's header and claims without verifying it. */
export function decode(jwt) {
  const [header, claims] = jwt.split('.').slice(0, 2).map(decodePart);
  return { header, claims };
}

function decodePart(part) {
  const bytes = Uint8Array.from(atob(part.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
}

/** Returns a text with its JWTs shortened to their beginnings. */
export const elided = (text) => text.replaceAll(JWT, (jwt) => `${jwt.slice(0, SHOWN)}…`);

/** Returns a duration such as “23 h 59 min 58 s”. */
export function duration(seconds) {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const parts = [];
  if (hours > 0) {
    parts.push(`${hours} h`);
  }
  if (hours > 0 || minutes > 0) {
    parts.push(`${minutes} min`);
  }
  return [...parts, `${seconds % 60} s`].join(' ');
}
