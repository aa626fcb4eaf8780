package dev.acstoken.samples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.interop.Interop;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Builds, tests and runs the Swift package. On Linux and macOS, a stand-in takes the place of the
 * ACS SDK for iOS.
 */
@Interop
class SwiftSampleTest extends SampleAppContract {

  @SuppressWarnings("NullAway.Init")
  private static Sample sample;

  SwiftSampleTest() {
    super(sample);
  }

  @BeforeAll
  static void build() throws InterruptedException {
    sample = Sample.swift();
  }

  @Test
  void itsOwnTestsPass() throws InterruptedException {
    String output = Sample.SWIFT.test();

    assertTrue(output.contains(" tests passed"), output);
  }
}
