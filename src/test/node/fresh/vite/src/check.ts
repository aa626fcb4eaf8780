/** Throws an error that names the value if it is not the expected one. */
export function equal(actual: unknown, expected: unknown, what: string): void {
  if (actual !== expected) throw new Error(`${what} is ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`);
}

/** Returns a value that must be there. */
export function present<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined || value === "") throw new Error(`${what} is missing`);
  return value;
}

/** Verifies that the browser does not let the page read the response. */
export async function hidden(response: Promise<Response>): Promise<void> {
  const status = await response.then(
    (it) => it.status,
    (why: unknown) => (why instanceof TypeError ? "hidden" : String(why)),
  );
  equal(status, "hidden", "the response");
}
