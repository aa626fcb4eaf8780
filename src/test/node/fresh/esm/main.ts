import { AcsTokens, SignedOutError, type Session } from "acs-token-client";

const [endpoint = "", bearerToken = ""] = process.argv.slice(2);
const session: Session = {
  bearerToken: async () => bearerToken,
  ended: (error) => console.log(`ended ${error.status} ${error.code}`),
};

const tokens = await AcsTokens.signIn(endpoint, session, { scopes: ["chat"] });
const first = await tokens.credential.getToken();
console.log(`token ${first.token}`);

while ((await tokens.credential.getToken()).token === first.token) {
  await new Promise((resolve) => setTimeout(resolve, 100));
}
console.log(`refreshed ${(await tokens.credential.getToken()).token}`);

await tokens.signOut();
await tokens.credential.getToken().catch((error: unknown) => {
  console.log(error instanceof SignedOutError ? "signed out" : String(error));
});
