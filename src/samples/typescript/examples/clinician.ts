import type { ChatThreadClient } from "@azure/communication-chat";
import type { Session } from "acs-token-client";

/** An appointment in the clinic's calendar, with the chat that belongs to it. */
export interface Appointment {
  readonly id: string;
  readonly threadId: string;
  readonly endsOn: Date;
}

/** An invitation, as the clinic's app keeps it. */
export interface Invitation {
  readonly invitationId: string;
  readonly code: string;
}

/** The steps of a clinician with the invitation to an appointment. */
export class Clinician {
  readonly #endpoint: string;
  readonly #session: Session;

  constructor(endpoint: string, session: Session) {
    this.#endpoint = endpoint;
    this.#session = session;
  }

  async invite({ id, threadId, endsOn }: Appointment): Promise<Invitation> {
    const response = await this.#send("POST", "/invitations", {
      headers: { "Content-Type": "application/json", "Idempotency-Key": id },
      body: JSON.stringify({ scopes: ["chat.join.limited", "voip.join"], expiresOn: endsOn, reference: threadId }),
    });
    return response.json();
  }

  linkFor({ code }: Invitation): string {
    return `https://app.example/join#${code}`;
  }

  /** Adds the guests who have joined to the chat, and returns how many there are. */
  async admit({ invitationId }: Invitation, chat: ChatThreadClient): Promise<number> {
    const response = await this.#send("GET", `/invitations/${invitationId}`);
    const guests: { user: { communicationUserId: string } }[] = (await response.json()).guests;
    const participants = guests.map(({ user }) => ({ id: user, displayName: "Patient" }));
    if (participants.length > 0) await chat.addParticipants({ participants });
    return participants.length;
  }

  /** Ends the appointment, and returns whether all guests are deleted already. */
  async end({ invitationId }: Invitation): Promise<boolean> {
    const response = await this.#send("DELETE", `/invitations/${invitationId}`);
    return response.status === 204;
  }

  async #send(method: string, path: string, { headers, body }: { headers?: Record<string, string>; body?: string } = {}): Promise<Response> {
    const bearerToken = await this.#session.bearerToken(false);
    const response = await fetch(this.#endpoint + path, {
      method,
      headers: { ...headers, Authorization: `Bearer ${bearerToken}` },
      ...(body && { body }),
    });
    if (!response.ok) throw new Error(`${method} ${path} got ${response.status}: ${await response.text()}`);
    return response;
  }
}
