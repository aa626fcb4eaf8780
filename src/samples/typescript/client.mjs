// A console app with one signed-in user. src/samples/README.md describes its input and output.
import { createInterface } from "node:readline";
import { AcsTokens, Refused } from "./build/acs-tokens.mjs";

const [endpoint, bearerToken, freshBearerToken = bearerToken] = process.argv.slice(2);
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const session = {
  bearerToken: async (fresh) => (fresh ? freshBearerToken : bearerToken),
  ended: (why) => console.log(`ended ${why.status}`),
};

// Gets a token as a chat client does, and prints it.
async function printToken(credential) {
  try {
    console.log(`token ${(await credential.getToken()).token}`);
  } catch (why) {
    console.log(`failed ${why}`);
  }
}

// The SDK's timer does not catch errors that the refresher throws.
process.on("unhandledRejection", (why) => console.log(`unhandled ${why}`));
const tokens = await AcsTokens.signIn(endpoint, session).catch((why) => {
  if (!(why instanceof Refused)) throw why;
  console.log(`refused ${why.status}`);
  process.exit();
});
console.log("signed in");
while ((await lines.next()).value === "token") {
  console.log("asking");
  await printToken(tokens.credential);
}
await tokens.signOut();
process.stdin.destroy();
console.log("signed out");
await printToken(tokens.credential);
