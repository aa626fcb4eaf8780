// A console app in which a Teams user signs in with MSAL. ../README.md describes its input and output.
import { createInterface } from "node:readline";
import { PublicClientApplication } from "@azure/msal-node";
import { needsSignIn, RefusedError, TeamsTokens } from "acs-token-client";

const [endpoint, authority, clientId, scope, userName] = process.argv.slice(2);
const { host, hostname } = new URL(authority);
const isEmulated = hostname === "127.0.0.1";
const msal = new PublicClientApplication({
  auth: { clientId, authority, knownAuthorities: isEmulated ? [host] : [] },
});
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
let account;
let challenge;

async function signIn(more = {}) {
  const openBrowser = isEmulated ? follow : async (url) => console.log(`open ${url}`);
  const loginHint = account?.username ?? userName;
  ({ account } = await msal.acquireTokenInteractive({ scopes: [scope], loginHint, openBrowser, ...more }));
}

// Does what a browser does with the emulated tenant: it sends the form of the page that it gets.
async function follow(url) {
  const page = await (await fetch(url)).text();
  const [, action] = page.match(/action="([^"]*)"/) ?? [];
  if (!action) throw new Error(page);
  const fields = [...page.matchAll(/name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]);
  await fetch(action, { method: "POST", body: new URLSearchParams(fields) });
}

const session = {
  async bearerToken(forceRefresh) {
    return (await msal.acquireTokenSilent({ scopes: [scope], account, forceRefresh })).accessToken;
  },
  async signInAgain({ code, claims }) {
    console.log(`interactive ${code} ${claims ?? ""}`);
    await signIn({ claims, prompt: code === "consent_required" ? "consent" : undefined });
  },
  ended(error) {
    challenge = needsSignIn(error) ? error : undefined;
    console.log(`ended ${error.status} ${error.code}`);
  },
};

// Gets a token as a calling client does, and prints it.
async function printToken(credential) {
  try {
    console.log(`token ${(await credential.getToken()).token}`);
  } catch (error) {
    console.log(`failed ${error}`);
  }
}

await signIn();
const tokens = await TeamsTokens.signIn(endpoint, session).catch((error) => {
  if (!(error instanceof RefusedError)) throw error;
  console.log(`refused ${error.status} ${error.code}`);
  process.exit();
});
console.log("signed in");
for (let line; ["token", "sign in"].includes((line = (await lines.next()).value)); ) {
  if (line === "sign in" && challenge) await session.signInAgain(challenge);
  console.log("asking");
  await printToken(tokens.credential);
}
tokens.close();
process.stdin.destroy();
console.log("signed out");
await printToken(tokens.credential);
