/** The error of a request that got no response. */
export class Unreachable extends Error {}

/**
 * Sends a request to the development host and returns its response.
 *
 * @throws Unreachable if there is no response within `seconds`
 */
export async function reach(url, seconds, options) {
  try {
    const response = await fetch(url, { ...options, cache: 'no-store', signal: AbortSignal.timeout(seconds * 1000) });
    return { response, text: await response.text() };
  } catch (error) {
    throw new Unreachable(
      error.name === 'TimeoutError' ? `The development host did not respond within ${seconds} s.` : 'The development host does not respond.',
    );
  }
}
