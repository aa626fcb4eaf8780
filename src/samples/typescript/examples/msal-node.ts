import type { AccountInfo, PublicClientApplication } from "@azure/msal-node";
import type { RefusedError, Session } from "acs-token-client";

/** Returns the session of a user who is signed in with MSAL Node, such as in a desktop app. */
export function msalSession(msal: PublicClientApplication, account: AccountInfo, showProblem: (error: RefusedError) => void): Session {
  const scopes = ["api://<client id>/Tokens.Issue"];
  return {
    bearerToken: async (forceRefresh) => (await msal.acquireTokenSilent({ scopes, account, forceRefresh })).accessToken,
    ended: (error) => showProblem(error),
  };
}
