const { AcsTokens, SignedOutError } = require("acs-token-client");

async function main([endpoint, bearerToken]) {
  const session = { bearerToken: async () => bearerToken, ended: console.log };
  const tokens = await AcsTokens.signIn(endpoint, session);
  const first = await tokens.credential.getToken();
  console.log(`token ${first.token}`);

  while ((await tokens.credential.getToken()).token === first.token) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  console.log(`refreshed ${(await tokens.credential.getToken()).token}`);

  await tokens.signOut();
  await tokens.credential.getToken().catch((error) => {
    console.log(error instanceof SignedOutError ? "signed out" : String(error));
  });
}

main(process.argv.slice(2));
