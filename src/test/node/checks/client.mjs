// The TypeScript sample as an app uses it. Says on standard output what happens. Lines of standard
// input are orders: "token" until another one signs out. Then it ends: a timer left would keep it.
import { createInterface } from "node:readline";
import { AcsTokens } from "./build/acs-tokens.mjs";

const [endpoint, bearerToken, freshBearerToken] = process.argv.slice(2);
const say = (what) => console.log(JSON.stringify(what));
const orders = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const session = {
  bearerToken: async (fresh) => (fresh ? freshBearerToken : bearerToken),
  ended: (why) => say({ ended: why.status }),
};

// The SDK's timer does not catch what the refresher throws.
process.on("unhandledRejection", (why) => say({ unhandled: String(why) }));
const tokens = await AcsTokens.signIn(endpoint, session).catch((why) => {
  say({ refused: why.status });
  process.exit();
});
say({ signedIn: true });
while ((await orders.next()).value === "token") {
  await tokens.credential.getToken().then(
    ({ token }) => say({ token }),
    (why) => say({ failed: String(why) }),
  );
}
await tokens.signOut();
process.stdin.destroy();
say({ afterwards: await Promise.resolve().then(() => tokens.credential.getToken()).then(() => "a token", String) });
