import { byId, element, timeOf, type Mood } from "./dom.js";

const MAX_SHOWN = 30;

/** A request of the client package or of the app, and the response to it. */
export interface SentRequest {
  readonly at: Date;
  readonly method: string;
  readonly url: URL;
  readonly scopes: readonly string[];
  /** The status of the response, or nothing if there was none. */
  readonly status: number | undefined;
  readonly retryAfter: string | null;
  /** The code of the problem in the response. */
  readonly code: string | undefined;
}

/**
 * Reports the requests to these addresses, and shows them. The page replaces `fetch` for it, because the client package
 * has no need to tell of its requests.
 */
export function observeRequests(addresses: readonly string[], report: (request: SentRequest) => void): void {
  const send = globalThis.fetch.bind(globalThis);
  globalThis.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input, location.href);
    if (!addresses.some((address) => url.href.startsWith(address))) return send(input, init);
    const request = { at: new Date(), method: init?.method ?? "GET", url, scopes: scopesOf(init?.body) };
    const observed = (sent: SentRequest): void => {
      show(sent);
      report(sent);
    };
    let response: Response;
    try {
      response = await send(input, init);
    } catch (error) {
      if (!init?.signal?.aborted) observed({ ...request, status: undefined, retryAfter: null, code: undefined });
      throw error;
    }
    const { status, headers } = response;
    observed({ ...request, status, retryAfter: headers.get("Retry-After"), code: await codeOf(response) });
    return response;
  };
}

/** Returns the response in words, such as "429 acs_throttled, Retry-After 3 s". */
export function outcomeOf({ status, code, retryAfter }: SentRequest): string {
  const response = status === undefined ? "no response" : [status, code].filter(Boolean).join(" ");
  return retryAfter ? `${response}, Retry-After ${retryAfter} s` : response;
}

export const isSuccess = ({ status }: SentRequest): boolean => status !== undefined && status < 300;

function scopesOf(body: BodyInit | null | undefined): readonly string[] {
  return typeof body === "string" ? (JSON.parse(body) as { scopes?: string[] }).scopes ?? [] : [];
}

async function codeOf(response: Response): Promise<string | undefined> {
  if (!response.headers.get("Content-Type")?.startsWith("application/problem+json")) return undefined;
  try {
    return ((await response.clone().json()) as { code?: string } | null)?.code;
  } catch {
    // The client package reads the response itself, and decides about a body that is cut off or no JSON.
    return undefined;
  }
}

function show(request: SentRequest): void {
  const { at, method, url, scopes } = request;
  const place = url.origin === location.origin ? url.pathname : url.origin + url.pathname;
  const list = byId("requests");
  byId("no-requests").hidden = true;
  list.prepend(
    element(
      "li",
      {},
      element("time", {}, timeOf(at)),
      element("span", { class: `badge ${moodOf(request)}` }, outcomeOf(request)),
      element("span", { class: "sent" }, `${method} ${place}${scopes.length > 0 ? ` ${scopes.join(" ")}` : ""}`),
    ),
  );
  while (list.children.length > MAX_SHOWN) list.lastElementChild?.remove();
}

function moodOf(request: SentRequest): Mood {
  if (isSuccess(request)) return "good";
  return request.status === undefined || request.status === 429 || request.status >= 500 ? "warning" : "bad";
}
