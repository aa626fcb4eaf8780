import { joinAsGuest, newGuestSecret, RefusedError, UnavailableError, type GuestTokens } from "acs-token-client";

/** The parts of the page. */
export interface JoinPage {
  readonly button: HTMLButtonElement;
  /** Starts the appointment, again if the guest has joined again. */
  start(tokens: GuestTokens): void;
  tell(text: string): void;
}

/** Sets up the page that the link opens. */
export function openJoinPage(endpoint: string, page: JoinPage): void {
  // A mail program may count the full stop after the link as a part of it.
  const code = location.hash.match(/[\w-]+/)?.[0] ?? "";
  let tokens: GuestTokens | undefined;
  const fail = (error: unknown) => {
    page.button.disabled = false;
    page.tell(explain(error));
  };
  const join = async () => {
    page.button.disabled = true;
    tokens?.close();
    const secret = sessionStorage.getItem(code) ?? newGuestSecret();
    sessionStorage.setItem(code, secret);
    try {
      tokens = await joinAsGuest(endpoint, code, { guest: { secret }, ended: fail });
      page.start(tokens);
    } catch (error) {
      fail(error);
    }
  };
  page.button.onclick = join;
  // A page that was reloaded goes on. Any other one waits, because programs that check links open it, too.
  if (sessionStorage.getItem(code)) void join();
  // A corrected link in the same tab changes only the fragment, for which a browser loads nothing.
  addEventListener("hashchange", () => location.reload());
}

function explain(error: unknown): string {
  if (error instanceof UnavailableError) return "The appointment is unavailable. Try again in a few minutes.";
  if (!(error instanceof RefusedError)) throw error;
  if (error.code === "identity_not_found") return "The connection is lost. Join again.";
  switch (error.reason) {
    case "expired":
    case "ended":
      return "The appointment is over.";
    case "full":
      return "Somebody has joined with this link already. Ask the clinic for another one.";
    case "suspended":
      return "The appointment cannot take place. Call the clinic.";
    default:
      return "This link does not work. Check that you have copied all of it.";
  }
}
