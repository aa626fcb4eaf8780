import { joinAsGuest, newGuestSecret, RefusedError, UnavailableError, type GuestTokens } from "acs-token-client";

/** What the page shows. */
export interface JoinPage {
  readonly button: HTMLElement;
  start(tokens: GuestTokens): void;
  tell(text: string): void;
}

/** Sets up the page that the link opens. */
export function openJoinPage(endpoint: string, page: JoinPage): void {
  const code = location.hash.slice(1);
  const join = async () => {
    const secret = sessionStorage.getItem(code) ?? newGuestSecret();
    sessionStorage.setItem(code, secret);
    try {
      const ended = (error: RefusedError) => page.tell(explain(error));
      page.start(await joinAsGuest(endpoint, code, { guest: { secret }, ended }));
    } catch (error) {
      page.tell(explain(error));
    }
  };
  // A page that was reloaded goes on. Any other one waits, because programs that check links open it, too.
  if (sessionStorage.getItem(code)) void join();
  else page.button.onclick = join;
}

function explain(error: unknown): string {
  if (error instanceof UnavailableError) return "The appointment is unavailable. Try again in a few minutes.";
  if (!(error instanceof RefusedError)) throw error;
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
