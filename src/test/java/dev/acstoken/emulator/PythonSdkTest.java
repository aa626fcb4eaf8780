package dev.acstoken.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.acstoken.interop.Interop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifies every method of Microsoft's SDK for Python, where it is installed. */
@Interop
class PythonSdkTest {

  private static final String PACKAGE = "azure.communication.identity";

  /** Debian's own Python sees Debian's packages, and is not always the first on the PATH. */
  private static final List<String> INTERPRETERS = List.of("python3", "/usr/bin/python3");

  @TempDir private Path folder;

  @Test
  void everyMethodWorks() throws Exception {
    String script = Path.of("src", "test", "python", "identity_sdk.py").toString();

    assertEquals(
        """
        passed with connection string
        passed with access key
        passed with token credential
        passed with wrong credentials\
        """,
        SdkProgram.run(new ProcessBuilder(interpreter(), script), "REQUESTS_CA_BUNDLE", folder));
  }

  private static String interpreter() throws InterruptedException {
    for (String interpreter : INTERPRETERS) {
      if (hasPackage(interpreter)) {
        return interpreter;
      }
    }
    String message =
        "This test needs the Python package "
            + PACKAGE
            + ", which Debian and Ubuntu have in \"python3-azure\".";
    // Maven counts skipped tests, but shows the reason only in its report files.
    System.err.println(message);
    return abort(message);
  }

  private static boolean hasPackage(String interpreter) throws InterruptedException {
    try {
      return new ProcessBuilder(interpreter, "-c", "import " + PACKAGE)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
