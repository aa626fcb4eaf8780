package dev.acstoken.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.acstoken.devhost.LocalIssuer;
import org.junit.jupiter.api.Test;

/** The CommonJS modules are compiled from the same source, so one sign-in is enough. */
class CommonJsSampleTest {

  @Test
  void signsInAndOut() throws Exception {
    try (var issuer = LocalIssuer.start();
        var scripted = new ScriptedEndpoint().token(issuer.token("acs"));
        var app = Sample.commonJs().signIn(scripted.uri(), "good", "good")) {
      assertFalse(app.token().isEmpty());
      app.signOut();
      assertEquals(2, scripted.requests().size());
    }
  }
}
