package dev.acstoken.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.acstoken.devhost.NodePackages;
import dev.acstoken.interop.ForeignProgram;
import dev.acstoken.interop.Interop;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Verifies that an app with the SDK for JavaScript needs only what the emulator's jar prints. */
@Interop
@Timeout(300)
class EmulatorJarSdkIT {

  @TempDir private Path folder;

  @Test
  void anAppGetsATokenWithWhatTheProgramPrints() throws Exception {
    NodePackages packages = JavaScriptSdkTest.compiledPackages();
    try (EmulatorProgram emulator =
        EmulatorProgram.start("--port=0", "--certificates=" + folder.resolve("Jane Doe"))) {
      String printed = emulator.printed();
      ProcessBuilder app =
          packages.script("node_modules/.compiled/commonjs.cjs").redirectErrorStream(true);
      app.environment().put("CONNECTION_STRING", EmulatorProgram.connectionString(printed));
      app.environment()
          .put("NODE_EXTRA_CA_CERTS", EmulatorProgram.value("NODE_EXTRA_CA_CERTS", printed));

      assertEquals("passed", ForeignProgram.run(app));
    }
  }
}
