export { AcsTokens, type SignInOptions } from "./acs-tokens.js";
export { AcsTokenError, RefusedError, SignedOutError, UnavailableError, type Problem } from "./errors.js";
export { joinAsGuest, newGuestSecret, type Guest, type GuestOptions, type GuestTokens, type JoinedGuest } from "./guest-tokens.js";
export type { Session } from "./session.js";
export { needsSignIn, TeamsTokens, type TeamsSession } from "./teams-tokens.js";
