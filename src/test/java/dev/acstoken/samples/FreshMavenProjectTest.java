package dev.acstoken.samples;

import static java.util.concurrent.TimeUnit.MINUTES;

import dev.acstoken.interop.Interop;
import dev.acstoken.interop.MavenBuild;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Verifies that a new Maven project uses the installed Java package. The package's own build also
 * compiles the examples of the guide.
 */
@Interop
@Timeout(value = 10, unit = MINUTES)
class FreshMavenProjectTest {

  private static final Path APP = Path.of("src", "test", "apps", "java");

  @Test
  void getsRefreshesAndRevokesTokens() throws Exception {
    MavenBuild.run(Sample.FOLDER.resolve("java"), "install");
    MavenBuild.run(APP, "process-classes");

    try (var endpoint = new ShortLivedTokens()) {
      FreshProject.assertGetsRefreshesAndRevokesTokens(
          endpoint, MavenBuild.program(APP, "com.example.app.App"));
    }
  }
}
