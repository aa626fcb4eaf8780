// Every other id is sent in the form with ~, which no proxy can change.
const SAFE = /^(?!~|\.{1,2}$)[\w.~@:+,;=$!-]+$/;

/** Returns the segment of a path that names a user. The text `me` is the caller, and any other text is an id. */
export function userAddress(text) {
  return SAFE.test(text) ? encodeURIComponent(text) : `~${base64url(new TextEncoder().encode(text))}`;
}

const base64url = (bytes) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
