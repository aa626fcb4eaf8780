package dev.acstoken.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.acstoken.devhost.NodePackages;
import dev.acstoken.interop.ForeignProgram;
import dev.acstoken.interop.Interop;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Verifies every method of Microsoft's SDK for JavaScript, from TypeScript and with the type checks
 * of strict mode. SdkTest verifies those of the SDK for Java.
 */
@Interop
class JavaScriptSdkTest {

  @SuppressWarnings("NullAway.Init")
  private static NodePackages packages;

  @TempDir private Path folder;

  @BeforeAll
  static void compile() throws Exception {
    packages = compiledPackages();
  }

  /** Returns the SDK's packages, with the programs of the tests compiled. */
  static NodePackages compiledPackages() throws InterruptedException {
    var installed = NodePackages.of(Path.of("src", "test", "node", "sdk"));
    ForeignProgram.run(installed.script("node_modules/typescript/bin/tsc"));
    return installed;
  }

  @Test
  void everyMethodWorksFromAnEsModule() throws Exception {
    assertEquals(
        """
        passed with connection string
        passed with access key
        passed with token credential
        passed with wrong credentials\
        """,
        run("identity.mjs"));
  }

  @Test
  void anAppThatIsACommonJsModuleGetsATokenForItsCredential() throws Exception {
    assertEquals("passed", run("commonjs.cjs"));
  }

  private String run(String program) throws Exception {
    return SdkProgram.run(
        packages.script("node_modules/.compiled/" + program), "NODE_EXTRA_CA_CERTS", folder);
  }
}
