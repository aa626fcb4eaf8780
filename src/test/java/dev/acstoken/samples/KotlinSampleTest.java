package dev.acstoken.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.acstoken.emulator.Operation;
import dev.acstoken.interop.Interop;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Runs the Kotlin package on a JVM, where the SDK needs only Base64, the log and a version number
 * of Android.
 */
@Interop
class KotlinSampleTest extends SampleAppContract {

  @SuppressWarnings("NullAway.Init")
  private static Sample sample;

  KotlinSampleTest() {
    super(sample);
  }

  @BeforeAll
  static void build() throws InterruptedException {
    sample = Sample.kotlin();
  }

  @Test
  void aNewProjectGetsRefreshesAndRevokesTokens() throws Exception {
    try (var endpoint = new ShortLivedTokens();
        var app =
            Sample.newKotlinProject()
                .signIn(endpoint.uri(), endpoint.bearerToken("alice"), "unused")) {
      String first = app.token();
      while (endpoint.acs().isValid(first)) {
        Thread.sleep(50);
      }

      assertNotEquals(first, app.token());
      app.signOut();
      assertEquals(1, endpoint.acs().counters().of(Operation.REVOKE_TOKENS).effects());
    }
  }
}
