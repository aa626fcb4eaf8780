// A console app with one signed-in user. src/samples/README.md describes its input and output.
import { createInterface } from "node:readline";

/** Runs the program with a module of the package, so that each module format can be tried. */
export async function runClient({ AcsTokens, RefusedError, SignedOutError, UnavailableError }) {
  const [endpoint, bearerToken, freshBearerToken = bearerToken, ...scopes] = process.argv.slice(2);
  const session = {
    bearerToken: async (fresh) => (fresh ? freshBearerToken : bearerToken),
    ended: (error) => console.log(`ended ${describe(error)}`),
  };

  function describe(error) {
    if (error instanceof RefusedError) return `refused ${error.status} ${error.code ?? ""}`;
    if (error instanceof UnavailableError) return `unavailable ${error.lastStatus ?? 0}`;
    if (error instanceof SignedOutError) return "signed out";
    return String(error);
  }

  // Gets a token as a chat client does, and prints it.
  async function printToken({ credential }) {
    console.log("asking");
    try {
      console.log(`token ${(await credential.getToken()).token}`);
    } catch (error) {
      console.log(`failed ${describe(error)}`);
    }
  }

  async function serve(tokens) {
    for await (const line of createInterface({ input: process.stdin })) {
      if (line === "token") printToken(tokens);
      else if (line === "close") tokens.close();
      else if (line === "sign out") break;
    }
    process.stdin.destroy();
    await tokens.signOut();
    console.log("signed out");
    await printToken(tokens);
  }

  try {
    const tokens = await AcsTokens.signIn(endpoint, session, scopes.length > 0 ? { scopes } : {});
    console.log(`signed in ${tokens.communicationUserId} ${tokens.endpoint}`);
    await serve(tokens);
  } catch (error) {
    console.log(`failed ${describe(error)}`);
  }
}
