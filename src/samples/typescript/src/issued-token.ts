import { membersOf, textOf } from "./json.js";

/** A token of Azure Communication Services. */
export interface IssuedToken {
  readonly token: string;
  /** When the token expires, in milliseconds since the epoch. */
  readonly expiresOn: number;
}

/** A token of an ACS user, with what chat clients need besides it. */
export interface UserToken extends IssuedToken {
  readonly endpoint: string;
  readonly communicationUserId: string;
}

/** Reads a token from the body of a response. Returns nothing if there is none: the endpoint did not send that response. */
export function readToken(body: unknown): IssuedToken | undefined {
  const { token, expiresOn } = membersOf(body);
  const time = Date.parse(textOf(expiresOn) ?? "");
  return textOf(token) && !Number.isNaN(time) ? { token: String(token), expiresOn: time } : undefined;
}

/** Reads a token like `readToken`, and the user's ACS identity and endpoint. */
export function readUserToken(body: unknown): UserToken | undefined {
  const issued = readToken(body);
  const endpoint = textOf(membersOf(body)["endpoint"]);
  const communicationUserId = textOf(membersOf(membersOf(body)["user"])["communicationUserId"]);
  return issued && endpoint && communicationUserId ? { ...issued, endpoint, communicationUserId } : undefined;
}
