import client = require("acs-token-client");

const signIn: (endpoint: string, session: client.Session) => Promise<client.AcsTokens> = client.AcsTokens.signIn;
export = { signIn, errors: [client.RefusedError, client.UnavailableError, client.SignedOutError] };
