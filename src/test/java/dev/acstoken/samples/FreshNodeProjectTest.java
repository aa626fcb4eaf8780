package dev.acstoken.samples;

import static java.util.concurrent.TimeUnit.MINUTES;

import dev.acstoken.devhost.FreshNodeProjects;
import dev.acstoken.interop.Interop;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Verifies that new Node.js projects use the packed TypeScript package. */
@Interop
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = MINUTES)
class FreshNodeProjectTest {

  private final ShortLivedTokens endpoint = new ShortLivedTokens();

  @SuppressWarnings("NullAway.Init")
  private FreshNodeProjects projects;

  @BeforeAll
  void installThePackage() throws Exception {
    projects = FreshNodeProjects.withThePackage();
  }

  @AfterAll
  void close() {
    endpoint.close();
  }

  @Test
  void aProjectOfEsModulesInStrictTypeScriptGetsRefreshesAndRevokesTokens() throws Exception {
    FreshProject.assertGetsRefreshesAndRevokesTokens(endpoint, projects.esm().command());
  }

  @Test
  void aProjectOfCommonJsModulesGetsRefreshesAndRevokesTokens() throws Exception {
    FreshProject.assertGetsRefreshesAndRevokesTokens(endpoint, projects.commonJs().command());
  }

  @Test
  void theWebAppCompilesWithTheSettingsOfReactProjects() throws Exception {
    projects.compileWebAppAsInReact();
  }

  @Test
  void theExamplesOfTheGuideCompileWithMsalAndTheAcsSdks() throws Exception {
    projects.compile(Sample.FOLDER.resolve("typescript").resolve("examples"));
  }
}
