import type { AccountInfo, IPublicClientApplication } from "@azure/msal-browser";
import type { RefusedError, Session } from "acs-token-client";

/** Returns the session of a user who is signed in with MSAL.js in a browser. */
export function msalSession(msal: IPublicClientApplication, account: AccountInfo, showProblem: (error: RefusedError) => void): Session {
  const scopes = ["api://<client id>/Tokens.Issue"];
  return {
    bearerToken: async (forceRefresh) => (await msal.acquireTokenSilent({ scopes, account, forceRefresh })).accessToken,
    ended: (error) => showProblem(error),
  };
}
