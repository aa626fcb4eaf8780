package dev.acstoken.samples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.devhost.TypeScriptPackage;
import dev.acstoken.interop.ForeignProgram;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TypeScriptSampleTest extends SampleAppContract {
  TypeScriptSampleTest() throws InterruptedException {
    super(Sample.typeScript());
  }

  /** These tests have a clock of their own, for pauses of minutes and hours. */
  @ParameterizedTest
  @ValueSource(strings = {"acs-tokens", "guest-tokens", "join-page"})
  void itsOwnTestsPass(String name) throws InterruptedException {
    var tests = TypeScriptPackage.built().script("test/" + name + ".test.mjs");

    assertTrue(ForeignProgram.run(tests).contains("fail 0"));
  }
}
