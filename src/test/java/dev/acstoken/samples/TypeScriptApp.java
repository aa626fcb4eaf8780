package dev.acstoken.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.acstoken.devhost.NodePackages;
import java.net.URI;
import java.text.ParseException;

/** The TypeScript sample, compiled, in a process of Node.js. */
final class TypeScriptApp implements SampleApp {

  private static boolean compiled;

  private final NodeProgram program;

  private TypeScriptApp(NodeProgram program) {
    this.program = program;
  }

  static SampleApp signIn(URI endpoint, String bearerToken, String freshBearerToken)
      throws Exception {
    var program =
        NodeProgram.start(
            compiledSamples()
                .script("client.mjs", endpoint.toString(), bearerToken, freshBearerToken));
    String said = program.awaitLine("signedIn|refused");
    if (said.contains("refused")) {
      program.close();
      throw new RefusedException(number(said, "refused"));
    }
    return new TypeScriptApp(program);
  }

  @Override
  public String token() throws Exception {
    program.say("token");
    String said = program.awaitLine("\"token\"|failed");
    assertFalse(said.contains("failed"), said);
    return JSONObjectUtils.getString(JSONObjectUtils.parse(said), "token");
  }

  @Override
  public int ended() throws Exception {
    return number(program.awaitLine("ended"), "ended");
  }

  @Override
  public void signOut() throws Exception {
    program.say("sign out");
    assertEquals(
        "{\"afterwards\":\"Error: User credential is disposed\"}", program.awaitLine("afterwards"));
    assertEquals(0, program.awaitExit());
  }

  @Override
  public void close() {
    program.close();
  }

  private static synchronized NodePackages compiledSamples() throws InterruptedException {
    var packages = NodePackages.forChecks();
    if (!compiled) {
      NodeProgram.run(packages.script("node_modules/typescript/bin/tsc", "--project", "."));
      compiled = true;
    }
    return packages;
  }

  private static int number(String json, String name) throws ParseException {
    return JSONObjectUtils.getInt(JSONObjectUtils.parse(json), name);
  }
}
