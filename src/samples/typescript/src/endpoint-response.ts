import { RefusedError, UnavailableError } from "./errors.js";
import { membersOf, textOf } from "./json.js";

/** The outcome of an attempt: a response of the endpoint or of something on the way to it, or no response. */
export class EndpointResponse {
  readonly status: number | undefined;
  readonly #headers: Headers;
  readonly #body: string;
  readonly #cause: unknown;

  private constructor(status: number | undefined, headers: Headers, body: string, cause?: unknown) {
    this.status = status;
    this.#headers = headers;
    this.#body = body;
    this.#cause = cause;
  }

  static async of(response: Response): Promise<EndpointResponse> {
    // A browser hides the status of a redirect that it does not follow.
    if (response.type === "opaqueredirect") return EndpointResponse.none(new Error("The response is a redirect."));
    return new EndpointResponse(response.status, response.headers, await response.text());
  }

  static none(cause: unknown): EndpointResponse {
    return new EndpointResponse(undefined, new Headers(), "", cause);
  }

  /** The value of a JSON body, or nothing if the body is no JSON. */
  get json(): unknown {
    try {
      return JSON.parse(this.#body);
    } catch {
      return undefined; // The error is dropped, because its message quotes the body, which may contain a token.
    }
  }

  get isSuccess(): boolean {
    return this.status !== undefined && this.status >= 200 && this.status < 300;
  }

  /** Whether the same request may succeed later. */
  get isTemporary(): boolean {
    if (this.status === undefined || this.isSuccess) return true;
    // The Functions host sends a 404 of its own while it starts. It says nothing about the user.
    // A gateway redirects to a sign-in of its own, which says nothing about the user either.
    const isRedirect = this.status >= 300 && this.status < 400;
    return isRedirect || this.status === 429 || this.status >= 500 || (this.status === 404 && !this.#isProblem);
  }

  /** How many seconds to wait before a retry, or nothing if the response does not say it. */
  get retryAfterSeconds(): number | undefined {
    // A browser may hide the header, and a gateway may send a date.
    const inHeader = this.#headers.get("Retry-After") ?? "";
    const seconds = /^\d+$/.test(inHeader) ? Number(inHeader) : Number(membersOf(this.json)["retryAfterSeconds"]);
    return seconds > 0 ? seconds : undefined;
  }

  get refusal(): RefusedError {
    const problem = this.#isProblem ? membersOf(this.json) : {};
    return new RefusedError(this.status ?? 0, {
      code: textOf(problem["code"]),
      reason: textOf(problem["reason"]),
      detail: textOf(problem["detail"]),
      requestId: textOf(problem["requestId"]) ?? textOf(this.#headers.get("x-request-id")),
      claims: textOf(problem["claims"]),
    });
  }

  get unavailability(): UnavailableError {
    return new UnavailableError(this.status, this.#cause);
  }

  get #isProblem(): boolean {
    return this.#headers.get("Content-Type")?.startsWith("application/problem+json") ?? false;
  }
}
