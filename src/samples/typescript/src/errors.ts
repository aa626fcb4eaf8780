/** The base class of the errors of this package. No error contains a token. */
export abstract class AcsTokenError extends Error {}

/** The members of the endpoint's problem details that an app uses. They are absent if something else responded. */
export interface Problem {
  /** The stable code of the problem, such as `user_blocked`. */
  readonly code?: string | undefined;
  /** Why a guest cannot join, such as `expired`, `ended` or `full`, if the invitation's code is right. */
  readonly reason?: string | undefined;
  /** What the endpoint says about the problem, for developers. */
  readonly detail?: string | undefined;
  /** The id with which the operator finds the request in the logs. */
  readonly requestId?: string | undefined;
  /** The claims request that the user's next sign-in must contain, as MSAL takes it. */
  readonly claims?: string | undefined;
}

/** The endpoint refused the request, and a retry does not help. */
export class RefusedError extends AcsTokenError implements Problem {
  override readonly name = "RefusedError";
  /** The HTTP status, such as 403. */
  readonly status: number;
  readonly code: string | undefined;
  readonly reason: string | undefined;
  readonly detail: string | undefined;
  readonly requestId: string | undefined;
  readonly claims: string | undefined;

  constructor(status: number, { code, reason, detail, requestId, claims }: Problem = {}) {
    super(`The token endpoint responded with ${[status, code, reason && `(${reason})`].filter(Boolean).join(" ")}.`);
    this.status = status;
    this.code = code;
    this.reason = reason;
    this.detail = detail;
    this.requestId = requestId;
    this.claims = claims;
  }
}

/** The endpoint is unavailable: all attempts failed. A later attempt may succeed. */
export class UnavailableError extends AcsTokenError {
  override readonly name = "UnavailableError";
  /** The HTTP status of the last response. It is absent if the last attempt got no response, and `cause` then says why. */
  readonly lastStatus: number | undefined;

  constructor(lastStatus: number | undefined, cause?: unknown) {
    const last = lastStatus === undefined ? "there was no response" : `the last response had the status ${lastStatus}`;
    super(`The token endpoint is unavailable: ${last}.`, { cause });
    this.lastStatus = lastStatus;
  }
}

/** The user was signed out, or the tokens were closed, before the request ended. */
export class SignedOutError extends AcsTokenError {
  override readonly name = "SignedOutError";

  constructor() {
    super("The user is signed out.");
  }
}
