import type { AzureCommunicationTokenCredential } from "@azure/communication-common";
import { EndpointClient, type EndpointRequest } from "./endpoint-client.js";
import { RefusedError } from "./errors.js";
import { readUserToken, type UserToken } from "./issued-token.js";
import { membersOf, textOf } from "./json.js";
import { RefreshedCredential } from "./refreshed-credential.js";

/** The id and the secret of a guest of an invitation. Anyone who has them and the invitation's code is this guest. */
export interface Guest {
  /** The guest's id. A guest with an id must have joined before. */
  readonly id?: string | undefined;
  /** 22 to 128 characters of base64url, which nobody can guess. The same secret is the same guest of an invitation. */
  readonly secret: string;
}

/** A guest who has joined, as the app keeps it to let the guest come back. */
export interface JoinedGuest extends Guest {
  /** The id, by which the inviter recognises the guest. */
  readonly id: string;
}

/** How a guest joins. */
export interface GuestOptions {
  /** The guest; by default a new one. After a reload of the page, it is the guest that the app has kept. */
  readonly guest?: Guest | undefined;
  /** Cancels joining, which then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Called when the endpoint refuses a refresh, for example because the invitation has ended. Tell the guest. The credential
   * requests a token again when the ACS SDK needs one, so this can be called again.
   */
  readonly ended?: ((error: RefusedError) => void) | undefined;
}

/** The ACS tokens of a guest. */
export interface GuestTokens {
  /** The credential for `ChatClient`, `CallClient` and similar classes of the ACS SDKs. It keeps its token valid until `close`. */
  readonly credential: AzureCommunicationTokenCredential;
  /** The endpoint of the ACS resource, which `ChatClient` needs. */
  readonly endpoint: string;
  /** The guest's ACS identity, such as `8:acs:…`. */
  readonly communicationUserId: string;
  /** The text that the inviter gave to the invitation, such as the id of a meeting. */
  readonly reference: string | undefined;
  /** The id and the secret, which the app keeps to let the guest come back after a reload of the page. */
  readonly guest: JoinedGuest;
  /** Ends the tokens in this page. The guest can come back until the invitation ends, which ends all tokens. */
  close(): void;
}

/**
 * Lets a guest join by invitation. Call it when the guest asks for it, such as after a click: programs that check links open
 * the page of an invitation, too.
 *
 * @param endpoint the address of the token endpoint, such as `https://contoso.azurewebsites.net/api`
 * @param code the invitation's code
 * @throws RefusedError if the guest cannot join; `reason` says why if the code is right
 * @throws UnavailableError if six attempts failed, which takes at least a minute
 * @throws TypeError if the address is none of the web
 */
export async function joinAsGuest(endpoint: string | URL, code: string, options: GuestOptions = {}): Promise<GuestTokens> {
  // The secret exists before the first request, so a retry after a lost response is the same guest.
  const { guest = { secret: newGuestSecret() }, signal = new AbortController().signal, ended = () => {} } = options;
  const client = new EndpointClient(endpoint);
  const first = await client.send(joining(code, guest), signal, (response) => readGuestToken(response.json));
  const joined = { id: first.guestId, secret: guest.secret };
  const refresh = (ending: AbortSignal): Promise<UserToken> =>
    client.send(joining(code, joined), ending, (response) => requireSameIdentity(first, readUserToken(response.json)));
  const credential = new RefreshedCredential(first, refresh, ended);
  return {
    credential,
    endpoint: first.endpoint,
    communicationUserId: first.communicationUserId,
    reference: first.reference,
    guest: joined,
    close: () => credential.dispose(),
  };
}

/** Returns a new secret for a guest, 128 random bits. An app that keeps it before the guest joins never loses the guest. */
export function newGuestSecret(): string {
  const bits = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bits)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

interface GuestToken extends UserToken {
  readonly guestId: string;
  readonly reference: string | undefined;
}

function joining(invitation: string, { id, secret }: Guest): EndpointRequest {
  return { method: "POST", path: "/guests", body: { invitation, guest: { id, secret } } };
}

function readGuestToken(body: unknown): GuestToken | undefined {
  const token = readUserToken(body);
  const guestId = textOf(membersOf(membersOf(body)["guest"])["id"]);
  return token && guestId ? { ...token, guestId, reference: textOf(membersOf(body)["reference"]) } : undefined;
}

// If ACS has lost the identity, joining again creates another one, which is in no chat and in no call of this page.
function requireSameIdentity(first: UserToken, token: UserToken | undefined): UserToken | undefined {
  if (token && token.communicationUserId !== first.communicationUserId) {
    throw new RefusedError(404, { code: "identity_not_found", detail: "The guest has another identity now, and must join again." });
  }
  return token;
}
